/**
 * What a user confirms before a picture of a person is used for the first time. A change of meaning raises the
 * version, and consent is asked for again.
 */
export const consentTextVersion = '2026-11';

export const consentText =
  'The person in the picture is an adult who agrees to this ad, or it is myself; it is no public figure; ' +
  'I hold the rights to the picture; it may be sent to the services named in the documentation.';
