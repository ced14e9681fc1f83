import type { InterfaceLanguage } from '../../domain/person/profile.ts';
import {
  deliveredButtons,
  deliveryCaption,
  failedButtons,
  failureText,
  speechCaption,
  speechTrack,
  spokenButtons,
} from '../../flow/delivery.ts';
import type { CastNames } from '../../flow/presenter-words.ts';
import { albumCaption, renderCaption, renderedButtons, renderedText } from '../../flow/render-delivery.ts';
import { textsOf } from '../../flow/texts/texts.ts';
import { escapeHtml } from '../../domain/html.ts';
import type { OutgoingWords } from './outgoing-bot.ts';

interface LinkTexts {
  readonly link: (href: string) => string;
  readonly tooBig: (href: string) => string;
}

const linkTexts: Readonly<Record<InterfaceLanguage, LinkTexts>> = {
  ru: {
    link: (href) =>
      `🔗 <a href="${href}">Скачать видео</a>\n\nСсылка действует 24\u00a0часа. По ней видео откроет любой, у кого она есть.`,
    tooBig: (href) =>
      `🎬 Видео готово, но для Telegram оно слишком большое: <a href="${href}">скачать</a> (24\u00a0часа).`,
  },
  en: {
    link: (href) =>
      `🔗 <a href="${href}">Download the video</a>\n\nThe link works for 24\u00a0hours, for anyone who has it.`,
    tooBig: (href) =>
      `🎬 The video is ready, but too big for Telegram: <a href="${href}">download it</a> (24\u00a0hours).`,
  },
};

/** Under the file of what is kept of a person. */
export const myDataCaptions: Readonly<Record<InterfaceLanguage, string>> = {
  ru: '📦 Всё, что мы о вас храним. Это файл JSON: он открывается любым текстовым редактором.',
  en: '📦 All that we keep of you. It is a JSON file: any text editor opens it.',
};

/** What is said beside the screens, in the words of the conversation. */
export const outgoingWords = (castNames: CastNames): OutgoingWords => ({
  speechCaption: (status, language) => ({
    html: speechCaption(status, textsOf(language)),
    rows: spokenButtons(status, textsOf(language)),
  }),
  speechTrack: (status, language) => speechTrack(status, castNames, textsOf(language)),
  videoCaption: (status, language) => ({
    html: deliveryCaption(status, textsOf(language)),
    rows: deliveredButtons(status, textsOf(language)),
  }),
  failure: (status, language) => ({
    html: failureText(status, textsOf(language)),
    rows: failedButtons(status, textsOf(language)),
  }),
  albumCaption: (clips, language) => albumCaption(clips, textsOf(language)),
  renderCaption: (clip, _request, language) => ({
    html: renderCaption(clip, textsOf(language)),
    rows: deliveredButtons(clip, textsOf(language)),
  }),
  rendersTold: (request, language) => ({
    html: renderedText(request, textsOf(language)),
    rows: renderedButtons(request, textsOf(language)),
  }),
  link: (url, language) => ({ html: linkTexts[language].link(escapeHtml(url.href)) }),
  tooBig: (url, language) => ({ html: linkTexts[language].tooBig(escapeHtml(url.href)) }),
});
