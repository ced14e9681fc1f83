import { createCallLimit } from '../../platform/service/call-limit.ts';

/** Lets so many at a time do their work; the others wait in turn. */
export function createGate(atATime: number): <T>(work: () => Promise<T>) => Promise<T> {
  const limit = createCallLimit({ maxConcurrent: atATime });
  return async (work) => {
    const release = await limit.take(new AbortController().signal);
    try {
      return await work();
    } finally {
      release();
    }
  };
}
