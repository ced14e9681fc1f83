import { bucketVariable, capVariable, livePlan } from './live-plan.ts';

/** Said before anything is sent. */
export function setup(): void {
  const { parts, capUsd } = livePlan(process.env);
  const lines = parts.map(({ name, forecastUsd, skippedBecause }) =>
    skippedBecause === undefined
      ? `  ${name}: is run, may cost $${forecastUsd.toFixed(2)}`
      : `  ${name}: skipped, since ${skippedBecause}`,
  );
  const run = parts.filter(({ skippedBecause }) => skippedBecause === undefined);
  const sum = run.reduce((all, { forecastUsd }) => all + forecastUsd, 0);
  const total =
    run.length === 0
      ? `Nothing is run and nothing is spent. ${capVariable}, ${bucketVariable} and the services' keys switch suites on.`
      : `At most $${sum.toFixed(2)} is spent by the product's own prices; ${capVariable} stops it at $${capUsd.toFixed(2)}.`;
  process.stdout.write(`\nThe contract suites before the real services:\n${lines.join('\n')}\n${total}\n`);
}
