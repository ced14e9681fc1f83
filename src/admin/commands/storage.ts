import { cleanUp } from '../../actions/operators/cleanup.ts';
import { checkFileStore, readStorage } from '../../actions/operators/storage.ts';
import { escapeHtml } from '../../domain/html.ts';
import type { OperatorCommand } from '../operator-command.ts';
import type { OperatorTexts } from '../texts/en.ts';

export const storage: OperatorCommand = async ({ parts, texts }, given) => {
  given.end();
  const { kinds, owners, freeBytes, diskBytes } = await readStorage(parts);
  const ofKinds = kinds.map(({ name, count, bytes }) =>
    texts.storageLine(kindName(texts, name), count, bytes),
  );
  const ofOwners = owners.map(({ name, count, bytes }) => {
    const owner = `<code>${escapeHtml(name.replace(/^telegram:/, ''))}</code>`;
    return texts.storageLine(owner, count, bytes);
  });
  const tables =
    kinds.length === 0
      ? [texts.storageEmpty]
      : [texts.storageKinds, ...ofKinds, '', texts.storageOwners, ...ofOwners];
  return {
    html: [texts.storageTitle, '', ...tables, '', texts.diskFree(freeBytes, diskBytes)].join('\n'),
    outcome: 'shown',
  };
};

function kindName({ jobStages }: OperatorTexts, kind: string): string {
  const names: Readonly<Record<string, string>> = jobStages;
  return names[kind] ?? escapeHtml(kind);
}

export const cleanupTemp: OperatorCommand = async ({ parts, texts, now }, given) => {
  given.end();
  const { scratchFolders, orphanFiles, expiredResults, freedBytes } = await cleanUp(parts, now);
  return {
    html: texts.cleaned(scratchFolders, orphanFiles, expiredResults, freedBytes),
    outcome: `removed ${scratchFolders} folders, ${orphanFiles} files, ${expiredResults} results`,
  };
};

export const r2Test: OperatorCommand = async ({ parts, texts, config }, given) => {
  given.end();
  const checks = await checkFileStore(parts);
  const lines = checks.map(({ step, ok, milliseconds, problem }) =>
    texts.storeStep(texts.storeSteps[step], ok, milliseconds, escapeHtml(problem)),
  );
  const failed = checks.filter(({ ok }) => !ok).map(({ step }) => step);
  return {
    html: [texts.storeTitle(escapeHtml(config.fileStore)), '', ...lines].join('\n'),
    outcome: failed.length === 0 ? 'all steps passed' : `failed: ${failed.join(', ')}`,
  };
};
