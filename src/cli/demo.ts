import { withScratchFolder } from '../platform/files/scratch.ts';
import { makeDemoBackground } from '../actions/demo-background.ts';
import type { UseApp } from './app.ts';
import { choiceOption, type OptionSpec, type ParsedOptions, textOption } from './arguments.ts';
import { makeAd } from './make.ts';
import type { Output } from './output.ts';
import { checkedOutputPath } from './output-path.ts';

export const demoOptions = {
  language: { value: 'en|ru', help: 'the language of the script' },
  out: { value: 'FILE', help: 'where the ad goes; demo.mp4 when absent' },
  report: { value: 'FILE', help: 'writes what was made and measured as JSON' },
  json: { help: 'JSON lines instead of text' },
  help: { help: 'this list' },
} satisfies Record<string, OptionSpec>;

const languages = ['en', 'ru'] as const;

export const demoScripts: Readonly<Record<(typeof languages)[number], string>> = {
  en:
    "Okay, I have to show you this. I've had this bottle for two weeks, and my coffee stays hot for 12 hours. " +
    'It fits my bag, it never leaks, and it costs just $19.99. Tap the link and grab yours!',
  ru:
    'Смотрите, что я нашла! Пользуюсь этой бутылкой две недели, и кофе остаётся горячим 12 часов. ' +
    'Не протекает, легко помещается в сумку и стоит всего 1990 ₽. Жмите на ссылку и забирайте свою!',
};

export async function demoCommand(options: ParsedOptions, useApp: UseApp, output: Output): Promise<void> {
  const language = choiceOption(options, 'language', languages, 'en');
  const report = textOption(options, 'report');
  const target = {
    videoPath: await checkedOutputPath(textOption(options, 'out') ?? 'demo.mp4', '--out', '.mp4'),
    ...(report !== undefined && { reportPath: await checkedOutputPath(report, '--report', '.json') }),
  };
  await useApp(async (app) => {
    await withScratchFolder(app.parts.scratchFolder, async (folder) => {
      const backgroundPath = await makeDemoBackground(app.parts, folder, app.stopping);
      const made = await makeAd(
        app,
        {
          script: demoScripts[language],
          language,
          presenter: { kind: 'cast', id: 'sofia' },
          take: 0,
          format: 'character_with_background',
          backgroundPath,
          template: 'mix_basic_circle',
          aspect: '9:16',
          subtitles: { kind: 'auto' },
          subtitleTheme: 'light',
          subtitlePosition: 'bottom',
          disclosure: 'badge',
          measureSync: true,
        },
        target,
        output,
      );
      output.line(JSON.stringify(made, null, 2));
    });
  });
}
