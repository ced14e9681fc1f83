import { join, resolve } from 'node:path';
import { listVoices } from '../actions/list-voices.ts';
import { sampleVoice } from '../actions/voice-sample.ts';
import {
  defaultSubtitleTheme,
  type SubtitleThemeName,
  subtitleThemeNames,
} from '../domain/subtitles/subtitle-theme.ts';
import { requireWritableFolder } from '../platform/files/writable-folder.ts';
import type { UseApp } from './app.ts';
import { type OptionSpec, type ParsedOptions, textOption } from './arguments.ts';
import type { Output } from './output.ts';

export const presentersOptions = {
  json: { help: 'JSON lines instead of text' },
  help: { help: 'this list' },
} satisfies Record<string, OptionSpec>;

export const voicesOptions = {
  language: { value: 'ru|en|…', help: 'only voices that speak it' },
  sample: { value: 'FOLDER', help: 'writes a WAV of each voice there' },
  json: { help: 'JSON lines instead of text' },
  help: { help: 'this list' },
} satisfies Record<string, OptionSpec>;

export const themesOptions = {
  json: { help: 'JSON lines instead of text' },
  help: { help: 'this list' },
} satisfies Record<string, OptionSpec>;

const themeLooks: Readonly<Record<SubtitleThemeName, string>> = {
  light: 'white with an outline, the spoken word yellow',
  yellow_on_black: 'yellow on black boxes, the spoken word white',
  white_on_purple: 'white on purple boxes, the spoken word yellow',
  bold_outline: 'large, white, a heavy outline, the spoken word green; springs up',
  karaoke_box: 'white with an outline, the spoken word on a red box',
  pop: 'white with an outline, the spoken word shoots up in yellow',
  minimal: 'smaller and calm, the spoken word a little brighter',
  box: 'black on white boxes, the spoken word red',
  outline: 'white capitals with the heaviest outline, the spoken word yellow',
  highlight: 'white with an outline, the spoken word black on a lime pill',
  karaoke: 'white with an outline, words fill with blue while they sound',
};

export async function themesCommand(output: Output): Promise<void> {
  for (const name of subtitleThemeNames) {
    const isDefault = name === defaultSubtitleTheme;
    output.line(`${name.padEnd(15)} ${themeLooks[name]}${isDefault ? ' (default)' : ''}`);
    output.event({ event: 'theme', name, look: themeLooks[name], isDefault });
  }
}

export async function presentersCommand(
  _options: ParsedOptions,
  useApp: UseApp,
  output: Output,
): Promise<void> {
  await useApp(async ({ parts }) => {
    for (const { id, gender, ageGroup, name, description } of parts.cast.presenters) {
      output.line(`${id.padEnd(8)} ${gender.padEnd(7)} ${ageGroup.padEnd(8)} ${name.en}: ${description.en}`);
      output.event({ event: 'presenter', id, gender, ageGroup, name, description });
    }
  });
}

export async function voicesCommand(options: ParsedOptions, useApp: UseApp, output: Output): Promise<void> {
  const folder = textOption(options, 'sample');
  await useApp(async ({ parts, stopping }) => {
    const voices = await listVoices(parts, textOption(options, 'language'));
    if (folder !== undefined) await requireWritableFolder(resolve(folder));
    for (const voice of voices) {
      const samplePath = folder === undefined ? undefined : resolve(join(folder, `${voice.id}.wav`));
      if (samplePath !== undefined) await sampleVoice(parts, voice, samplePath, stopping);
      const { id, language, gender, ageGroup, engine, name, description } = voice;
      output.line(
        `${id.padEnd(12)} ${language.padEnd(3)} ${gender.padEnd(7)} ${engine.padEnd(8)} ${name.en}: ${description.en}`,
      );
      output.event({ event: 'voice', id, language, gender, ageGroup, engine, name, description, samplePath });
    }
  });
}
