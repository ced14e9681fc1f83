/** What a press may be forged with. */
export interface Forged {
  /** Of the screen that is shown. */
  readonly revision: number;
  /** Productions, presenters and tasks of somebody else, packed as buttons have them. */
  readonly theirs: string;
}

export interface HostileButton {
  readonly name: string;
  readonly data: (forged: Forged) => string;
}

const fixed = (name: string, data: string): HostileButton => ({ name, data: () => data });
const current = (name: string, rest: string): HostileButton => ({
  name,
  data: ({ revision }) => `${revision.toString(36)}.${rest}`,
});

const operatorButtons = ['ban', 'ban-sure', 'broadcast', 'cancel', 'retry', 'csv', 'jobs', 'see', 'stop'];
const anytimeButtons = ['listen-to', 'open-video', 'again', 'retry', 'flag'];

export const hostileButtons: readonly HostileButton[] = [
  fixed('nothing', ''),
  fixed('blanks', '   '),
  fixed('no name', '1.'),
  fixed('no revision', '.new'),
  fixed('a revision before the first', '-1.new'),
  fixed('a huge revision', 'zzzzzzzz.new'),
  fixed('a revision beyond all numbers', `${'z'.repeat(40)}.new`),
  fixed('a revision in capitals', '1Z.new'),
  fixed('a revision with a point', '1.5.new'),
  fixed('a revision that is no number', 'NaN.new'),
  fixed('64 bytes', 'x'.repeat(64)),
  fixed('65 bytes', `1.${'x'.repeat(63)}`),
  fixed('64 letters of four bytes', '😀'.repeat(32)),
  fixed('5 kB', '1.new:'.repeat(900)),
  fixed('the character NUL', '1.new\u0000'),
  fixed('a line break', '1.new\n'),
  fixed('JSON', '{"press":"new"}'),
  fixed('a tag', '1.<b>'),
  fixed('SQL', "1.new:' or 1=1 --"),
  fixed('an always-working name that nobody knows', '!all-credits'),
  fixed('an always-working name with a revision', '1.menu'),
  fixed('a screen’s name as one that always works', '!confirm'),
  fixed('a prototype as a name', '!constructor'),
  current('a name that no screen has', 'give-credits:1000'),
  current('a prototype as a name on the screen', 'constructor'),
  current('a name of another screen', 'confirm'),
  current('a deletion without a value', 'delete'),
  current('a page below the first', 'page:-1'),
  current('a page far beyond the last', 'page:99999999999'),
  current('a page that is no number', 'page:1e9'),
  current('an id that is none', 'take:~!!!!!!!!!!!!!!!!!!!!!!'),
  current('an id of too many letters', `take:~${'9'.repeat(22)}`),
  { name: 'the revision before', data: ({ revision }) => `${(revision - 1).toString(36)}.new` },
  { name: 'the revision after', data: ({ revision }) => `${(revision + 1).toString(36)}.new` },
  ...anytimeButtons.map((name) => ({
    name: `${name} of somebody else's video`,
    data: ({ theirs }: Forged) => `!${name}:${theirs}`,
  })),
  ...anytimeButtons.map((name) => fixed(`${name} of no video`, `!${name}`)),
  ...anytimeButtons.map((name) => fixed(`${name} of what is no id`, `!${name}:zero`)),
  ...['delete', 'confirm', 'cancel', 'presenter', 'open', 'video', 'take', 'agree'].map((name) => ({
    name: `${name} of somebody else's on the screen`,
    data: ({ revision, theirs }: Forged) => `${revision.toString(36)}.${name}:${theirs}`,
  })),
  ...operatorButtons.map((name) => ({
    name: `an operator's ${name} pressed by a user`,
    data: ({ theirs }: Forged) => `!op-${name}:${theirs.slice(1)}`,
  })),
];
