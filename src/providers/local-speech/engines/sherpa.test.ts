import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ffmpegAt } from '../../../platform/ffmpeg/ffmpeg.ts';
import { createLocalSpeech } from '../provider.ts';

describe('a folder of neural voices', () => {
  const modelFolder = mkdtempSync(join(tmpdir(), 'models-'));
  const workFolder = mkdtempSync(join(tmpdir(), 'sherpa-'));
  const lines: string[] = [];
  const model = (name: string, files: Readonly<Record<string, string>>) => {
    mkdirSync(join(modelFolder, name, 'espeak-ng-data'), { recursive: true });
    for (const [file, content] of Object.entries(files))
      writeFileSync(join(modelFolder, name, file), content);
  };
  model('damaged', {
    'voice.onnx': 'this is no model',
    'tokens.txt': '_ 0\n',
    'voice.json': JSON.stringify({ lang: 'en', gender: 'female', name: 'Nova', sid: 0 }),
  });
  model('no-card', { 'voice.onnx': '', 'tokens.txt': '' });
  model('bad-card', {
    'voice.onnx': '',
    'tokens.txt': '',
    'voice.json': '[{"lang":"en","name":"X","gender":"?"}]',
  });

  const speech = createLocalSpeech({
    ffmpeg: ffmpegAt(process.env.FFMPEG_PATH ?? '/usr/bin/ffmpeg', 'test'),
    modelFolder,
    log: (line) => lines.push(line),
  });
  afterAll(async () => {
    await speech.close();
    for (const folder of [modelFolder, workFolder]) rmSync(folder, { recursive: true, force: true });
  });

  it('comes first, and an incomplete model is left out with a line in the log', async () => {
    const ids = (await speech.voices('en')).map(({ id }) => id);
    expect(ids[0]).toBe('sherpa-damaged-0');
    expect(ids.filter((id) => id.startsWith('sherpa-'))).toHaveLength(1);
    expect(lines.join('\n')).toMatch(/no-card/);
    expect(lines.join('\n')).toMatch(/bad-card.*gender/);
  });

  it('survives a damaged model, which aborts its process, and names it', async () => {
    const context = { signal: new AbortController().signal, workFolder, reportProgress: () => {} };
    const request = { text: 'Hello there, how are you?', language: 'en', take: 0 };
    await expect(
      speech.synthesise({ ...request, voiceId: 'sherpa-damaged-0' }, context),
    ).rejects.toMatchObject({
      reason: 'provider-unavailable',
      message: expect.stringContaining('voice.onnx'),
    });
    const other = await speech.synthesise({ ...request, voiceId: 'emma' }, context);
    expect(other.track.words).toHaveLength(5);
  });
});
