import { join, normalize } from 'node:path';
import { montageStill } from '../actions/montage/montage-still.ts';
import type { ActionParts } from '../actions/parts.ts';
import { listenableSpeech } from '../actions/pictures/listenable-speech.ts';
import { presenterPicture } from '../actions/pictures/presenter-picture.ts';
import { presenterSheet } from '../actions/pictures/presenter-sheet.ts';
import { voiceSample } from '../actions/pictures/voice-sample.ts';
import type { ViewMedia } from '../flow/view.ts';
import { AppError } from '../kernel/errors.ts';
import { sha256OfFile } from '../platform/files/sha256.ts';
import { withScratchFolder } from '../platform/files/scratch.ts';
import { stat } from 'node:fs/promises';
import type { InputFile } from '../ports/work.ts';
import type { MediaSource, ShowableFile } from '../telegram/chat-bot.ts';

const probeTimeoutMs = 10_000;

/** Finds, draws or speaks what a screen shows. */
export function mediaSource(parts: ActionParts): MediaSource {
  const measured = new Map<string, Promise<ShowableFile>>();
  // What comes with the program stays as it is. Measured once, however many people come in the first seconds.
  const ofProgram = async (kind: ViewMedia['kind'], name: string): Promise<ShowableFile> => {
    const known = measured.get(name) ?? asset(parts, name).then((found) => withMeasures(parts, kind, found));
    measured.set(name, known);
    known.catch(() => measured.delete(name));
    return await known;
  };
  return async (personId, media) => {
    switch (media.from) {
      case 'asset':
        return await ofProgram(media.kind, media.path);
      case 'presenters':
        return shown(await presenterSheet(parts, personId, media.presenters));
      case 'presenter':
        return shown(await presenterPicture(parts, personId, media.presenter));
      case 'voice':
        return shown(await voiceSample(parts, media.voiceId, media.language));
      case 'speech':
        return shown(await listenableSpeech(parts, media.productionId));
      case 'still':
        return shown(await montageStill(parts, { owner: personId, isOperator: false }, media));
      case 'file':
        return await withMeasures(parts, media.kind, {
          file: await parts.files.open(media.key),
          contentKey: media.key,
        });
    }
  };
}

interface Found {
  readonly file: InputFile;
  readonly contentKey: string;
  readonly durationSeconds?: number;
}

function shown({ file, contentKey, durationSeconds }: Found): ShowableFile {
  const length = durationSeconds === undefined ? {} : { durationSeconds };
  return { path: file.path, bytes: file.bytes, contentKey, ...length };
}

async function asset({ assetsFolder }: ActionParts, name: string): Promise<Found> {
  const path = normalize(join(assetsFolder, name));
  if (!path.startsWith(normalize(`${assetsFolder}/`))) {
    throw new AppError('internal', `The asset ${name} lies outside of its folder.`);
  }
  const [sha256, { size: bytes }] = await Promise.all([sha256OfFile(path), stat(path)]);
  return { file: { path, sha256, bytes, mime: 'application/octet-stream' }, contentKey: `asset:${sha256}` };
}

/** Of a video Telegram must be told how large and how long it is. */
async function withMeasures(
  parts: ActionParts,
  kind: ViewMedia['kind'],
  found: Found,
): Promise<ShowableFile> {
  if (kind !== 'video') return shown(found);
  return await withScratchFolder(parts.scratchFolder, async (workFolder) => {
    const signal = AbortSignal.timeout(probeTimeoutMs);
    const context = { signal, workFolder, reportProgress: () => undefined };
    const { size, durationSeconds } = await parts.mediaProbe.probe(found.file, context);
    return { ...shown(found), width: size.width, height: size.height, durationSeconds };
  });
}
