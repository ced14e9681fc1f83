/**
 * What the owner of a clip may wonder about: the face could not be seen for longer than a moment, and the circle stayed
 * where it was, followed the body, or stands in the middle; or there was nobody to cut out in a good part of the video.
 */
export const overlayDoubts = ['face-held', 'face-by-body', 'face-unseen', 'person-missing'] as const;
export type OverlayDoubt = (typeof overlayDoubts)[number];

/** Of a head video's frames: whoever is found in fewer is missed in the clip. */
export const usualPersonShare = 0.9;
