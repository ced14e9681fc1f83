import { stat } from 'node:fs/promises';
import { sha256OfFile } from '../../platform/files/sha256.ts';
import { asProviderError } from '../../platform/service/service-failure.ts';
import type { LendFile } from '../../ports/lend-file.ts';
import type { MontageRequest } from '../../ports/montage.ts';
import type { LayerFile, MontageLayers } from '../../ports/montage-layers.ts';
import type { InputFile } from '../../ports/work.ts';
import { type EditInput, type EditLinks, headSeconds } from './editing.ts';
import { type Ingest, ingestFile, removeSources } from './ingest.ts';

/** A render may wait in the vendor's queue: every link outlives the longest that was seen, many times over. */
const linkSeconds = 6 * 3600;

export interface SharedFiles {
  readonly links: EditLinks;
  /** Ids of those that were uploaded. */
  readonly sources: readonly string[];
}

/**
 * Gives the vendor every file that the edit needs, all at once: by a link of ours where we can be reached, else by an
 * upload. Where one fails, the uploads of the others are taken back.
 */
export async function shareFiles(
  files: ReadonlyMap<EditInput, InputFile>,
  lend: LendFile,
  ingest: Ingest,
  options: { readonly signal: AbortSignal; readonly reportProgress: (fraction: number) => void },
): Promise<SharedFiles> {
  const { signal, reportProgress } = options;
  let done = 0;
  const share = async ([input, file]: readonly [EditInput, InputFile]) => {
    const lent = await lend(file, linkSeconds, signal);
    const shared = lent === undefined ? await ingestFile(ingest, file, signal) : { link: lent };
    done += 1;
    reportProgress(done / files.size);
    return { input, ...shared };
  };
  const settled = await Promise.allSettled([...files].map(share));
  const shared = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const sources = shared.flatMap((one) => ('sourceId' in one ? [one.sourceId] : []));
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed) {
    if (!signal.aborted) await removeSources(ingest, sources, signal);
    throw asProviderError(failed.reason);
  }
  return { links: Object.fromEntries(shared.map(({ input, link }) => [input, link])), sources };
}

/** The files behind an edit: the request's own, unless one was fitted, and the layers. */
export async function filesOf(
  request: MontageRequest,
  layers: MontageLayers,
): Promise<ReadonlyMap<EditInput, InputFile>> {
  const { fitted, plan } = layers;
  const files = new Map<EditInput, InputFile>([['voice', request.speech.audio]]);
  const add = async (input: EditInput, layer: LayerFile | undefined, own?: InputFile) => {
    const file = layer ? await asInput(layer) : own;
    if (file) files.set(input, file);
  };
  if (headSeconds(plan) > 0) await add('head', fitted.head, request.head.video);
  if (plan.background) await add('background', fitted.background, request.background?.video);
  await add('intro', fitted.intro, request.intro?.video);
  await add('outro', fitted.outro, request.outro?.video);
  await add('cut', layers.cut);
  await add('ring', layers.ring);
  await add('mark', layers.mark);
  await add('subtitles', layers.subtitles);
  return files;
}

async function asInput({ path, mime }: LayerFile): Promise<InputFile> {
  return { path, mime, sha256: await sha256OfFile(path), bytes: (await stat(path)).size };
}
