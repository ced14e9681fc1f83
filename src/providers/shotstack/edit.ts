/** The part of Shotstack's Edit that is used here, as its schema package 1.18.3 has it; unknown properties are refused. */
export interface Edit {
  readonly timeline: {
    readonly background: string;
    /** False: what was fetched is not kept for other renders. */
    readonly cache: boolean;
    /** The first is the top one. Clips of one track must not overlap in time. */
    readonly tracks: readonly Track[];
  };
  readonly output: {
    readonly format: 'mp4';
    readonly size: { readonly width: number; readonly height: number };
    readonly fps: number;
    readonly quality: 'high';
    readonly destinations: readonly [{ readonly provider: 'shotstack'; readonly exclude: true }];
  };
  readonly callback?: string;
}

export interface Track {
  readonly clips: readonly Clip[];
}

/** Times in seconds. */
export interface Clip extends Placement {
  readonly asset: Asset;
  readonly start: number;
  readonly length: number;
  readonly opacity?: readonly Tween[];
}

export interface Placement {
  /** 'crop' covers the frame or box (CSS `cover`); 'none' keeps the picture's own pixels. */
  readonly fit?: 'crop' | 'none';
  /** The box that `fit` works on, in pixels; the frame unless given. */
  readonly width?: number;
  readonly height?: number;
  readonly position?: 'topLeft';
  /** Fractions of the frame's width (to the right) and height (upwards). */
  readonly offset?: { readonly x: number; readonly y: number };
}

export type Asset =
  | {
      readonly type: 'video';
      readonly src: string;
      readonly trim?: number;
      /** 0–1: it can only turn down. */
      readonly volume: Volume;
      /** 0–10. */
      readonly speed?: number;
      /** Made readable for the renderer first: rotation, odd rates and codecs. It may cost an alpha channel. */
      readonly transcode?: true;
    }
  | { readonly type: 'audio'; readonly src: string; readonly volume: Volume }
  | { readonly type: 'image'; readonly src: string };

export type Volume = number | readonly Tween[];

/** From one value to another; `start` is the clip's own time. */
export interface Tween {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly length: number;
  readonly interpolation: 'linear';
}
