import type { GoldenClip, GoldenStudio, Meter, NegativeControl, Workbench } from './golden-clip.ts';
import { type GoldenItem, goldenName } from './golden-set.ts';
import { meetsLimit, type Reading } from './reading.ts';

/** As many clips at a time as the smallest machine has cores. */
const concurrentClips = 2;

export interface ClipReadings {
  readonly clip: string;
  readonly readings: readonly Reading[];
}

export interface ControlOutcome {
  readonly control: string;
  readonly clip: string;
  /** True where the meter noticed what was spoilt. */
  readonly noticed: boolean;
  readonly readings: readonly Reading[];
}

export interface QualityReport {
  readonly clips: readonly ClipReadings[];
  readonly controls: readonly ControlOutcome[];
  readonly passed: boolean;
}

export interface QualityRun {
  readonly studio: GoldenStudio;
  readonly items: readonly GoldenItem[];
  readonly meters: readonly Meter[];
  readonly controls: readonly NegativeControl[];
  /** Spoilt clips are made here; the caller removes it. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (line: string) => void;
}

/** Makes the clips, measures them, then spoils them one thing at a time and looks whether the meters notice. */
export async function measureGoldenSet(run: QualityRun): Promise<QualityReport> {
  const { studio, folder, signal } = run;
  const bench: Workbench = { ffmpeg: studio.ffmpeg, faces: studio.faces, folder, signal };
  const made: GoldenClip[] = [];
  const clips = await eachInTurn(run.items, async (item) => {
    const clip = await studio.make(item, signal);
    made.push(clip);
    const readings: Reading[] = [];
    for (const meter of run.meters) readings.push(...(await meter.measure(clip, bench)));
    run.onProgress?.(`measured ${goldenName(item)}`);
    return { clip: goldenName(item), readings };
  });
  const controls = (await eachInTurn(made, (clip) => controlsOf(run, clip, made, bench))).flat();
  return { clips, controls, passed: hasPassed(run, clips, controls) };
}

async function controlsOf(
  run: QualityRun,
  clip: GoldenClip,
  made: readonly GoldenClip[],
  bench: Workbench,
): Promise<readonly ControlOutcome[]> {
  const others = made.filter(({ item }) => item.id !== clip.item.id);
  const outcomes: ControlOutcome[] = [];
  for (const { name, meter, mustMiss, spoil, atMostClips } of run.controls) {
    if (rankInLanguage(clip, made) >= (atMostClips ?? Number.POSITIVE_INFINITY)) continue;
    const spoilt = await spoil(clip, others, bench);
    if (!spoilt) continue;
    const readings = (await meter.measure(spoilt, bench)).filter((reading) =>
      mustMiss.includes(reading.name),
    );
    const noticed = readings.some((reading) => !meetsLimit(reading));
    outcomes.push({ control: name, clip: goldenName(clip.item), noticed, readings });
  }
  run.onProgress?.(`spoilt ${goldenName(clip.item)} in ${outcomes.length} ways`);
  return outcomes;
}

function rankInLanguage(clip: GoldenClip, made: readonly GoldenClip[]): number {
  return made.filter(({ item }) => item.language === clip.item.language).indexOf(clip);
}

/** Every reading within its limit, every control noticed, and no control that was never tried. */
function hasPassed(
  run: QualityRun,
  clips: readonly ClipReadings[],
  controls: readonly ControlOutcome[],
): boolean {
  const tried = new Set(controls.map(({ control }) => control));
  return (
    clips.length > 0 &&
    clips.every(({ readings }) => readings.length > 0 && readings.every(meetsLimit)) &&
    controls.every(({ noticed }) => noticed) &&
    run.controls.every(({ name }) => tried.has(name))
  );
}

/** Results in the order of `inputs`; the first failure ends the rest. */
async function eachInTurn<Input, Result>(
  inputs: readonly Input[],
  work: (input: Input) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(inputs.length);
  const waiting = [...inputs.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: concurrentClips }, worker));
  return results;
}
