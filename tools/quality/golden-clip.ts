import type { FrameFormat } from '../../src/domain/ad/ad.ts';
import type { Box } from '../../src/domain/geometry.ts';
import type { SpeechTrack } from '../../src/domain/speech/speech.ts';
import type { SubtitleTrack } from '../../src/domain/subtitles/subtitle-track.ts';
import type { Ffmpeg } from '../../src/platform/ffmpeg/ffmpeg.ts';
import type { FaceAnalysisPort } from '../../src/ports/face-analysis.ts';
import type { MouthCurve } from '../../src/ports/talking-head.ts';
import type { InputFile } from '../../src/ports/work.ts';
import type { GoldenItem } from './golden-set.ts';
import type { Reading } from './reading.ts';

/** A finished ad with all that is known of how it was meant to be. */
export interface GoldenClip {
  readonly item: GoldenItem;
  /** The ad as it is delivered: the head fills the frame, subtitles are burnt in. */
  readonly video: InputFile;
  /** The same ad without subtitles: what differs is theirs. */
  readonly videoWithoutSubtitles?: InputFile;
  readonly frame: FrameFormat;
  /** The speech as it came from its engine. */
  readonly speech: InputFile;
  readonly track: SpeechTrack;
  readonly mouthCurve: MouthCurve;
  /** In pixels of `video`; found by itself when absent. */
  readonly faceBox?: Box;
  readonly subtitles?: SubtitleTrack;
  /** What the montage said it had to drop. */
  readonly missingGlyphs: readonly string[];
}

/** What meters work with: the product's own ffmpeg and eyes, and a folder that is removed at the end. */
export interface Workbench {
  readonly ffmpeg: Ffmpeg;
  readonly faces: FaceAnalysisPort;
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** The product as the golden set drives it. */
export interface GoldenStudio {
  readonly ffmpeg: Ffmpeg;
  readonly faces: FaceAnalysisPort;
  /** Makes the ad in the product's own way; files stay until `close`. */
  make(item: GoldenItem, signal: AbortSignal): Promise<GoldenClip>;
  close(): Promise<void>;
}

export interface Meter {
  readonly name: string;
  measure(clip: GoldenClip, bench: Workbench): Promise<readonly Reading[]>;
}

/** A clip with one thing spoilt: a meter that doesn't notice measures nothing. */
export interface NegativeControl {
  readonly name: string;
  readonly meter: Meter;
  /** Names of readings of which at least one must miss its limit. */
  readonly mustMiss: readonly string[];
  /** For what is dear to spoil or to measure: the first clips of each language that can be spoilt. All when absent. */
  readonly atMostClips?: number;
  /** `others` are clips of other texts. Undefined where this clip can't be spoilt that way. */
  spoil(clip: GoldenClip, others: readonly GoldenClip[], bench: Workbench): Promise<GoldenClip | undefined>;
}
