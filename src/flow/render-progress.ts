import type { RenderRequest } from '../domain/montage/montage-status.ts';
import { paragraphs, lines } from './html.ts';
import { progressBar } from './progress.ts';
import type { Texts } from './texts/texts.ts';

type Clip = RenderRequest['clips'][number];

/** 0–1 over all renders of a request; one that has ended is done, however it ended. */
export function renderFraction({ clips }: RenderRequest): number {
  const done = clips.reduce((sum, clip) => sum + (hasEnded(clip) ? 1 : clip.fraction), 0);
  return clips.length === 0 ? 1 : done / clips.length;
}

export function hasEnded({ state }: Pick<Clip, 'state'>): boolean {
  return state !== 'running' && state !== 'awaiting_confirmation' && state !== 'awaiting_engine';
}

/**
 * Where the renders of a request stand, clip by clip, as the message tells that is edited while they are made: HTML.
 * `secondsLeft` is for all of them, and is left out until enough was seen to tell.
 */
export function renderProgressText(request: RenderRequest, texts: Texts, secondsLeft?: number): string {
  const { montage, production, words } = texts;
  const open = request.clips.filter((clip) => !hasEnded(clip));
  const current = open[0];
  const ahead = current?.ahead ?? 0;
  return paragraphs(
    montage.rendering(request.clips.length),
    lines(...request.clips.map((clip) => clipLine(clip, clip === current, texts))),
    ahead > 0 && production.ahead(ahead),
    secondsLeft !== undefined && ahead === 0 && production.timeLeft(words.timeLeft(secondsLeft)),
    current && ahead === 0 && montage.mayLeave,
  );
}

function clipLine(clip: Clip, isCurrent: boolean, texts: Texts): string {
  const name = clipName(clip, texts);
  if (clip.state === 'delivered') return texts.montage.clipDone(name);
  if (clip.state === 'failed') return texts.montage.clipFailed(name);
  if (hasEnded(clip)) return texts.montage.clipCancelled(name);
  return isCurrent && clip.ahead === 0
    ? `${texts.montage.clipInWork(name)}\n${progressBar(clip.fraction, texts)}`
    : texts.montage.clipWaits(name);
}

export function clipName({ template }: Pick<Clip, 'template'>, { montage }: Texts): string {
  return template ? montage.template[template] : montage.clip;
}
