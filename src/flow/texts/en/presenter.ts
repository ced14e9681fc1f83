import type { PortraitWarningKind } from '../../../domain/face/judge-portrait.ts';
import type { OwnPresenterOrigin } from '../../../domain/presenter/presenter-card.ts';
import type { presenter as shape } from '../ru/presenter.ts';
import { words } from './words.ts';

const origins: Record<OwnPresenterOrigin, string> = {
  photo: 'Your photo',
  edit: 'Your edited portrait',
  prompt: 'A portrait from your description',
};
const warnings: Record<PortraitWarningKind, string> = {
  'calmer-head-motion': 'The head is turned, so it will move more calmly.',
  'face-tilted': 'The head is tilted: an upright one would look more natural.',
  'people-in-background': 'There are more people in the background. Only the largest face will speak.',
};

export const presenter: typeof shape = {
  gallery: (_gender, page) => `<b>Choose a presenter</b>${page > 0 ? ` · page ${page + 1}` : ''}`,
  listed: (name, about) => `${name}: ${about}`,
  emptyGallery: 'Nobody here yet. Go back to the first page or upload a photo of your own.',
  changeGender: (other) => (other === 'female' ? '👩 Women' : '👨 Men'),
  uploadPhoto: '📷 My photo',
  own: (origin) => origins[origin],
  use: '✅ Choose',
  edit: '🎨 Edit',
  sendPhotoGender: '<b>Your own photo</b>\n\nWho is in it? It tells me which voices to offer first.',
  sendPhoto:
    '<b>Send a photo</b>\n\n' +
    'One person looking into the camera in good light, with the whole face visible, works best. Sent as a file it keeps its quality.\n\n' +
    'JPEG, PNG and WebP up to 20\u00a0MB will do.',
  checkingPhoto: '🔎 <b>Looking for the face…</b>\n\nThis takes a few seconds.',
  photoFound: '<b>I found the face.</b> The picture shows how I see it.',
  warning: (kind) => `⚠️ ${warnings[kind]}`,
  consent: (services) =>
    '<b>Before this portrait speaks, please confirm:</b>\n' +
    '• it shows an adult who agrees to this ad, or yourself;\n' +
    '• it shows no public figure;\n' +
    '• you hold the rights to the picture;\n' +
    (services.length === 0
      ? '• the portrait is processed here and sent nowhere.'
      : `• the portrait may be sent to these services: ${services.join(', ')}.`),
  consentKept:
    'I keep the time of your consent and a fingerprint of the portrait. You can withdraw it in your profile: the portrait and all made from it are then deleted.',
  consentYes: '✅ I confirm',
  consentNo: '✖️ No, delete it',
  editPrompt: (left, max) =>
    '<b>What shall I change?</b>\n\n' +
    'Tell me in words. For example:\n' +
    '<blockquote>kitchen background, a bit warmer\nblur the background and closer\nwhite background, brighter</blockquote>\n' +
    `Edits left: ${words.number(left)} of ${words.number(max)}. They are free.`,
  editAbilities:
    'The built-in editor can: show closer or wider, make it brighter, darker, warmer or cooler, change contrast and colours, black and white, mirror, blur the background or replace it (living room, kitchen, home office, cafe, street, warm wall, a plain colour).',
  editing: '🎨 <b>Editing the portrait…</b>\n\nThis usually takes a few seconds.',
  edited: (left, max) =>
    `<b>Done. How do you like it?</b>\n\nEdits left: ${words.number(left)} of ${words.number(max)}.`,
  applied: (what) => `Changed: ${what}.`,
  useEdited: '✅ Use this one',
  editFurther: '🎨 Edit further',
  backToOriginal: '↩️ Back to the original',
  deleteQuestion:
    '<b>Delete this portrait?</b>\n\nYour consent is withdrawn, and the portrait and everything made from it are deleted. This can’t be undone.',
  ownTitle: '<b>My portraits</b>',
  ownEmpty: 'None yet. You can upload a photo when you choose a presenter for an ad.',
  added: (date) => `Added on ${date}.`,
};
