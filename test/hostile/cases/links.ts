/** Links that somebody sends as a background; `inside` counts every connection that is made to it. */
export interface HostileLink {
  readonly name: string;
  readonly link: (inside: number) => string;
}

const fixed = (link: string): HostileLink => ({ name: link, link: () => link });

/** All ways to write an address of this machine, of its neighbours or of a cloud's inside. */
const hosts = [
  ...[
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '017700000001',
    '127.0.0.1.',
  ],
  ...['0.0.0.0', '0', '10.0.0.1', '172.16.0.1', '192.168.0.1', '169.254.169.254', '100.64.0.1', '198.18.0.1'],
  ...[
    '224.0.0.1',
    '255.255.255.255',
    '192.0.2.1',
    '[::1]',
    '[::]',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]',
  ],
  ...['[::ffff:7f00:1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '[fe80::1]', '[fc00::1]'],
  ...[
    '[ff02::1]',
    '[2001:db8::1]',
    '１２７.0.0.1',
    '127。0。0。1',
    'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ',
    'localhost',
    'LOCALHOST.',
    'a.localhost',
  ],
];

export const hostileLinks: readonly HostileLink[] = [
  ...hosts.map((host) => ({ name: host, link: (inside: number) => `http://${host}:${inside}/clip.mp4` })),
  { name: 'a name before the host', link: (inside) => `http://shop.test@127.0.0.1:${inside}/` },
  { name: 'a name and a password', link: (inside) => `http://a:b@127.0.0.1:${inside}/` },
  { name: 'a backslash for a slash', link: (inside) => `http:\\\\127.0.0.1:${inside}\\clip.mp4` },
  { name: 'no slashes', link: (inside) => `http:127.0.0.1:${inside}` },
  { name: 'line breaks in it', link: (inside) => `ht\ntp://127.0.0.1:${inside}/\r\nHost: evil` },
  { name: 'another scheme in capitals', link: () => 'FILE:///etc/passwd' },
  ...[
    'file:///etc/passwd',
    'ftp://127.0.0.1/',
    'gopher://127.0.0.1:6379/_INFO',
    'data:video/mp4;base64,AAAA',
  ].map(fixed),
  ...[
    'javascript:alert(1)',
    'unix:/var/run/docker.sock',
    'concat:/etc/passwd',
    'subfile,,start,0,,:/etc/passwd',
  ].map(fixed),
  ...[
    'http://',
    'https://:443/',
    'http://[::1',
    'http://%00/',
    'http://127.0.0.1:99999/',
    '//127.0.0.1/',
    '',
  ].map(fixed),
  ...[22, 25, 53, 110, 135, 139, 445, 587].map((port) => fixed(`http://93.184.216.34:${port}/`)),
];
