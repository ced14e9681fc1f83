import { AppError } from '../../kernel/errors.ts';
import { canonicalJson } from '../../kernel/json.ts';
import { sha256 } from '../../platform/files/sha256.ts';
import type { ActionParts } from '../parts.ts';
import { sampleSpeech } from '../sample-speech.ts';
import { sampleText } from '../sample-text.ts';
import { keptDrawing, type ShownFile } from './kept-drawing.ts';
import { playableSound } from './playable-sound.ts';

/**
 * A few words of the voice, in the language where it can, as m4a. Made once per engine version. Throws `invalid-voice`, or
 * `not-found` where an engine that costs money has no recording of it.
 */
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
    const path = await sampleSpeech(parts, voice, language, context);
    const title = voice.name[language === 'ru' ? 'ru' : 'en'];
    return await playableSound(parts, { path }, { title, artist: 'UGC Bot' }, context);
  });
}
