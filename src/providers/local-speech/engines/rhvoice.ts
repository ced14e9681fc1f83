import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpokenSentence } from '../../../domain/script/reading/spoken-sentences.ts';
import { runProcess } from '../../../platform/process/run-process.ts';
import { takeWav } from '../../../platform/sound/pcm.ts';
import type { Align } from './aligned-sentences.ts';
import type { SaySentence } from './sentence-audio.ts';

const timeoutMs = 30_000;

/** RHVoice as a command-line program; it knows no phone times, so they come from the aligner. */
export function rhvoiceSentences(program: string, voiceName: string, align: Align): SaySentence {
  return async (sentence, style, work) => {
    const audioPath = join(work.workFolder, `rhvoice-${randomUUID()}.wav`);
    const percent = (factor: number) => String(Math.round(100 * factor));
    try {
      const args = ['-p', voiceName, '-r', percent(style.rate), '-t', percent(style.pitch), '-o', audioPath];
      await runProcess(program, args, {
        cwd: work.workFolder,
        signal: work.signal,
        timeoutMs,
        writeInput: async (input) => {
          input.write(`${rhvoiceText(sentence)}\n`);
        },
      });
      const sound = takeWav(await readFile(audioPath));
      return await align(sound, sentence, work);
    } finally {
      await rm(audioPath, { force: true });
    }
  };
}

/** RHVoice marks a stress with a plus before the vowel, and reads `<` and `&` as markup. */
export function rhvoiceText(sentence: SpokenSentence): string {
  return sentence.units
    .map(({ spoken, mark }) => spoken.replace(/[<>&+]/g, ' ').replace(/([аеёиоуыэюя])\u0301/gi, '+$1') + mark)
    .join(' ');
}
