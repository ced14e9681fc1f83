import { setTimeout as delay } from 'node:timers/promises';
import { recoverProductions, workOffSteps } from '../../src/pipeline/register.ts';
import { confirmProduction } from '../../src/actions/productions/confirm-production.ts';
import { readStatus } from '../../src/actions/productions/read-status.ts';
import { stopPointOf } from '../../src/compose/stop-point.ts';
import { connect } from '../../src/platform/database/database.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import { openScriptedActions } from '../support/scripted-actions.ts';

/**
 * A process that lives through one production of a chat, from wherever an earlier one was killed: every verb is asked
 * for again, as after a restart. Arguments: the connection as JSON, folder, production's id, stop point.
 */
const [connection = '{}', folder = '', productionId = '', stopAt] = process.argv.slice(2);

const database = await connect('embedded', JSON.parse(connection), async () => {}, silentLog);
const actions = await openScriptedActions({}, { database, folder });
const parts = { ...actions.parts, stopAt: stopPointOf(stopAt) };
const person = await actions.person(42);
await recoverProductions(parts);
await workOffSteps(parts, { concurrency: 1, shutdown: new AbortController().signal });
await actions.speak(person, { productionId }, parts);

const stateOf = async () => (await readStatus(parts, person.owner, productionId))?.state;
while ((await stateOf()) === 'running') await delay(10);
await confirmProduction(parts, person, productionId);
while ((await stateOf()) === 'running') await delay(10);
process.stdout.write(`${await stateOf()}\n`);
await actions.close();
await database.close();
