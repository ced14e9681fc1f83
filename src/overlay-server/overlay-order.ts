import { z } from 'zod';
import { circleRadius } from '../domain/overlay/auto-circle.ts';
import type { HeadCircle } from '../domain/overlay/circle.ts';
import { AppError } from '../kernel/errors.ts';
import { sha256 } from '../platform/files/sha256.ts';

const share = z.number().min(0).max(1);
const link = z
  .string()
  .max(4096)
  .regex(/^https?:\/\//);

/**
 * What `submit` takes. Callers say more than that (`engine`, `threshold`, `feather`, `rembg_model`): how a person is told
 * from what is behind them is this server's own affair.
 */
const submitted = z.object({
  video_url: link,
  container: z.enum(['webm', 'mov']).default('webm'),
  shape: z.enum(['circle', 'rect']).default('rect'),
  circle_auto_center: z.boolean().default(true),
  circle_radius: z.number().min(0.01).max(2).default(0.35),
  circle_center_x: share.default(0.5),
  circle_center_y: share.default(0.5),
  /** Where the result is to be put; without it this server serves the file itself. */
  result_put_url: link.optional(),
});

export interface OverlayOrder {
  readonly videoUrl: string;
  readonly container: 'webm' | 'mov';
  readonly shape: 'circle' | 'cutout';
  readonly circle: HeadCircle | 'auto';
  readonly resultPutUrl?: string;
}

/** Throws `invalid-arguments` that names the field and what is allowed. */
export function readOverlayOrder(body: unknown): OverlayOrder {
  const { data, error } = submitted.safeParse(body);
  if (!data) {
    const [issue] = error.issues;
    const field = issue?.path.join('.') ?? '';
    throw new AppError(
      'invalid-arguments',
      `${field === '' ? 'The body' : `"${field}"`} is not as it should be (${issue?.message}): see docs/overlay-server.md.`,
    );
  }
  const { circle_center_x: x, circle_center_y: y } = data;
  const radius = Math.max(circleRadius.smallest, Math.min(circleRadius.largest, data.circle_radius));
  return {
    videoUrl: data.video_url,
    container: data.container,
    shape: data.shape === 'circle' ? 'circle' : 'cutout',
    circle: data.circle_auto_center ? 'auto' : { radius, centre: { x, y } },
    ...(data.result_put_url !== undefined && { resultPutUrl: data.result_put_url }),
  };
}

/** The same for the same work: links are signed anew each time, so what stands behind `?` doesn't count. */
export function orderFingerprint(order: OverlayOrder): string {
  const place = (address: string) => address.replace(/\?.*$/s, '');
  const { videoUrl, resultPutUrl = '', ...rest } = order;
  return sha256(JSON.stringify([place(videoUrl), place(resultPutUrl), rest]));
}
