import { describe, expect, it } from 'vitest';
import { choiceOption, parseOptions } from './arguments.ts';
import { makeOptions } from './make-options.ts';

const failing = (run: () => unknown): { reason?: string; message?: string } => {
  try {
    run();
  } catch (error) {
    return error as { reason: string; message: string };
  }
  return {};
};

describe('options of the shell', () => {
  it('are read with their values', () => {
    const { options, positionals } = parseOptions(
      ['--script', 'Hi', '--presenter=sofia', '--json', 'x'],
      makeOptions,
    );
    expect({ ...options }).toEqual({ script: 'Hi', presenter: 'sofia', json: true });
    expect(positionals).toEqual(['x']);
  });

  it('may have a value that begins with a dash after an equals sign', () => {
    expect(parseOptions(['--script=--really'], makeOptions).options.script).toBe('--really');
  });

  it('are refused with the nearest known ones when unknown', () => {
    const { reason, message } = failing(() => parseOptions(['--presentr', 'sofia'], makeOptions));
    expect(reason).toBe('invalid-arguments');
    expect(message).toContain('--presenter');
  });

  it('are refused without the value that they need', () => {
    const { reason, message } = failing(() => parseOptions(['--script'], makeOptions));
    expect(reason).toBe('invalid-arguments');
    expect(message).toContain('--script');
  });

  it.each([
    [['--take', '-1'], 'What follows --take begins with a dash: write --take=VALUE for such a value.'],
    [['--i-have-consent=yes'], "Option '--i-have-consent' does not take an argument."],
    [['-x'], "Unknown option '-x'."],
  ])('are refused in one sentence: %s', (args, sentence) => {
    expect(failing(() => parseOptions(args, makeOptions)).message).toBe(sentence);
  });

  it('list what is allowed when the choice is not', () => {
    const { options } = parseOptions(['--aspect', '2:1'], makeOptions);
    const { message } = failing(() => choiceOption(options, 'aspect', ['9:16', '1:1'], '9:16'));
    expect(message).toBe('--aspect is "2:1"; allowed are 9:16, 1:1.');
  });
});
