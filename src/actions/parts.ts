import type { Disclosure } from '../domain/ad/ad.ts';
import type { Blocklist } from '../domain/script/blocklist.ts';
import type { LimitsConfig } from '../platform/config/config.ts';
import type { ServiceHealth } from '../platform/service/service-client.ts';
import type { Ffmpeg } from '../platform/ffmpeg/ffmpeg.ts';
import type { PipelineParts } from '../pipeline/parts.ts';
import type { MediaProbePort } from '../ports/media-probe.ts';
import type { PictureEditPort } from '../ports/picture-edit.ts';
import type { PictureMakingPort } from '../ports/picture-making.ts';
import type { ServiceAccount } from './services/service-account.ts';

/** What the verbs work with: the pipeline's parts, and the operator's limits. */
export interface ActionParts extends PipelineParts {
  readonly mediaProbe: MediaProbePort;
  readonly pictureEdit: PictureEditPort;
  /** Absent where no service is configured that makes pictures of words: nothing built in does. */
  readonly pictureMaking?: PictureMakingPort;
  readonly ffmpeg: Ffmpeg;
  /** What comes with the program: fonts, example clips, pictures of the cast. */
  readonly assetsFolder: string;
  /** What the demo's background shows. */
  readonly demoPicturePath: string;
  /** What the operator forbids in scripts. */
  readonly blocklist: Blocklist;
  readonly limits: LimitsConfig & {
    /** The weakest mark that a user may choose. */
    readonly weakestDisclosure: Disclosure;
  };
  /** How the services outside do, as this process sees them; none where all work is done here. */
  services(): readonly ServiceHealth[];
  /** Accounts at services whose credits can be read. */
  readonly accounts?: readonly ServiceAccount[];
  /** Telegram's ids of the operators. */
  readonly adminIds: readonly number[];
}

/** Who orders. The shell's user is the operator of this machine, whose balance is not counted. */
export interface Person {
  readonly owner: string;
  /** An operator may weaken the disclosure mark. */
  readonly isOperator: boolean;
}

export const localOperator: Person = { owner: 'operator:local', isOperator: true };
