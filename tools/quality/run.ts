import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../../src/platform/config/read-config.ts';
import { resolveFfmpeg } from '../../src/platform/ffmpeg/resolve-ffmpeg.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import { describeMachine, machineLine } from '../bench/machine.ts';
import { syncAndSoundControls } from './controls.ts';
import { createSubtitleMeter, subtitleControls } from './golden-subtitles.ts';
import { openGoldenStudio } from './golden-studio.ts';
import { type GoldenSize, goldenSet, goldenSizes } from './golden-set.ts';
import { measureGoldenSet, type QualityReport } from './measure-golden-set.ts';
import { reportLines } from './print-report.ts';
import { soundMeter } from './sound-meter.ts';
import { canRead } from './subtitle-ocr.ts';
import { createSyncMeter } from './sync-meter.ts';
import { measureWalks } from './walk/measure-walks.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    golden: { type: 'string', default: 'full' },
    walk: { type: 'boolean', default: false },
  },
});
if (!goldenSizes.includes(values.golden as GoldenSize)) {
  throw new Error(`--golden is ${values.golden}; allowed are ${goldenSizes.join(', ')}.`);
}

const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort());
process.once('SIGTERM', () => stopping.abort());

const ffmpegPath = process.env.FFMPEG_PATH;
const ffmpeg = await resolveFfmpeg(
  readConfig(ffmpegPath ? { FFMPEG_PATH: ffmpegPath } : {}).ffmpeg,
  silentLog,
);
const onProgress = (line: string) => console.log(`  ${line}`);

const folder = await mkdtemp(join(tmpdir(), 'ugc-quality-'));
try {
  const machine = describeMachine(ffmpeg.path);
  console.log(machineLine(machine));
  const report = values.walk
    ? await measureWalks({ folder, signal: stopping.signal, onProgress })
    : await measureGolden(folder);
  console.log(`\n${reportLines(report).join('\n')}`);
  if (values.json) await writeFile(values.json, `${JSON.stringify({ machine, ...report }, null, 2)}\n`);
  process.exitCode = report.passed ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measureGolden(folder: string): Promise<QualityReport> {
  const studio = await openGoldenStudio(join(folder, 'data'));
  try {
    const syncMeter = createSyncMeter();
    const readsText = (await canRead('ru')) && (await canRead('en'));
    if (!readsText)
      console.log('Reading subtitles back: not measured, tesseract with rus and eng is not installed.');
    // Where everything is installed for the purpose, a skipped meter is a failure.
    const subtitleMeter = createSubtitleMeter(process.env.CI === 'true');
    return await measureGoldenSet({
      studio,
      items: goldenSet(values.golden as GoldenSize),
      meters: [syncMeter, soundMeter, subtitleMeter],
      controls: [...syncAndSoundControls(syncMeter), ...subtitleControls(subtitleMeter, readsText)],
      folder,
      signal: stopping.signal,
      onProgress,
    });
  } finally {
    await studio.close();
  }
}
