import type { MediaProbe } from '../domain/media/media-probe.ts';
import type { InputFile, WorkContext } from './work.ts';

/**
 * Reads what a user's video is, without trusting its name, in bounded time and memory.
 * Errors: `invalid-media` whose message names what was found and what is allowed.
 */
export interface MediaProbePort {
  probe(video: InputFile, context: WorkContext): Promise<MediaProbe>;
}
