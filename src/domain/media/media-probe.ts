import type { Size } from '../geometry.ts';

/** What a user's video really is, read from the file and not from its name. */
export interface MediaProbe {
  readonly container: 'mp4' | 'mov' | 'webm';
  readonly durationSeconds: number;
  /** As shown: rotation is already applied. */
  readonly size: Size;
  /** Clockwise degrees that the container asks a player to turn the picture by. */
  readonly rotation: 0 | 90 | 180 | 270;
  readonly videoCodec: string;
  readonly framesPerSecond: number;
  /** True for HLG and PQ pictures, which must be tone-mapped before they are mixed with ordinary ones. */
  readonly highDynamicRange: boolean;
  readonly hasAudio: boolean;
}
