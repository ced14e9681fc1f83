/** What each stands for, costs and allows is in the tables of `providers/fal`. */
export const falHeadModels = [
  'omnihuman-1.5',
  'omnihuman-1.0',
  'kling-avatar-2-standard',
  'kling-avatar-2-pro',
  'fabric-1.0',
] as const;
export type FalHeadModel = (typeof falHeadModels)[number];

export const falHeadResolutions = ['480p', '720p', '1080p'] as const;
export type FalHeadResolution = (typeof falHeadResolutions)[number];

export const falPictureModels = ['nano-banana', 'nano-banana-pro'] as const;
export type FalPictureModel = (typeof falPictureModels)[number];
