import type { AgeGroup, Gender, LocalText } from './presenter.ts';

export type OwnPresenterOrigin = 'photo' | 'edit' | 'prompt';

/** A face to pick in the gallery: one of the cast, or a person's own. */
export type PresenterCard =
  | {
      readonly kind: 'cast';
      readonly id: string;
      readonly name: LocalText;
      readonly description: LocalText;
      readonly gender: Gender;
      readonly ageGroup: AgeGroup;
    }
  | {
      readonly kind: 'own';
      readonly id: string;
      readonly origin: OwnPresenterOrigin;
      /** Asked for with the photo; voices are chosen by it. */
      readonly gender: Gender | undefined;
      readonly pictureKey: string;
      readonly pictureSha256: string;
      /** The picture with the face that was found drawn in. */
      readonly checkPictureKey: string | undefined;
      /** How often it was edited. */
      readonly edits: number;
      /** The cast id or own presenter's id that it was edited from. */
      readonly madeFrom: string | undefined;
      readonly hasConsent: boolean;
      readonly createdAt: Date;
    };
