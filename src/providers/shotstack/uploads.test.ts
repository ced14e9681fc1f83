import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { openShotstackRoom, shotstackFixture } from '../../../test/support/shotstack-room.ts';

const room = await openShotstackRoom();
const { plain, double, open, start, started } = room;
afterEach(room.expectNoLeak);
afterAll(room.close);

describe('where no address of ours can be reached from outside', () => {
  const nowhere = async () => undefined;

  it('files are uploaded, used at the address that is told, and removed when the clip is here', async () => {
    const port = open({ lend: nowhere });
    const operation = await started(port);
    const { uploads, removed } = double.sources;
    const mine = uploads.slice();
    expect(mine).toHaveLength(2);
    const result = await room.toEnd(port, operation);
    expect(result.bytes).toBeGreaterThan(1000);
    expect(removed.toSorted()).toEqual(mine.toSorted());
    expect(JSON.stringify(operation)).not.toContain('http');
  });

  it('what was uploaded is removed when the edit is not accepted, and when the render is cancelled', async () => {
    const port = open({ lend: nowhere });
    const { uploads, removed } = double.sources;
    double.trouble('render', { answer: 400, body: shotstackFixture('bad-request') });
    const { work } = start(port);
    await expect(work).rejects.toMatchObject({ details: { problem: 'rejected' } });
    await port.cancel?.(await started(port), plain.context());
    expect(removed.toSorted()).toEqual(uploads.toSorted());
  });

  const cases: Record<string, [() => void, object]> = {
    'a file that can not be taken in': [
      () => {
        double.sources.failsNext = true;
      },
      { reason: 'provider-answer-unusable', details: { problem: 'upload-failed' } },
    ],
    'no place to upload to': [
      () => double.trouble('upload', { answer: 400, body: shotstackFixture('ingest-validation') }),
      { reason: 'provider-answer-unusable', details: { problem: 'rejected' } },
    ],
    'a signed address that has ended': [
      () => double.trouble('put', { answer: 403 }),
      { reason: 'provider-unavailable' },
    ],
  };
  it.each(Object.entries(cases))(
    '%s ends the work before anything is paid',
    async (_name, [plant, expected]) => {
      plant();
      const { notes, work, submits } = start(open({ lend: nowhere }));
      await expect(work).rejects.toMatchObject(expected);
      expect(notes).toEqual([]);
      expect(submits()).toBe(0);
    },
  );
});
