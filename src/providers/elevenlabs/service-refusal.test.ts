import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { problemOf, readRefusal, refusalError } from './service-refusal.ts';

interface Recorded {
  readonly name: string;
  /** Where the body was read. */
  readonly source: string;
  readonly status: number;
  readonly body: unknown;
  readonly problem: string;
}

const folder = join(import.meta.dirname, '../../../test/fixtures/elevenlabs');
const recorded = JSON.parse(readFileSync(join(folder, 'refusals.json'), 'utf8')) as readonly Recorded[];

it.each(recorded)(
  '$status $name is told as $problem, and its words are not passed on',
  ({ status, body, problem }) => {
    const answer = {
      status,
      headers: new Headers(),
      body: Buffer.from(JSON.stringify(body)),
      json: () => body,
    };
    const refusal = readRefusal(answer);
    const found = problemOf(refusal, false);
    expect(found).toBe(problem);
    const { detail } = body as { detail: { message?: string } };
    const { message } = refusalError(refusal, found);
    if (detail.message !== undefined) expect(message).not.toContain(detail.message);
  },
);
