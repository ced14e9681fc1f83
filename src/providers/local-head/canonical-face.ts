/** Index lists of MediaPipe's face mesh; left and right are the viewer's. */
export const facePointCount = 468;

export const faceOval = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
  150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
] as const;

/** From the viewer's left corner to the right one; both chains share their ends. */
export const upperInnerLip = [78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308] as const;
export const lowerInnerLip = [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308] as const;

/** Pairs of inner-lip points whose mean distance, over 10–152, is the mouth's gap as a camera reads it. */
export const lipGapPairs = [
  [13, 14],
  [82, 87],
  [312, 317],
] as const;

export interface EyeTopology {
  /** Lid edges between the corners, in the same order. */
  readonly upperLid: readonly number[];
  readonly lowerLid: readonly number[];
  readonly corners: readonly [number, number];
  /** The next rings outward above the upper lid: its fold, then the skin below the brow. */
  readonly fold: readonly number[];
  readonly underBrow: readonly number[];
  /** Points round the eye that a blink leaves where they are. */
  readonly still: readonly number[];
  readonly iris: number;
}

export const eyes: readonly [EyeTopology, EyeTopology] = [
  {
    upperLid: [246, 161, 160, 159, 158, 157, 173],
    lowerLid: [7, 163, 144, 145, 153, 154, 155],
    corners: [33, 133],
    fold: [247, 30, 29, 27, 28, 56, 190],
    underBrow: [113, 225, 224, 223, 222, 221, 189],
    still: [
      70, 63, 105, 66, 107, 33, 133, 110, 24, 23, 22, 26, 112, 130, 25, 243, 244, 226, 31, 228, 229, 230, 231,
      232,
    ],
    iris: 468,
  },
  {
    upperLid: [466, 388, 387, 386, 385, 384, 398],
    lowerLid: [249, 390, 373, 374, 380, 381, 382],
    corners: [263, 362],
    fold: [467, 260, 259, 257, 258, 286, 414],
    underBrow: [342, 445, 444, 443, 442, 441, 413],
    still: [
      300, 293, 334, 296, 336, 263, 362, 339, 254, 253, 252, 256, 341, 359, 255, 463, 464, 446, 261, 448, 449,
      450, 451, 452,
    ],
    iris: 473,
  },
];
