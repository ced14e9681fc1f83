export interface GoldenItem {
  readonly id: string;
  readonly language: 'ru' | 'en';
  readonly script: string;
  readonly presenterId: string;
}

/** As advertisers write: short, with prices, numbers and emoji, and with many sounds that close the lips. */
const scripts: readonly Omit<GoldenItem, 'presenterId'>[] = [
  {
    id: 'ru-savings',
    language: 'ru',
    script: 'Пробуй бесплатно! Приложение помогло мне бросить покупать лишнее: минус 4 500 ₽ в месяц 💸',
  },
  {
    id: 'ru-pancakes',
    language: 'ru',
    script:
      'Бабушка пекла блины по выходным, а теперь пеку я. Мука, молоко, масло — и набор всего за 990 рублей!',
  },
  {
    id: 'ru-vacuum',
    language: 'ru',
    script: 'Мой муж купил этот пылесос и больше не берёт в руки швабру. Скидка 50% только до пятницы 🔥',
  },
  {
    id: 'ru-massage',
    language: 'ru',
    script: 'Помните, как болела спина после работы? Пять минут с массажёром — и боль ушла. Попробуйте сами.',
  },
  {
    id: 'ru-cream',
    language: 'ru',
    script: 'Привет! Я перебрала много кремов для лица, и только этот подошёл мне полностью. Цена — 1 290 ₽.',
  },
  {
    id: 'en-coffee',
    language: 'en',
    script: 'Pop it open, pour a bit, and boom! My best coffee ever for just $2.99 a cup ☕',
  },
  {
    id: 'en-bills',
    language: 'en',
    script: "Hey, I've been using this app for a month and my bills dropped by 50 percent. Maybe try it?",
  },
  {
    id: 'en-backpack',
    language: 'en',
    script:
      'My mom bought me this backpack, and people keep bumping into me to ask about it. Only $49 today 🎒',
  },
  {
    id: 'en-fitness',
    language: 'en',
    script: 'Stop paying for big gym memberships. Ten minutes, one mat, no problem. Become fit by spring!',
  },
  {
    id: 'en-skin',
    language: 'en',
    script: 'Bad skin before prom? Me too. Three simple steps, 14 days, and my bumps disappeared 💕',
  },
];

/** A young, an adult and an elderly face; light and dark skin; one with a beard over the mouth. */
const presenterIds = ['sofia', 'amina', 'samuel'] as const;

export const goldenSizes = ['small', 'full'] as const;
export type GoldenSize = (typeof goldenSizes)[number];

/** 'full' is every text by every presenter; 'small' is two texts a language with each presenter at least once. */
export function goldenSet(size: GoldenSize): readonly GoldenItem[] {
  const full = scripts.flatMap((script) => presenterIds.map((presenterId) => ({ ...script, presenterId })));
  if (size === 'full') return full;
  const chosen = ['ru-savings/sofia', 'ru-massage/samuel', 'en-coffee/amina', 'en-skin/sofia'];
  return full.filter((item) => chosen.includes(goldenName(item)));
}

export function goldenName({ id, presenterId }: GoldenItem): string {
  return `${id}/${presenterId}`;
}
