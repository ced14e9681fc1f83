import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readScript } from '../../../domain/script/reading/read-script.ts';
import { ffmpegAt } from '../../../platform/ffmpeg/ffmpeg.ts';
import { speechContract } from '../../../ports/speech.contract.ts';
import { createLocalSpeech, type LocalSpeech } from '../provider.ts';
import { findRhvoice, rhvoiceVoices } from '../voices/rhvoice-voices.ts';
import { rhvoiceText } from './rhvoice.ts';

const ffmpegPath = process.env.FFMPEG_PATH ?? '/usr/bin/ffmpeg';

describe('RHVoice', () => {
  const voicesFolder = mkdtempSync(join(tmpdir(), 'rhvoice-'));
  afterAll(() => rmSync(voicesFolder, { recursive: true, force: true }));

  it('offers only installed voices whose licence allows ads', async () => {
    for (const name of ['pavel', 'anna', 'umka', 'tatiana', 'irina', 'bdl'])
      mkdirSync(join(voicesFolder, name));
    const voices = await rhvoiceVoices({ program: 'RHVoice-test', voicesFolder });
    expect(voices.map(({ voice }) => voice.id)).toEqual(['rhvoice-irina', 'rhvoice-anna', 'rhvoice-bdl']);
  });

  it('is told the stress by a plus before the vowel', () => {
    const units = readScript('За́мок, потом 2 < 3 & всё!', 'ru');
    expect(rhvoiceText({ firstUnit: 0, units })).toBe('з+амок, пот+ом два три и всё!');
  });
});

const installed = await findRhvoice();
const installedVoices = installed ? (await rhvoiceVoices(installed)).map(({ voice }) => voice) : [];
if (installedVoices.length > 0) {
  speechContract('RHVoice', {
    create: async () => createLocalSpeech({ ffmpeg: ffmpegAt(ffmpegPath, 'test') }),
    close: async (port) => await (port as LocalSpeech).close(),
    cases: installedVoices.map(({ id, language }) => ({
      voiceId: id,
      language,
      text: language === 'ru' ? 'Скидка 50% только сегодня. Закажите крем!' : 'Only $9.99 today. Order now!',
    })),
    mistypedVoiceId: `${installedVoices[0]?.id}x`,
    expectedNearest: installedVoices[0]?.id ?? '',
    ffmpegPath,
  });
}
