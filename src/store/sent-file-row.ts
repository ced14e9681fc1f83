import { z } from 'zod';
import type { SentFile } from '../domain/task/task.ts';

/** A sent file as rows hold it. */
export const sentFileRow = z.object({
  fileId: z.string(),
  kind: z.enum(['photo', 'video', 'document']),
  name: z.string().exactOptional(),
  mime: z.string().exactOptional(),
  bytes: z.number().exactOptional(),
  durationSeconds: z.number().exactOptional(),
}) satisfies z.ZodType<SentFile>;
