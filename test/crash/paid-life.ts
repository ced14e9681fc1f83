import { setTimeout as delay } from 'node:timers/promises';
import { stopPointOf } from '../../src/compose/stop-point.ts';
import { recoverProductions, workOffSteps } from '../../src/pipeline/register.ts';
import { connect } from '../../src/platform/database/database.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import { findProduction } from '../../src/store/productions.ts';
import { paidHead } from '../support/paid-service.ts';
import { openScriptedPipeline } from '../support/scripted-pipeline.ts';

/**
 * A process that works on one production whose head is made by a service that takes money, from wherever an earlier one
 * was killed. Arguments: the connection as JSON, folder, production's id, the service's address, stop point.
 */
const [connection = '{}', folder = '', productionId = '', address = '', stopAt] = process.argv.slice(2);

const database = await connect('embedded', JSON.parse(connection), async () => {}, silentLog);
const pipeline = await openScriptedPipeline({ database, folder });
const parts = { ...pipeline.parts, head: paidHead({ address }), stopAt: stopPointOf(stopAt) };
await recoverProductions(parts);
await workOffSteps(parts, { concurrency: 1, shutdown: new AbortController().signal });
const stateOf = async () => (await findProduction(database.db, productionId))?.state;
while ((await stateOf()) === 'running') await delay(10);
process.stdout.write(`${await stateOf()}\n`);
await pipeline.close();
await database.close();
