import { expect, it } from 'vitest';
import { shareLink } from './share-link.ts';

const id = '1AbC-dEf_GhIjKlMnOpQrStUvWxYz0123';
const driveFile = `https://drive.usercontent.google.com/download?id=${id}&export=download&confirm=t`;

it.each([
  `https://drive.google.com/file/d/${id}/view?usp=sharing`,
  `https://drive.google.com/file/u/0/d/${id}/edit`.replace('/u/0', ''),
  `https://drive.google.com/a/company.com/file/d/${id}/preview`,
  `https://drive.google.com/open?id=${id}`,
  `https://drive.google.com/uc?id=${id}&export=download`,
  `https://docs.google.com/uc?export=download&id=${id}`,
  `  http://drive.google.com/file/d/${id}  `,
])('turns %s into the file behind it, past the virus warning', (link) => {
  expect(shareLink(link)).toEqual({ kind: 'direct', url: driveFile, service: 'google-drive' });
});

it('keeps the second key that old links of Drive need', () => {
  const link = `https://drive.google.com/file/d/${id}/view?resourcekey=0-abc`;
  expect(shareLink(link)).toMatchObject({ url: `${driveFile}&resourcekey=0-abc` });
});

it.each([
  [
    'https://www.dropbox.com/scl/fi/abc/my%20clip.mp4?rlkey=k3y&st=x&dl=0',
    'https://www.dropbox.com/scl/fi/abc/my%20clip.mp4?rlkey=k3y&st=x&dl=1',
  ],
  ['https://www.dropbox.com/s/abc/clip.mp4', 'https://www.dropbox.com/s/abc/clip.mp4?dl=1'],
  ['https://dropbox.com/s/abc/clip.mp4?raw=1', 'https://www.dropbox.com/s/abc/clip.mp4?dl=1'],
])('asks Dropbox for the file and not for its page: %s', (link, url) => {
  expect(shareLink(link)).toEqual({ kind: 'direct', url, service: 'dropbox' });
});

it.each([
  ['https://drive.google.com/drive/folders/1AbC-dEf_GhIjKl', 'folder', 'google-drive'],
  ['https://www.dropbox.com/scl/fo/abc/xyz?rlkey=1', 'folder', 'dropbox'],
  ['https://www.dropbox.com/home', 'page', 'dropbox'],
  ['https://drive.google.com/drive/my-drive', 'page', 'google-drive'],
  ['https://drive.google.com/file/d/../../x/view', 'page', 'google-drive'],
  ['https://disk.yandex.ru/i/abc', 'page', 'yandex-disk'],
  ['https://yadi.sk/i/abc', 'page', 'yandex-disk'],
  ['https://www.youtube.com/watch?v=abc', 'page', 'youtube'],
  ['https://youtu.be/abc', 'page', 'youtube'],
  ['https://t.me/channel/5', 'page', 'telegram'],
])('knows that %s is a %s of %s', (link, kind, service) => {
  expect(shareLink(link)).toEqual({ kind, service });
});

it.each([
  'https://cdn.example.com/a.mp4?token=1',
  'https://notyoutube.com/a.mp4',
  'http://drive.google.com.evil.example/file/d/1',
])('leaves %s as it is', (link) => {
  expect(shareLink(link)).toEqual({ kind: 'direct', url: link });
});

it.each([
  '',
  'clip.mp4',
  'ftp://host/clip.mp4',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:video/mp4,x',
])('takes %j for no link', (link) => {
  expect(shareLink(link)).toBeUndefined();
});
