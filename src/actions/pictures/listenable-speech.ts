import { AppError } from '../../kernel/errors.ts';
import { readResults, resultFolder } from '../../pipeline/results.ts';
import { findProduction } from '../../store/productions.ts';
import type { ActionParts } from '../parts.ts';
import { keptDrawing, type ShownFile } from './kept-drawing.ts';
import { playableSound } from './playable-sound.ts';

const titleLength = 60;

/** What a production's speech sounds like, as m4a beside the stored speech. Throws `not-found` before it was spoken. */
export async function listenableSpeech(parts: ActionParts, productionId: string): Promise<ShownFile> {
  const production = await findProduction(parts.database.db, productionId);
  const results = production && (await readResults(parts.database, production));
  const spoken = results?.has('speech') ? results.of('speech') : undefined;
  const audio = spoken?.files.audio;
  if (!production || !spoken || !audio) {
    throw new AppError('not-found', `There is no speech of production ${productionId}.`);
  }
  const key = `${resultFolder('speech', spoken.key)}/playable.m4a`;
  const kept = await keptDrawing(parts, key, 'audio/mp4', async (context) => {
    const wav = await parts.files.open(audio.key);
    const title = production.order.script.replace(/\s+/g, ' ').trim().slice(0, titleLength);
    return await playableSound(parts, wav, { title, artist: 'UGC Bot' }, context);
  });
  return { ...kept, durationSeconds: spoken.value.track.durationSeconds };
}
