import { expect, it } from 'vitest';
import { AppError } from '../kernel/errors.ts';
import { withServiceAdvice } from './service-advice.ts';

const failure = (reason: 'provider-unavailable' | 'provider-refused' | 'budget-spent', stage: string) =>
  withServiceAdvice(new AppError(reason, 'It failed.', { details: { stage } })).message;

it('a shell’s user is told what can be done about a service that failed', () => {
  expect(failure('provider-unavailable', 'head')).toBe(
    'It failed. Run the same command again later, or unset FALAI_API_TOKEN to use the built-in talking head: what is made already is kept.',
  );
  expect(failure('budget-spent', 'speech')).toContain('unset ELEVEN_API_KEY to use the built-in voices');
  expect(failure('provider-refused', 'head')).toBe('It failed.');
  expect(failure('provider-unavailable', 'montage')).toBe('It failed.');
});
