import { silentLog } from '../../src/platform/log/log.ts';
import { firstUserIds } from '../../src/sandbox/first-people.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';

/** A sandbox in a process of its own, to be killed: it tells its parent how to reach it. */
const [, , folder = ''] = process.argv;
const sandbox = await createSandbox({ folder, log: silentLog });
const { apiRoot } = await sandbox.listen(0);
await sandbox.act({ act: 'start', userId: firstUserIds.english });
process.send?.({ apiRoot, token: sandbox.token, userId: firstUserIds.english });
