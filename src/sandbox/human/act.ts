import type { SandboxParts } from '../parts.ts';
import type { HumanAct, HumanActAnswer } from '../protocol.ts';
import type { Faults } from '../wire/faults.ts';
import type { Uploads } from './uploads.ts';

/** What acts of people work with. */
export interface ActParts extends SandboxParts {
  readonly faults: Faults;
  readonly uploads: Uploads;
}

export type Act<Name extends HumanAct['act']> = Extract<HumanAct, { act: Name }>;
export type Answer = Omit<Extract<HumanActAnswer, { ok: true }>, 'ok'>;
export type Performer<Name extends HumanAct['act']> = (
  parts: ActParts,
  act: Act<Name>,
) => Answer | Promise<Answer>;
