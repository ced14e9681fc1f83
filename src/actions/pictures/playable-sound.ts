import { join } from 'node:path';
import type { InputFile, WorkContext } from '../../ports/work.ts';
import { stageInput, untrustedInput } from '../../platform/ffmpeg/untrusted-input.ts';
import type { ActionParts } from '../parts.ts';

const inputName = 'spoken';

/** Speech as Telegram's player takes it: AAC in an m4a with a title. Gives its path in the work folder. */
export async function playableSound(
  { ffmpeg }: Pick<ActionParts, 'ffmpeg'>,
  wav: Pick<InputFile, 'path'>,
  tags: { readonly title: string; readonly artist: string },
  { workFolder, signal }: WorkContext,
): Promise<string> {
  await stageInput(workFolder, inputName, wav.path);
  await ffmpeg.run({
    cwd: workFolder,
    signal,
    timeoutMs: 30_000,
    args: [
      ...untrustedInput({ name: inputName, mime: 'audio/wav' }),
      ...['-vn', '-c:a', 'aac', '-b:a', '96k', '-ar', '48000', '-ac', '1', '-map_metadata', '-1'],
      ...['-metadata', `title=${tags.title}`, '-metadata', `artist=${tags.artist}`],
      ...['-movflags', '+faststart', '-f', 'ipod', 'playable.m4a'],
    ],
  });
  return join(workFolder, 'playable.m4a');
}
