import type { PublicLimits } from '../../facts.ts';
import type { FaqTopic } from '../../state.ts';
import { words } from './words.ts';

interface Entry {
  readonly question: string;
  readonly answer: (limits: PublicLimits) => string;
}

export const faqTitle: string = '<b>Вопросы и ответы</b>\n\nО чём рассказать?';

export const faq: Readonly<Record<FaqTopic, Entry>> = {
  what: {
    question: 'Что это такое?',
    answer: () =>
      'Студия рекламных роликов в чате. Вы выбираете ведущего и голос, присылаете текст, слушаете озвучку и заказываете видео. Ведущий говорит вашими словами, губы движутся в такт, субтитры появляются слово за словом. Ведущие из каталога — вымышленные люди.',
  },
  time: {
    question: 'Сколько ждать?',
    answer: () =>
      'Озвучка готова за несколько секунд, видео — обычно за одну-две минуты. Если впереди очередь, покажу, какой вы по счёту. Чат можно закрыть: готовое придёт само.',
  },
  price: {
    question: 'Сколько стоит?',
    answer: ({ videoPriceCredits, maxEdits, maxTakes }) =>
      `Видео любого формата — ${videoPriceCredits === 0 ? 'бесплатно' : words.credits(videoPriceCredits)}. Озвучка, правки портрета и монтаж бесплатны: до ${words.ofTakes(maxTakes)} и ${words.ofEdits(maxEdits)} на ролик. Кредиты списываются, только когда видео готово.`,
  },
  formats: {
    question: 'Форматы и ограничения',
    answer: ({
      maxSpeechSeconds,
      backgroundMaxSeconds,
      uploadMaxMegabytes,
      linkMaxMegabytes,
      maxVideosPerDay,
    }) =>
      [
        '• Два формата: ведущий во весь экран и ведущий поверх вашего видео.',
        `• Речь — до ${words.ofSeconds(maxSpeechSeconds)}.`,
        `• Фон — MP4, MOV или WebM: файлом до ${words.megabytes(uploadMaxMegabytes)}, ссылкой до ${words.megabytes(linkMaxMegabytes)}; берём первые ${words.seconds(backgroundMaxSeconds)}.`,
        '• Готовое видео — вертикальное, 1080×1920, с субтитрами; в монтаже есть 1:1, 4:5 и 16:9.',
        `• За сутки — не больше ${words.number(maxVideosPerDay)} видео.`,
      ].join('\n'),
  },
  montage: {
    question: 'Что можно изменить потом?',
    answer: () =>
      'Почти всё, кроме голоса и лица: шаблон, субтитры (текст, стиль, место или свой файл), интро и аутро, кружок, формат кадра, пометку. Нажмите «🎛 Монтаж» под видео или /editrender. Каждое изменение видно на картинке, есть быстрое превью, а пересборка бесплатна: за голос и лицо второй раз не платят.',
  },
  failure: {
    question: 'А если не получится?',
    answer: () =>
      'Тогда ничего не спишется: кредиты, отложенные на ролик, вернутся на счёт сами и сразу. Я напишу, что случилось и что можно сделать. Озвучка и настройки сохранятся.',
  },
  rights: {
    question: 'Права и пометка об ИИ',
    answer: ({ disclosures }) =>
      `Готовые видео ваши. В каждом есть пометка, что его сделал ИИ: так требуют закон и площадки. ${disclosures.includes('none') ? 'Насколько она видна, выбирается в профиле, а в самом файле она есть всегда.' : 'Сделать её заметнее можно в профиле, убрать — нельзя.'} Чужое лицо — только с согласия человека; публичных личностей и детей использовать нельзя.`,
  },
  contact: {
    question: 'Как с вами связаться?',
    answer: () =>
      'Напишите одно сообщение через /feedback — можно с фото или видео. Ответ оператора придёт сюда, в этот чат.',
  },
};
