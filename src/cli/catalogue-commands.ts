import { join, resolve } from 'node:path';
import { listVoices } from '../actions/list-voices.ts';
import { sampleVoice } from '../actions/voice-sample.ts';
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
