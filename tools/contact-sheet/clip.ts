/**
 * One clip of a presenter and a speech that is at hand as a file, its frames on a sheet, and what it cost.
 *
 *   node tools/contact-sheet/clip.ts PRESENTER SPEECH (SPEECH.wav and SPEECH.json, a SpeechTrack) OUTFOLDER [WIDTHxHEIGHT]
 */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { SpeechTrack } from '../../src/domain/speech/speech.ts';
import { ffmpegAt } from '../../src/platform/ffmpeg/ffmpeg.ts';
import { sha256OfFile } from '../../src/platform/files/sha256.ts';
import { runProcess } from '../../src/platform/process/run-process.ts';
import type { InputFile } from '../../src/ports/work.ts';
import { createLocalHead } from '../../src/providers/local-head/provider.ts';
import { assetsFolder, portraitOf } from '../../test/support/cast-portrait.ts';

const [presenter = 'sofia', speech = '', folder = 'clips', size = '1080x1920'] = process.argv.slice(2);
const [width = 1080, height = 1920] = size.split('x').map(Number);
const ffmpegPath = process.env.FFMPEG_PATH ?? 'ffmpeg';
const portrait = portraitOf(presenter);
const workFolder = resolve(folder, portrait.id);
mkdirSync(workFolder, { recursive: true });
const track = JSON.parse(readFileSync(`${speech}.json`, 'utf8')) as SpeechTrack;
const head = createLocalHead({ ffmpeg: ffmpegAt(ffmpegPath, 'unknown'), assetsFolder });

const before = process.resourceUsage();
const work = await head.start(
  {
    portrait: await inputFile(portrait.portraitPath, 'image/webp'),
    ...(portrait.backgroundPath && { background: await inputFile(portrait.backgroundPath, 'image/webp') }),
    ...(portrait.mattePath && { matte: await inputFile(portrait.mattePath, 'image/png') }),
    face: portrait.face,
    speech: { audio: await inputFile(`${speech}.wav`, 'audio/wav'), track },
    frame: { width, height, framesPerSecond: 25 },
    seed: 1,
  },
  { signal: AbortSignal.timeout(600_000), workFolder, reportProgress: () => undefined },
);
const after = process.resourceUsage();
if (work.status !== 'completed') throw new Error('The local head did not complete.');
const { result } = work;
writeFileSync(join(workFolder, 'result.json'), JSON.stringify(result, null, 1));
await runProcess(
  ffmpegPath,
  [
    '-v',
    'error',
    '-y',
    '-i',
    result.videoPath,
    '-vf',
    'fps=3,scale=270:-2,tile=8x4',
    '-frames:v',
    '1',
    join(workFolder, 'sheet.jpg'),
  ],
  { timeoutMs: 60_000 },
);
const seconds = (after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime) / 1e6;
console.log(
  `${result.videoPath}: ${result.durationSeconds.toFixed(2)} s, ${(statSync(result.videoPath).size / 1e6).toFixed(2)} MB, ` +
    `own CPU ${(seconds / result.durationSeconds).toFixed(3)} s per second of video, encoders apart`,
);

async function inputFile(path: string, mime: string): Promise<InputFile> {
  const absolute = resolve(path);
  return { path: absolute, sha256: await sha256OfFile(absolute), mime, bytes: statSync(absolute).size };
}
