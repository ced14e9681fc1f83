import { words } from './words.ts';

export const voice = {
  title: (language: string, page: number) =>
    `<b>Выберите голос</b> · язык: ${language}${page > 0 ? ` · страница ${page + 1}` : ''}`,
  hint: 'Нажмите номер — и послушайте.',
  synthetic: 'Голоса синтезированы программой.',
  remembered: '⭐ ваш прошлый',
  none: (language: string) =>
    `<b>Голосов для этого языка нет</b>\n\nЯзык: ${language}. Выберите другой язык текста.`,
  choose: (name: string) => `✅ ${name}`,
  language: (name: string) => `🌐 Язык текста: ${name}`,
  alreadySelected: 'Этот голос уже играет выше.',
  languageTitle: (areVoicesPlain: boolean) =>
    `<b>На каком языке текст?</b>\n\nРусский и английский я узнаю сам. Другой язык выберите здесь${areVoicesPlain ? ': голоса для него попроще и говорят заметно машинно' : ''}.`,
  sampleTitle: (language: string) => `Образец голоса · ${language}`,
};

export const script = {
  ask: (maxSeconds: number) =>
    '✍️ <b>Пришлите текст ролика</b>\n\n' +
    `До ${words.ofSeconds(maxSeconds)} речи — это примерно ${words.words(Math.round((maxSeconds * 2) / 5) * 5)}. Числа, цены и даты прочитаю сам, эмодзи пропущу.\n\n` +
    'Например:\n' +
    '<blockquote>Я три недели искала крем, после которого кожа не блестит. Этот впитывается за минуту и хватает его на два месяца. Сегодня скидка 30\u00a0% — ссылка под видео.</blockquote>',
  askAgain: '✍️ <b>Пришлите другой текст</b>',
  summary: '<b>Проверьте текст</b>',
  kept: '<b>Текст сейчас</b>',
  language: (name: string) => `Язык: ${name}`,
  length: (seconds: number, count: number) =>
    `Длина: около ${words.ofSeconds(seconds)}, ${words.words(count)}`,
  price: (price: number, balance: number) =>
    price === 0
      ? `Цена: бесплатно, на счету ${words.credits(balance)}`
      : `Цена видео: ${words.credits(price)}, на счету ${words.credits(balance)}`,
  free: 'Озвучка бесплатна: платите, только если послушаете и закажете видео.',
  nearLimit: (maxSeconds: number) =>
    `⚠️ Текст почти на пределе. Если речь выйдет длиннее ${words.ofSeconds(maxSeconds)}, попрошу сократить.`,
  tooFewCredits: '⚠️ На видео кредитов пока не хватит, но послушать озвучку можно.',
  hasLink: '⚠️ Ссылку на слух не запомнить: лучше сказать «ссылка под видео».',
  speak: '🎙 Озвучить',
  toSpeech: '🎧 К озвучке',
  otherVoice: '🗣 Другой голос',
  resend: 'Хотите поправить — просто пришлите новый текст.',
};
