import { AppError } from '../kernel/errors.ts';
import type { Output } from './output.ts';

/** One thing that the product needs or can use, looked at for real. */
export interface Finding {
  readonly subject: string;
  /** 'missing' is fine: the product works without it. 'warning' works, but not for long or not as wanted. */
  readonly state: 'ok' | 'missing' | 'warning' | 'broken';
  /** What was found, and what to do about it where something is to be done. */
  readonly text: string;
}

const marks: Readonly<Record<Finding['state'], string>> = {
  ok: '✓',
  missing: '–',
  warning: '!',
  broken: '✗',
};

export async function doctorCommand(examine: () => AsyncIterable<Finding>, output: Output): Promise<void> {
  let broken = 0;
  for await (const finding of examine()) {
    if (finding.state === 'broken') broken++;
    output.line(`${marks[finding.state]} ${finding.subject}: ${finding.text}`);
    output.event({ event: 'finding', ...finding });
  }
  if (broken > 0) {
    throw new AppError(
      'internal',
      `${broken} of the findings above must be mended before ads can be made as configured.`,
    );
  }
}
