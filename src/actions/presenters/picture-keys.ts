import { uuidOfHash } from '../../kernel/uuid.ts';
import { sha256 } from '../../platform/files/sha256.ts';

/** Where files of one person are kept; nobody reads a name out of it. */
function ownerPart(personId: string): string {
  return sha256(personId).slice(0, 16);
}

/** All that is kept of one picture of a person: it goes when its presenter goes. */
export function pictureFolder(personId: string, pictureSha256: string): string {
  return `presenters/${ownerPart(personId)}/${pictureSha256}`;
}

/** The picture with the faces drawn in that were found. */
export function checkPictureKey(personId: string, pictureSha256: string): string {
  return `${pictureFolder(personId, pictureSha256)}/check.jpg`;
}

/** Drawings for the chat that show several presenters, one of the person's own among them. */
export function ownSheetsFolder(personId: string): string {
  return `drawings/${ownerPart(personId)}`;
}

/** The same picture of the same person is the same presenter. */
export function presenterIdOf(personId: string, pictureSha256: string): string {
  return uuidOfHash(sha256(`${personId}\n${pictureSha256}`));
}
