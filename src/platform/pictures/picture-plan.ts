export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels, from the top left; later layers cover earlier ones. */
export type PictureLayer =
  | {
      readonly draw: 'image';
      /** Absolute path of a PNG, JPEG or WebP of our own making, or one that was checked and made upright. */
      readonly path: string;
      /** What of it is shown; all of it when absent. Its shape should be the target's. */
      readonly source?: Area;
      readonly target: Area;
      readonly cornerRadius?: number;
      readonly opacity?: number;
      /** Gaussian, its standard deviation in pixels. */
      readonly blurPx?: number;
      /** Fades out so far along each edge that lies inside the picture; shows all of the source. */
      readonly featherPx?: number;
    }
  | {
      readonly draw: 'fill';
      /** One CSS colour, or several from top to bottom. */
      readonly colours: readonly [string, ...string[]];
      readonly target: Area;
      readonly cornerRadius?: number;
      /** 'under': behind what is there; 'inside': only where something is there. */
      readonly place?: 'over' | 'under' | 'inside';
    }
  | {
      readonly draw: 'text';
      readonly text: string;
      /** Middle of the line, or its start. */
      readonly x: number;
      /** Middle of the letters' height. */
      readonly y: number;
      readonly align: 'start' | 'middle';
      /** Of the letters, in pixels; made smaller where the text would be wider than `maxWidth`. */
      readonly size: number;
      readonly maxWidth: number;
      readonly family: string;
      readonly colour: string;
      readonly shadow?: string;
    };

export interface PicturePlan {
  readonly width: number;
  readonly height: number;
  readonly layers: readonly PictureLayer[];
  /** Only these are used: a machine's own fonts differ. */
  readonly fonts: readonly { readonly path: string; readonly family: string }[];
  readonly output: { readonly path: string; readonly format: 'png' | 'jpeg'; readonly quality?: number };
}
