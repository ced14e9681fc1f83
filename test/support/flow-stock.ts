import type { OrderedBackground } from '../../src/domain/ad/ad-order.ts';
import type { Page } from '../../src/domain/page.ts';
import type { Profile } from '../../src/domain/person/profile.ts';
import type { PresenterCard } from '../../src/domain/presenter/presenter-card.ts';
import type { HistoryItem } from '../../src/domain/production/history-item.ts';
import type { ProductionStatus } from '../../src/domain/production/production-status.ts';
import type { Voice } from '../../src/domain/speech/voice.ts';
import type { ChatTask, ChatTaskOutcome } from '../../src/domain/task/task.ts';
import type { Effect } from '../../src/flow/effect.ts';
import type { PublicLimits } from '../../src/flow/facts.ts';

export const limits: PublicLimits = {
  signupBonusCredits: 3,
  videoPriceCredits: 1,
  maxEdits: 5,
  maxTakes: 3,
  maxVideosPerDay: 20,
  maxSpeechSeconds: 30,
  backgroundMaxSeconds: 15,
  uploadMaxMegabytes: 20,
  linkMaxMegabytes: 100,
  disclosures: ['badge', 'label'],
  scriptLanguages: ['de', 'en', 'es', 'fr', 'ru'],
  castNames: { sofia: { en: 'Sofia', ru: 'София' } },
  services: [],
  portraitServices: [],
  settingsSchemaUrl: 'https://bot.example/schemas/render-settings.json',
  hasSpeechService: false,
  hasPictureService: false,
  canMakePresenters: false,
};

const castNames = [
  [
    'sofia',
    'София',
    'Sofia',
    'young',
    'европейка, 25 лет, длинные русые волосы, светлая футболка',
    'European, 25, long brown hair, light t-shirt',
  ],
  [
    'dana',
    'Дана',
    'Dana',
    'young',
    'азиатка, 24 года, тёмные волосы, джинсовая куртка',
    'Asian, 24, dark hair, denim jacket',
  ],
  [
    'amina',
    'Амина',
    'Amina',
    'adult',
    'темнокожая, 34 года, кудрявые волосы, жёлтый свитер',
    'Black, 34, curly hair, yellow sweater',
  ],
  [
    'mira',
    'Мира',
    'Mira',
    'adult',
    'индианка, 38 лет, собранные волосы, белая рубашка',
    'Indian, 38, tied hair, white shirt',
  ],
  [
    'rosa',
    'Роза',
    'Rosa',
    'elderly',
    'латиноамериканка, 66 лет, седые волосы, очки',
    'Latin American, 66, grey hair, glasses',
  ],
  [
    'vera',
    'Вера',
    'Vera',
    'elderly',
    'европейка, 70 лет, короткая стрижка, кардиган',
    'European, 70, short hair, cardigan',
  ],
] as const;

export const cast: readonly PresenterCard[] = (['female', 'male'] as const).flatMap((gender) =>
  castNames.map(([id, ru, en, ageGroup, about, aboutEn]) => ({
    kind: 'cast' as const,
    id: gender === 'female' ? id : `${id}-m`,
    name: { ru, en },
    description: { ru: about, en: aboutEn },
    gender,
    ageGroup,
  })),
);

const voiceOf = (language: string, index: number): Voice => ({
  id: `${language}-${index}`,
  language,
  gender: index % 2 === 0 ? 'female' : 'male',
  ageGroup: (['adult', 'young', 'elderly'] as const)[index % 3] ?? 'adult',
  name: { ru: `Голос ${language} ${index}`, en: `Voice ${language} ${index}` },
  description: {
    ru: 'ровный, самый разборчивый; синтетический голос-черновик, слышно, что говорит машина',
    en: 'even, the clearest; a synthetic draft voice, plainly a machine',
  },
  engine: 'espeak',
});
export const voices = [
  ...['ru', 'en'].flatMap((language) => Array.from({ length: 8 }, (_, index) => voiceOf(language, index))),
  ...Array.from({ length: 4 }, (_, index) => voiceOf('multi', index)),
];

export const background: OrderedBackground = {
  key: 'users/telegram:42/backgrounds/a.mp4',
  sha256: 'b'.repeat(64),
  probe: {
    container: 'mp4',
    durationSeconds: 12,
    size: { width: 1080, height: 1920 },
    rotation: 0,
    videoCodec: 'avc',
    framesPerSecond: 30,
    highDynamicRange: false,
    hasAudio: true,
  },
};

/** What a checked photo or an edit leaves: an own presenter that waits for consent. */
export function ownCard(id: string, task: ChatTask): Extract<PresenterCard, { kind: 'own' }> {
  const isPhoto = task.kind === 'check-photo';
  const origin = isPhoto ? 'photo' : task.kind === 'make-presenter' ? 'prompt' : 'edit';
  return {
    kind: 'own',
    id,
    origin,
    gender: 'gender' in task ? task.gender : 'female',
    pictureKey: `pictures/${id}.png`,
    pictureSha256: 'c'.repeat(64),
    checkPictureKey: isPhoto ? `pictures/${id}-check.png` : undefined,
    edits: 0,
    madeFrom: undefined,
    hasConsent: false,
    createdAt: new Date('2026-11-20T09:30:00Z'),
  };
}

/** What a look at a photo, an edit or a description ends in. */
export function pictureOutcome(task: ChatTask, presenterId: string): ChatTaskOutcome {
  if (task.kind === 'check-photo') return { kind: task.kind, presenterId, warnings: ['face-tilted'] };
  return task.kind === 'make-presenter'
    ? { kind: task.kind, presenterId }
    : { kind: 'edit-picture', presenterId, applied: ['plate-kitchen', 'warmer'] };
}

type Speak = Pick<Extract<Effect, { do: 'speak' }>, 'productionId' | 'draftId' | 'order'>;

export function runningStatus(
  { productionId, draftId, order }: Speak,
  priceCredits: number,
): ProductionStatus {
  return {
    productionId,
    draftId,
    state: 'running',
    format: order.format,
    presenter: order.presenter,
    ...(order.composition && { background: order.composition.background }),
    voiceId: order.voiceId,
    take: order.take,
    script: order.script,
    language: order.language,
    priceCredits,
    createdAt: new Date('2026-11-22T11:00:00Z'),
    confirmedAt: undefined,
    failure: undefined,
    stage: 'speech',
    fraction: 0.4,
    ahead: 0,
    speech: undefined,
    video: undefined,
  };
}

export function pageOf<Item>(items: readonly Item[], page: number): Page<Item> {
  return { items: items.slice(page * 5, page * 5 + 5), page, hasNext: items.length > page * 5 + 5 };
}

export function videoOf(productionId: string): NonNullable<ProductionStatus['video']> {
  return {
    videoKey: `videos/${productionId}.mp4`,
    coverKey: `videos/${productionId}.jpg`,
    durationSeconds: 11.6,
    bytes: 6_000_000,
    width: 1080,
    height: 1920,
  };
}

export function historyItem(status: ProductionStatus): HistoryItem {
  return { ...status, kind: status.video ? 'video' : 'voice-over' };
}

export const person: Profile = {
  personId: 'telegram:42',
  telegramId: 42,
  firstName: 'Анна <b>',
  username: 'anna',
  language: 'ru',
  balanceCredits: 3,
  heldCredits: 0,
  videosMade: 0,
  ownPresenters: 0,
  rememberedVoices: {},
  disclosure: 'badge',
  isOperator: false,
  isBanned: false,
  createdAt: new Date('2026-11-01T10:00:00Z'),
};
