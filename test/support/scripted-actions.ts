import { emptyBlocklist } from '../../src/domain/script/blocklist.ts';
import { assetsFolder } from './cast-portrait.ts';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { verifyLedger } from '../../src/actions/credits/verify-ledger.ts';
import { confirmProduction } from '../../src/actions/productions/confirm-production.ts';
import { personOf, readProfile } from '../../src/actions/people/read-profile.ts';
import { knowPerson } from '../../src/actions/people/know-person.ts';
import { orderSpeech, type SpeechToOrder } from '../../src/actions/productions/order-speech.ts';
import { keepUpload, uploadedFile } from '../../src/actions/keep-upload.ts';
import type { OrderedBackground } from '../../src/domain/ad/ad-order.ts';
import type { ActionParts, Person } from '../../src/actions/parts.ts';
import type { Voice } from '../../src/domain/speech/voice.ts';
import type { ProductionState } from '../../src/domain/production/step.ts';
import { workOffSteps } from '../../src/pipeline/register.ts';
import { findProduction, type ProductionError } from '../../src/store/productions.ts';
import { plainOrder, plainProbe } from './plain-order.ts';
import { openScriptedPipeline, type ScriptedPipeline, type SharedGround } from './scripted-pipeline.ts';

/** The verbs on a real database and queue, with adapters that do as they are told, and people who just came. */
export interface ScriptedActions extends Omit<ScriptedPipeline, 'parts'> {
  readonly parts: ActionParts;
  /** Adapters do their plain work again, and their calls are counted from 0. */
  reset(): void;
  /** Works off the steps until the end. */
  work(): Promise<void>;
  person(telegramId?: number): Promise<Person>;
  /** Gives the production's id. */
  speak(person: Person, changes?: SpokenChanges, parts?: ActionParts): Promise<string>;
  /** An upload of the person's. */
  background(person: Person): Promise<OrderedBackground>;
  confirm(person: Person, productionId: string): Promise<void>;
  failure(productionId: string): Promise<ProductionError | undefined>;
  ledgerFaults(): Promise<readonly string[]>;
  /** Resolves when the production is in that state. */
  reach(productionId: string, state: ProductionState): Promise<void>;
}

interface SpokenChanges extends Partial<Omit<SpeechToOrder, 'order'>> {
  readonly order?: Partial<SpeechToOrder['order']>;
}

const voice: Voice = {
  id: plainOrder.voiceId,
  language: plainOrder.language,
  gender: 'female',
  ageGroup: 'adult',
  name: { en: 'Emma', ru: 'Эмма' },
  description: { en: 'calm', ru: 'спокойный' },
  engine: 'scripted',
};

export const scriptedLimits: ActionParts['limits'] = {
  signupBonusCredits: 3,
  videoPriceCredits: 1,
  maxEdits: 5,
  maxTakes: 3,
  maxCloudRenders: 10,
  maxVideosPerDay: 20,
  backgroundMaxSeconds: 15,
  overlayCacheHours: 24,
  providerDailyBudgetUsd: 50,
  weakestDisclosure: 'badge',
};

let lastTelegramId = 1000;

export async function openScriptedActions(
  changes: Partial<ActionParts['limits']> = {},
  shared?: SharedGround,
): Promise<ScriptedActions> {
  const pipeline = await openScriptedPipeline(shared);
  const stopping = new AbortController();
  const parts = actionParts(pipeline, changes);
  return Object.assign(pipeline, {
    parts,
    reset: () => {
      pipeline.behave(() => undefined);
      pipeline.speechSeconds = 1;
      pipeline.circleRadius = 0.3;
      for (const call of Object.keys(pipeline.calls) as (keyof typeof pipeline.calls)[]) {
        pipeline.calls[call] = 0;
      }
    },
    work: async () => await workOffSteps(parts, { concurrency: 2, shutdown: stopping.signal }),
    person: async (telegramId?: number) => await newPerson(parts, telegramId ?? ++lastTelegramId),
    speak: async (person: Person, spoken: SpokenChanges = {}, by = parts) => await speak(by, person, spoken),
    background: async (person: Person) => {
      const upload = { path: import.meta.filename, what: 'background', maxBytes: 1_000_000 };
      const kept = await keepUpload(parts, person, await uploadedFile(upload, 'video/mp4'));
      return { ...kept, probe: plainProbe };
    },
    confirm: async (person: Person, id: string) => {
      await confirmProduction(parts, person, id);
    },
    failure: async (id: string) => (await findProduction(parts.database.db, id))?.error,
    ledgerFaults: async () => (await verifyLedger(parts)).findings.map(({ problem }) => problem),
    reach: async (id: string, state: ProductionState) => {
      while ((await findProduction(parts.database.db, id))?.state !== state) await delay(10);
    },
  });
}

function actionParts({ parts }: ScriptedPipeline, changes: Partial<ActionParts['limits']>): ActionParts {
  const unused = async (): Promise<never> => {
    throw new Error('these actions were not expected to ask for that');
  };
  return {
    ...parts,
    speech: {
      ...parts.speech,
      voices: async (language) => (language === undefined || language === voice.language ? [voice] : []),
      languages: async () => [voice.language],
    },
    mediaProbe: { probe: unused },
    pictureEdit: { adapter: parts.head.adapter, start: unused, status: unused },
    ffmpeg: { path: '', version: '', run: unused },
    assetsFolder,
    blocklist: emptyBlocklist,
    demoPicturePath: '',
    limits: { ...scriptedLimits, ...changes },
    services: () => [],
    adminIds: [1],
  };
}

async function newPerson(parts: ActionParts, telegramId: number): Promise<Person> {
  const { personId } = await knowPerson(parts, { telegramId, firstName: 'Anna' });
  return personOf(await readProfile(parts, personId));
}

async function speak(parts: ActionParts, person: Person, spoken: SpokenChanges): Promise<string> {
  const { order, ...others } = spoken;
  const productionId = spoken.productionId ?? randomUUID();
  const { format, script, language, voiceId, take, presenter, disclosure } = plainOrder;
  await orderSpeech(parts, person, {
    productionId,
    draftId: randomUUID(),
    channel: 'telegram',
    ...others,
    order: { format, script, language, voiceId, take, presenter, disclosure, ...order },
  });
  return productionId;
}
