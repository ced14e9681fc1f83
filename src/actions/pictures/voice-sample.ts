import { AppError } from '../../kernel/errors.ts';
import { canonicalJson } from '../../kernel/json.ts';
import { sha256 } from '../../platform/files/sha256.ts';
import type { ActionParts } from '../parts.ts';
import { sampleText } from '../sample-text.ts';
import { keptDrawing, type ShownFile } from './kept-drawing.ts';
import { playableSound } from './playable-sound.ts';

/** A few words of the voice, spoken in the language, as m4a. Made once per engine version. Throws `invalid-voice`. */
export async function voiceSample(parts: ActionParts, voiceId: string, language: string): Promise<ShownFile> {
  const voice = (await parts.speech.voices(language)).find(({ id }) => id === voiceId);
  if (!voice) {
    throw new AppError('invalid-voice', `The voice ${voiceId} is unknown or does not speak ${language}.`);
  }
  const { text, spokenIn } = sampleText(language, voice);
  const { name, version } = parts.speech.adapter;
  const made = { voiceId, text, spokenIn, name, version };
  const key = `samples/${sha256(canonicalJson(made)).slice(0, 32)}.m4a`;
  return await keptDrawing(parts, key, 'audio/mp4', async (context) => {
    const request = { text, language: spokenIn, voiceId, take: 0 };
    const { audioPath } = await parts.speech.synthesise(request, context);
    const title = voice.name[language === 'ru' ? 'ru' : 'en'];
    return await playableSound(parts, { path: audioPath }, { title, artist: 'UGC Bot' }, context);
  });
}
