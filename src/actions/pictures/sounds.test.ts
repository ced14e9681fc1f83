import { execFile } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MediaStudio, openMediaStudio, openVoices } from '../../../test/support/media-studio.ts';
import { workOffSteps } from '../../pipeline/register.ts';
import { AppError } from '../../kernel/errors.ts';
import type { SpeechPort } from '../../ports/speech.ts';
import { findProduction } from '../../store/productions.ts';
import { deleteProduction } from '../productions/delete-production.ts';
import { listenableSpeech } from './listenable-speech.ts';
import { voiceSample } from './voice-sample.ts';

let studio: MediaStudio;
let parts: MediaStudio['parts'];
let closeSpeech: () => Promise<void>;
let synthesised = 0;

beforeAll(async () => {
  studio = await openMediaStudio();
  const local = openVoices(studio);
  closeSpeech = () => local.close();
  const speech: SpeechPort = {
    ...local,
    synthesise: async (request, context) => {
      synthesised += 1;
      return await local.synthesise(request, context);
    },
  };
  parts = { ...studio.parts, speech };
});
afterAll(async () => {
  await closeSpeech();
  await studio.close();
});

/** What a player would read: ffmpeg's own words on the file. */
async function describeSound({ path }: { readonly path: string }): Promise<string> {
  const { stderr } = await promisify(execFile)(parts.ffmpeg.path, [
    '-hide_banner',
    '-i',
    path,
    '-f',
    'null',
    '-',
  ]);
  return stderr;
}

it('a sample of a voice is AAC with its name, spoken once', async () => {
  const sample = await voiceSample(parts, 'emma', 'en');
  expect(sample.file.mime).toBe('audio/mp4');
  expect(sample.contentKey).toMatch(/\.m4a$/);
  expect(sample.file.bytes).toBeLessThan(200_000);
  const words = await describeSound(sample.file);
  expect(words).toMatch(/title +: Emma/);
  expect(words).toMatch(/Audio: aac .*48000 Hz, mono/);
  expect(Number(/Duration: 00:00:0(\d\.\d+)/.exec(words)?.[1])).toBeGreaterThan(2);
  expect(await voiceSample(parts, 'emma', 'en')).toEqual(sample);
  expect(synthesised).toBe(1);
  const newer = { ...parts.speech, adapter: { ...parts.speech.adapter, version: 'next' } };
  const other = await voiceSample({ ...parts, speech: newer }, 'emma', 'en');
  expect(other.contentKey).not.toBe(sample.contentKey);
});

it('of an engine whose speech costs money a recording is played, and nothing is spoken', async () => {
  const said = synthesised;
  const paid: SpeechPort = {
    ...parts.speech,
    adapter: { name: 'paid', version: '1', kind: 'cloud' },
    sample: async (voiceId, _language, { workFolder }) => {
      if (voiceId !== 'emma') throw new AppError('not-found', 'It has no recording.');
      const tone = ['-f', 'lavfi', '-i', 'sine=frequency=200:duration=3', '-ar', '48000', 'recording.wav'];
      await parts.ffmpeg.run({ cwd: workFolder, timeoutMs: 10_000, args: tone });
      return join(workFolder, 'recording.wav');
    },
  };
  const { file } = await voiceSample({ ...parts, speech: paid }, 'emma', 'en');
  expect(await describeSound(file)).toMatch(/Duration: 00:00:03/);
  const silent = voiceSample({ ...parts, speech: paid }, 'james', 'en');
  await expect(silent).rejects.toMatchObject({ reason: 'not-found' });
  expect(synthesised).toBe(said);
});

it('a voice that speaks another language is refused', async () => {
  await expect(voiceSample(parts, 'emma', 'ru')).rejects.toMatchObject({ reason: 'invalid-voice' });
  await expect(voiceSample(parts, '../x', 'en')).rejects.toMatchObject({ reason: 'invalid-voice' });
});

it('the speech of a production can be listened to, and goes with it', async () => {
  const cwd = studio.pipeline.folder;
  const tone = ['-f', 'lavfi', '-i', 'sine=frequency=200:duration=1', '-ar', '48000', 'speech.wav'];
  await parts.ffmpeg.run({ cwd, timeoutMs: 10_000, args: tone });
  const speaking: SpeechPort = {
    ...studio.parts.speech,
    synthesise: async (request, context) => {
      const spoken = await studio.parts.speech.synthesise(request, context);
      await copyFile(join(cwd, 'speech.wav'), spoken.audioPath);
      return spoken;
    },
  };
  const id = await studio.pipeline.order({ script: 'Hi.' });
  await expect(listenableSpeech(parts, id)).rejects.toMatchObject({ reason: 'not-found' });
  const working = { ...studio.parts, speech: speaking };
  await workOffSteps(working, { concurrency: 1, shutdown: new AbortController().signal });
  while ((await findProduction(parts.database.db, id))?.state !== 'delivered') await delay(20);
  const { file, contentKey } = await listenableSpeech(parts, id);
  expect(contentKey).toMatch(/^results\/speech\/[0-9a-f]{64}\/playable\.m4a$/);
  expect(await describeSound(file)).toMatch(/title +: Hi\.[\s\S]*Audio: aac/);
  await deleteProduction(parts, { owner: 'test', isOperator: false }, id);
  expect(await parts.files.exists(contentKey)).toBe(false);
});
