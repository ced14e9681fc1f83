import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ServiceAnswer } from '../../platform/service/service-client.ts';
import { failureOf, isRefusal } from './fal-errors.ts';

interface Fixture {
  readonly source: string;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
  readonly means: { readonly reason: string; readonly problem: string };
}

const folder = join(import.meta.dirname, '../../../test/fixtures/fal');
const fixtures = readdirSync(folder).map((name) => ({
  name,
  fixture: JSON.parse(readFileSync(join(folder, name), 'utf8')) as Fixture,
}));

function answer(status: number, body: string, headers: Record<string, string> = {}): ServiceAnswer {
  const bytes = Buffer.from(body);
  return { status, headers: new Headers(headers), body: bytes, json: () => JSON.parse(body) };
}

describe("fal.ai's errors", () => {
  it.each(fixtures)('$name means what it should, as the end of a job', ({ fixture }) => {
    const { status, headers, body, means, source } = fixture;
    const error = failureOf(answer(status, JSON.stringify(body), headers), { isFinal: true });
    expect(error).toMatchObject({
      reason: means.reason,
      details: { problem: means.problem, service: 'fal' },
    });
    // A job that failed fails for good: asking for it again brings the same answer.
    expect(error.retryable).toBe(false);
    expect(error.message.length).toBeGreaterThan(20);
    expect(source).not.toBe('');
  });

  it('says by either header whether a new job may end better', () => {
    const detail = JSON.stringify({ detail: [{ type: 'generation_timeout', loc: [], msg: '' }] });
    const repeatable = (headers: Record<string, string>) =>
      failureOf(answer(504, detail, headers), { isFinal: true }).details.repeatable;
    expect(repeatable({})).toBe('no');
    expect(repeatable({ 'x-fal-retryable': 'true' })).toBe('yes');
    expect(repeatable({ 'X-Fal-Needs-Retry': '1' })).toBe('yes');
    expect(repeatable({ 'x-fal-needs-retry': '0' })).toBe('no');
  });

  it('tell a submit that was surely not taken from one that may have been', () => {
    const plain = (status: number) => answer(status, '<html></html>');
    for (const status of [400, 401, 402, 403, 404, 422, 429])
      expect(isRefusal(plain(status)), `${status}`).toBe(true);
    for (const status of [200, 202, 302, 408, 499, 500, 502, 503, 504]) {
      expect(isRefusal(plain(status)), `${status}`).toBe(false);
    }
    const own = answer(503, '{"detail":"x","error_type":"runner_scheduling_failure"}');
    expect(isRefusal(own)).toBe(true);
    expect(isRefusal(answer(503, '', { 'x-fal-needs-retry': '1' }))).toBe(true);
  });

  it('never carry what a stranger wrote into our details as it is', () => {
    const type = `<b>${'x'.repeat(500)}</b>\n`;
    const error = failureOf(answer(422, JSON.stringify({ detail: [{ type, loc: [], msg: 'm' }] })), {
      isFinal: true,
    });
    expect(error.details.type).toMatch(/^[a-z]{1,60}$/);
    expect(error.message).not.toMatch(/[<\n]/);
  });
});
