export type Gender = 'female' | 'male';
export type AgeGroup = 'young' | 'adult' | 'elderly';

/** The same text in every language of the interface. */
export interface LocalText {
  readonly en: string;
  readonly ru: string;
}

export interface Presenter {
  readonly id: string;
  readonly gender: Gender;
  readonly ageGroup: AgeGroup;
  readonly name: LocalText;
  readonly description: LocalText;
  /** Absolute path of an RGBA picture with straight alpha. */
  readonly picturePath: string;
  /** Absolute path of the matching background plate, 1080×1920, opaque. */
  readonly backgroundPath: string;
}
