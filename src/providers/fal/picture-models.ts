import type { FalPictureModel } from '../../platform/config/fal-models.ts';

export interface PictureModel {
  /** Changes a picture. */
  readonly editEndpoint: string;
  /** Makes one of words alone. */
  readonly makeEndpoint: string;
  readonly usdPerPicture: number;
  /** Seconds that a picture takes, roughly: only for the progress bar. */
  readonly paceSeconds: number;
  /** Beside prompt, pictures, number and format. */
  readonly extraInput: Readonly<Record<string, string>>;
}

/** Inputs by fal's published schemas, prices by its model pages, November 2026. */
export const pictureModels: Readonly<Record<FalPictureModel, PictureModel>> = {
  'nano-banana': {
    editEndpoint: 'fal-ai/nano-banana/edit',
    makeEndpoint: 'fal-ai/nano-banana',
    usdPerPicture: 0.039,
    paceSeconds: 12,
    extraInput: {},
  },
  'nano-banana-pro': {
    editEndpoint: 'fal-ai/nano-banana-pro/edit',
    makeEndpoint: 'fal-ai/nano-banana-pro',
    usdPerPicture: 0.15,
    paceSeconds: 30,
    // Costs what 1K costs; 4K costs twice as much.
    extraInput: { resolution: '2K' },
  },
};
