import type { VideoPlan } from '../../domain/montage/video-plan.ts';

/** Part of the clip that is drawn: the whole of it, or one moment for a still. */
export interface Window {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** What of a window the speech part fills, at its own times; nothing where it is all intro or all outro. */
export function bodyWindow({ join }: VideoPlan, window: Window): Window | undefined {
  if (!join.intro && !join.outro) return window;
  const start = join.bodyStartSeconds;
  const fromSeconds = Math.max(0, window.fromSeconds - start);
  const toSeconds = Math.min(join.bodySeconds, window.toSeconds - start);
  const leastSeconds = 0.5 / 1000;
  return toSeconds - fromSeconds > leastSeconds ? { fromSeconds, toSeconds } : undefined;
}
