import { createCanvas } from '@napi-rs/canvas';
import { PageStandIn } from './page-stand-in.ts';

export const anna = {
  id: 11,
  first_name: 'Анна',
  last_name: 'Котова',
  username: 'anna',
  language_code: 'ru',
};
export const tom = { id: 12, first_name: 'Tom', language_code: 'en' };
export const groupId = -500;

/** Two people, the operators' group with both, and a few files. */
export function chatScene(): PageStandIn {
  const sandbox = new PageStandIn();
  sandbox.addUser(anna);
  sandbox.addUser(tom);
  sandbox.addChat({ id: groupId, type: 'group', title: 'Operators', userIds: [anna.id, tom.id] });
  for (const [name, width, height] of [
    ['tall', 90, 160],
    ['wide', 160, 90],
    ['square', 100, 100],
  ] as const) {
    sandbox.files.set(name, { bytes: picture(width, height), type: 'image/png' });
  }
  return sandbox;
}

/** A PNG in one colour. */
export function picture(width: number, height: number): Uint8Array<ArrayBuffer> {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#2a8bd8';
  context.fillRect(0, 0, width, height);
  return new Uint8Array(canvas.toBuffer('image/png'));
}

export const photoOf = (name: string, width = 100, height = 100) => [{ file_id: name, width, height }];

/** One of each kind, by the name that the page gives it. */
export const everyKind: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  photo: { photo: photoOf('square'), caption: 'A photo' },
  video: {
    video: { file_id: 'clip', width: 90, height: 160, duration: 75, cover: photoOf('tall', 90, 160) },
  },
  animation: {
    animation: { file_id: 'square', width: 100, height: 100, duration: 2, mime_type: 'image/gif' },
  },
  audio: { audio: { file_id: 'sound', duration: 65, title: 'Take 1', performer: 'Irina', file_size: 2048 } },
  voice: { voice: { file_id: 'sound', duration: 4 } },
  'video-note': {
    video_note: { file_id: 'clip', length: 200, duration: 3, thumbnail: photoOf('square')[0] },
  },
  document: { document: { file_id: 'paper', file_name: 'brief.pdf', file_size: 1_572_864 } },
  sticker: { sticker: { file_id: 'square', width: 100, height: 100, emoji: '🙂' } },
  invoice: { invoice: { title: 'Ten videos', description: 'Credits', currency: 'XTR', total_amount: 250 } },
  contact: { contact: { phone_number: '+15550100', first_name: 'Kim' } },
  location: { location: { latitude: 55.75, longitude: 37.61 } },
  venue: { venue: { title: 'Café', address: 'Main street 1', location: { latitude: 1, longitude: 2 } } },
  dice: { dice: { emoji: '🎲', value: 4 } },
  poll: { poll: { question: 'Which one?', options: [{ text: 'Left' }, { text: 'Right' }] } },
};
