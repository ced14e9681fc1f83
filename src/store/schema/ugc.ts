import { pgSchema, timestamp } from 'drizzle-orm/pg-core';

/** All tables live in a schema of their own, beside whatever else the database holds. */
export const ugc = pgSchema('ugc');

export const time = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
