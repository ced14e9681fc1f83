import { sha256 } from '../../platform/files/sha256.ts';
import type { OwnPresenter } from '../../store/own-presenters.ts';

/** Where files of one person are kept; nobody reads a name out of it. */
export function ownerPart(personId: string): string {
  return sha256(personId).slice(0, 16);
}

/** Never shared with another upload: it goes when its presenter goes. */
export function ownPictureKey(
  personId: string,
  pictureSha256: string,
  format: 'jpeg' | 'png' | 'webp',
): string {
  const extension = format === 'jpeg' ? 'jpg' : format;
  return `presenters/${ownerPart(personId)}/${pictureSha256}.${extension}`;
}

/** The picture with the faces drawn in that were found. */
export function checkPictureKey(personId: string, pictureSha256: string): string {
  return `checks/${ownerPart(personId)}/${pictureSha256.slice(0, 32)}.jpg`;
}

export function filesOfPresenter(presenter: OwnPresenter): { key: string; presenterId: string }[] {
  const keys = [presenter.pictureKey, presenter.checkPictureKey ?? []].flat();
  return keys.map((key) => ({ key, presenterId: presenter.id }));
}

/** Everything drawn for the chat with faces of the person's own in it. */
export function ownDrawingsFolder(personId: string): string {
  return `drawings/${ownerPart(personId)}`;
}

/** The same picture of the same person is the same presenter: a UUID (version 8) made of both. */
export function presenterIdOf(personId: string, pictureSha256: string): string {
  const hex = sha256(`${personId}\n${pictureSha256}`);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join('-');
}
