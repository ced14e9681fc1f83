/** Ways to change a link to a kept file that was signed for an hour. */
export interface HostileSignedLink {
  readonly name: string;
  readonly change: (url: URL) => string;
}

const query = (name: string, change: (url: URL) => void): HostileSignedLink => ({
  name,
  change: (url) => {
    change(url);
    return url.href;
  },
});
const path = (name: string, made: string): HostileSignedLink => ({
  name,
  change: (url) => `${url.origin}${made}${url.search}`,
});

export const hostileSignedLinks: readonly HostileSignedLink[] = [
  query('without a signature', (url) => url.searchParams.delete('signature')),
  query('with an empty signature', (url) => url.searchParams.set('signature', '')),
  query('with half a signature', (url) =>
    url.searchParams.set('signature', url.searchParams.get('signature')?.slice(0, 32) ?? ''),
  ),
  query('with a signature of zeros', (url) => url.searchParams.set('signature', '0'.repeat(64))),
  query('with a signature that is no hex', (url) => url.searchParams.set('signature', 'z'.repeat(64))),
  query('with a signature of 100 kB', (url) => url.searchParams.set('signature', 'a'.repeat(8000))),
  query('without an end', (url) => url.searchParams.delete('expires')),
  query('with a later end', (url) => url.searchParams.set('expires', '9999999999')),
  query('with an end that never comes', (url) => url.searchParams.set('expires', 'Infinity')),
  query('with an end that is no number', (url) => url.searchParams.set('expires', 'NaN')),
  query('with an end below zero', (url) => url.searchParams.set('expires', '-1')),
  path('for another file', '/files/results/other/video.mp4'),
  path('for a file above', '/files/../files/results/other/video.mp4'),
  path('for a file above, encoded', '/files/%2e%2e/%2e%2e/etc/passwd'),
  path('with encoded slashes', '/files/results%2Fother%2Fvideo.mp4'),
  path('with encoded backslashes', '/files/..%5c..%5cetc%5cpasswd'),
  path('with the character NUL', '/files/results/own/video.mp4%00.txt'),
  path('for the signing key itself', '/files/link-secret'),
  path('for a folder', '/files/results/own/'),
  path('for nothing', '/files/'),
  path('for a file within a file', '/files/results/own/video.mp4/x'),
  path('with the path twice', '/files/results/other/files/results/own/video.mp4'),
  path('in capitals', '/files/RESULTS/own/video.mp4'),
  path('that can not be decoded', '/files/%E0%A4%A'),
];
