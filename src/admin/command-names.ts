/** As product and habits have them; `help` lists the others. */
export const operatorCommandNames = [
  'credit_get',
  'credit_add',
  'credit_set',
  'credit_history',
  'reply',
  'stats',
  'detailed_stats',
  'storage',
  'cleanup_temp',
  'r2_test',
  'webhook_reset',
  'jobs',
  'ban',
  'unban',
  'broadcast',
  'help',
] as const;
export type OperatorCommandName = (typeof operatorCommandNames)[number];
