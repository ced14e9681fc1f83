import type { FrameFormat } from '../../src/domain/ad/ad.ts';
import type { GoldenItem } from '../quality/golden-set.ts';
import type { Reading } from '../quality/reading.ts';
import type { MontageBenchRow } from './montage-bench.ts';

/** What `subject.ts` can be asked to do in a process of its own: the product's work, nothing of the measuring. */
export interface SubjectTasks {
  /** Text to the talking head's MP4. */
  readonly head: {
    readonly request: { readonly item: GoldenItem; readonly frame: FrameFormat; readonly folder: string };
    readonly answer: { readonly videoSeconds: number };
  };
  /** All that a montage needs, made beforehand and kept in the folder: speech, head with matte, background. */
  readonly prepare: {
    readonly request: { readonly item: GoldenItem; readonly folder: string };
    readonly answer: { readonly videoSeconds: number };
  };
  /** Overlay and montage of what was prepared; `foreign` leaves out the matte, as for a head made elsewhere. */
  readonly montage: {
    readonly request: {
      readonly folder: string;
      readonly shape: 'circle' | 'cutout';
      readonly foreign: boolean;
    };
    readonly answer: { readonly videoSeconds: number };
  };
  /** An ad by the product's own door, its data in the folder; the calls are those that found no kept result. */
  readonly order: {
    readonly request: { readonly item: GoldenItem; readonly folder: string; readonly edit: Edit };
    readonly answer: {
      readonly speechCalls: number;
      readonly headCalls: number;
      readonly montageCalls: number;
    };
  };
  /** The montage figures, whose inputs need neither speech nor head: medians of so many runs. */
  readonly montages: {
    readonly request: { readonly folder: string; readonly runs: number };
    readonly answer: { readonly rows: readonly MontageBenchRow[] };
  };
  /** `cpuSeconds` is the work alone, as in a program that runs already: without the start of a process. */
  readonly preview: {
    readonly request: { readonly folder: string };
    readonly answer: { readonly videoSeconds: number; readonly cpuSeconds: number };
  };
  /** Medians of so many runs each, of the work alone. */
  readonly stills: {
    readonly request: { readonly folder: string; readonly runs: number };
    readonly answer: { readonly rows: readonly StillRow[] };
  };
}

export interface StillRow {
  readonly what: string;
  readonly cpuSeconds: number;
  /** The first look at a head made elsewhere has no bar: the models must look at it. */
  readonly isFirstLook: boolean;
}

export type SubjectTask = keyof SubjectTasks;

/** What an advertiser changes on an ad that is made already. */
export const edits = ['none', 'subtitles', 'frame', 'template'] as const;
export type Edit = (typeof edits)[number];

export type Measured<Answer> = Answer & { readonly treeCpuSeconds: number; readonly wallSeconds: number };

export interface BenchContext {
  readonly runs: number;
  /** Removed at the end. */
  readonly folder: string;
  subject<Task extends SubjectTask>(
    task: Task,
    request: SubjectTasks[Task]['request'],
  ): Promise<Measured<SubjectTasks[Task]['answer']>>;
  tell(line: string): void;
}

export interface Bench {
  readonly name: string;
  measure(context: BenchContext): Promise<readonly Reading[]>;
}

/** Fifteen seconds of speech, as long as a background may be. */
export const longItem: GoldenItem = {
  id: 'en-long',
  language: 'en',
  presenterId: 'amina',
  script:
    "Hey, I've been using this app for a month and my bills dropped by 50 percent. Maybe try it? " +
    'Stop paying for big subscriptions that nobody uses. Ten minutes, one phone, no problem. ' +
    'It finds every payment and asks you before the next one. Become free by spring!',
};

export async function repeat<Result>(times: number, work: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let run = 0; run < times; run += 1) results.push(await work());
  return results;
}
