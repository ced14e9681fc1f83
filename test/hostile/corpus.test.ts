import { expect, it } from 'vitest';
import { hostileButtons } from './cases/buttons.ts';
import { foreignRequests, forgedWebhooks } from './cases/doors.ts';
import { hostileLinks } from './cases/links.ts';
import { hostileCells, hostileCommands, hostilePresses } from './cases/operators.ts';
import { hostileSignedLinks } from './cases/signed-links.ts';
import { borrowedCommands, misshapenUpdates, writtenUpdates } from './cases/updates.ts';

const named = (cases: readonly { readonly name: string }[]) => cases.map(({ name }) => name);

/** Videos, pictures, archives and subtitles are in the tests of their own readers, beside these. */
const corpus: Readonly<Record<string, readonly string[]>> = {
  'misshapen updates': named(misshapenUpdates),
  'borrowed commands': named(borrowedCommands),
  'written updates': named(writtenUpdates),
  buttons: named(hostileButtons),
  webhooks: named(forgedWebhooks),
  'requests of other sites': named(foreignRequests),
  'links to fetch': named(hostileLinks),
  'signed links': named(hostileSignedLinks),
  "operators' commands": hostileCommands,
  "operators' presses": hostilePresses,
  'cells of a table': hostileCells,
};

it('the corpus has more than four hundred cases, none of them twice', () => {
  for (const names of Object.values(corpus)) expect(new Set(names).size).toBe(names.length);
  expect(Object.values(corpus).flat().length).toBeGreaterThan(400);
});
