import type { RenderRequest } from '../domain/montage/montage-status.ts';
import { anytime, type Row } from './buttons.ts';
import { lines, paragraphs } from './html.ts';
import { clipName } from './render-progress.ts';
import { refusalText, type Texts } from './texts/texts.ts';

type Clip = RenderRequest['clips'][number];

/** Under the first of several clips: which is which, in their order. HTML. */
export function albumCaption(clips: readonly Clip[], texts: Texts): string {
  const named = clips.map((clip, at) => `${at + 1}. ${clipName(clip, texts)}`);
  const list = lines(texts.montage.album(clips.length), ...named);
  const doubts = new Set(clips.flatMap(({ video }) => video?.doubt ?? []));
  return paragraphs(list, ...[...doubts].map(texts.montage.doubt));
}

/** Under the only clip. */
export function renderCaption(clip: Clip, texts: Texts): string {
  const seconds = Math.max(1, Math.round(clip.video?.durationSeconds ?? 0));
  const caption = texts.montage.renderCaption(clipName(clip, texts), seconds);
  return paragraphs(caption, clip.video?.doubt && texts.montage.doubt(clip.video.doubt));
}

/** What came of a request, why some of it did not come: on its screen, and below the album for who looks elsewhere. */
export function renderedText(request: RenderRequest, texts: Texts): string {
  const { montage } = texts;
  const missing = request.clips.filter(({ state }) => state !== 'delivered');
  const all = request.clips.length;
  const done = all - missing.length;
  const title =
    missing.length === 0
      ? montage.renderedAll(done)
      : done === 0
        ? montage.renderedNone
        : montage.renderedSome(done, all);
  return paragraphs(title, ...missing.map((clip) => missingWords(clip, texts)));
}

function missingWords(clip: Clip, texts: Texts): string {
  const name = clipName(clip, texts);
  if (clip.state === 'cancelled') return texts.montage.clipCancelled(name);
  const refusal = clip.failure ?? { reason: 'internal' as const, details: {} };
  return texts.montage.clipRefused(name, refusalText(texts, refusal));
}

/** Below an album, which has none of its own. */
export function renderedButtons({ sourceId }: RenderRequest, texts: Texts): Row[] {
  return [
    [anytime(texts.montage.changeMore, 'montage', sourceId, 'primary')],
    [anytime(texts.common.menu, 'menu')],
  ];
}
