export const adFormats = ['talking_head', 'character_with_background'] as const;
export type AdFormat = (typeof adFormats)[number];

/** How head and background share the frame; only for `character_with_background`. */
export const templates = ['basic', 'overlay', 'circle', 'mix_basic_overlay', 'mix_basic_circle'] as const;
export type Template = (typeof templates)[number];

export const aspects = ['9:16', '1:1', '16:9', '4:5'] as const;
export type Aspect = (typeof aspects)[number];

/** Weakest first: a user may move to the right of the operator's choice, never to its left. */
export const disclosures = ['none', 'badge', 'label'] as const;
export type Disclosure = (typeof disclosures)[number];

export interface FrameFormat {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
}

/** Output sizes of the product's section 2: the shorter side is 1080 pixels. */
export const frameOfAspect: Readonly<Record<Aspect, FrameFormat>> = {
  '9:16': { width: 1080, height: 1920, framesPerSecond: 30 },
  '1:1': { width: 1080, height: 1080, framesPerSecond: 30 },
  '16:9': { width: 1920, height: 1080, framesPerSecond: 30 },
  '4:5': { width: 1080, height: 1350, framesPerSecond: 30 },
};

/**
 * A head has 25 frames per second: alone it keeps them, so that none is shown twice. Over a background, most of which
 * have 30, the clip has 30.
 */
export function outputFrame(aspect: Aspect, format: AdFormat): FrameFormat {
  return { ...frameOfAspect[aspect], framesPerSecond: format === 'talking_head' ? 25 : 30 };
}
