import type { Database, Transaction } from '../platform/database/database.ts';

/** A database or a transaction of it: every function of this floor takes whichever its caller holds. */
export type Sql = Database['db'] | Transaction;
