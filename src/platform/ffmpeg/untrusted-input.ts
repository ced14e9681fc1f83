import { copyFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../kernel/errors.ts';

/** Decoders that may touch a stranger's bytes. All else, above all the rarely used ones, stays closed. */
const codecs = [
  ...[
    'h264',
    'hevc',
    'mpeg4',
    'vp8',
    'vp9',
    'libvpx-vp9',
    'av1',
    'libdav1d',
    'libaom-av1',
    'qtrle',
    'prores',
  ],
  ...['aac', 'mp3', 'mp3float', 'opus', 'libopus', 'vorbis', 'alac', 'flac'],
  ...['pcm_s16le', 'pcm_s16be', 'pcm_s24le', 'pcm_f32le', 'pcm_u8'],
];

/** 4096 × 4096. */
export const mostPixels = 16_777_216;

const demuxerOfMime: Readonly<Record<string, string>> = {
  'video/mp4': 'mov',
  'video/quicktime': 'mov',
  'video/webm': 'matroska',
  'audio/mp4': 'mov',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'audio/aac': 'aac',
};

export interface UntrustedInput {
  /** A name in the working folder, made by us. */
  readonly name: string;
  readonly mime: string;
  /** Further options of this input, such as `-ss`. */
  readonly options?: readonly string[];
}

/**
 * Arguments that open a file without trusting it: one demuxer, no protocol but a local file, known decoders only, no
 * pictures beyond `mostPixels`. Must stand before every input that was not made by this program itself.
 */
export function untrustedInput(input: UntrustedInput): string[] {
  const demuxer = demuxerOfMime[input.mime];
  if (!demuxer) {
    const allowed = Object.keys(demuxerOfMime).join(', ');
    throw new AppError(
      'invalid-media',
      `A file of type ${input.mime} can't be read; allowed are ${allowed}.`,
    );
  }
  return [
    ...['-protocol_whitelist', 'file', '-f', demuxer, '-codec_whitelist', codecs.join(',')],
    ...['-max_pixels', String(mostPixels), ...(input.options ?? []), '-i', `file:${input.name}`],
  ];
}

/**
 * Puts a file into the working folder under a name of ours, without copying it where the machine allows links. What was
 * there under that name before is replaced: a copy must not go through a link of before into somebody's file.
 */
export async function stageInput(folder: string, name: string, path: string): Promise<void> {
  const target = join(folder, name);
  await rm(target, { force: true });
  // Windows allows links to privileged users only.
  await symlink(path, target).catch(() => copyFile(path, target));
}
