import { escapeHtml } from '../../domain/html.ts';
import { operatorCommandNames } from '../command-names.ts';
import type { OperatorCommand } from '../operator-command.ts';

export const help: OperatorCommand = async ({ texts }) => {
  const lines = operatorCommandNames.map((name) => {
    const { usage, does } = texts.commands[name];
    return `<code>${escapeHtml(usage)}</code>\n${does}`;
  });
  return { html: [texts.helpTitle, ...lines, texts.helpEnd].join('\n\n'), outcome: 'shown' };
};
