import type { Log } from '../../platform/log/log.ts';
import type { ServiceReads } from './service-api.ts';
import { documentedModel, type SpeechModel } from './service-models.ts';

export interface ModelList {
  /** What is known of the chosen model; what is documented of it while the service can't be asked. Never throws. */
  chosen(): Promise<SpeechModel>;
}

const freshMs = 3_600_000;
const retryMs = 60_000;
const patienceMs = 5_000;

export function createModelList(
  reads: ServiceReads,
  id: string,
  { log, now }: { readonly log: Log; now(): number },
): ModelList {
  let model: SpeechModel | undefined;
  let askAgainAt = 0;
  let asking: Promise<void> | undefined;

  const ask = async () => {
    try {
      const models = await reads.models(AbortSignal.timeout(patienceMs));
      model = models.find((one) => one.id === id) ?? documentedModel(id);
      askAgainAt = now() + freshMs;
    } catch (error) {
      log.warn(
        { err: error, model: id },
        'The models could not be listed: what is documented goes on to hold.',
      );
      askAgainAt = now() + retryMs;
    }
  };
  return {
    chosen: async () => {
      if (now() >= askAgainAt) {
        asking ??= ask().finally(() => {
          asking = undefined;
        });
      }
      if (model === undefined) await asking;
      return model ?? documentedModel(id);
    },
  };
}
