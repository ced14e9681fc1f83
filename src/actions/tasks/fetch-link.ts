import { claimedKind } from '../../domain/media/file-hint.ts';
import { type FoundKind, mediaProblem, type ShareService } from '../../domain/media/media-problem.ts';
import { type ShareLink, shareLink } from '../../domain/media/share-link.ts';
import { maxLinkBytes } from '../../domain/media/upload-limits.ts';
import { AppError, isAppError } from '../../kernel/errors.ts';
import { guardedFetch } from '../../platform/http/guarded-fetch.ts';
import type { Network } from '../../platform/http/public-network.ts';

const totalTimeoutMs = 150_000;
const idleTimeoutMs = 15_000;

/** Fetches what a link leads to, share links of known services included; gives the service. Throws `link-refused`. */
export async function fetchLink(
  link: string,
  destination: string,
  signal: AbortSignal,
  network?: Network,
): Promise<ShareService | undefined> {
  const { url, service } = directLink(shareLink(link));
  await guardedFetch(url, {
    destination,
    maxBytes: maxLinkBytes,
    totalTimeoutMs,
    idleTimeoutMs,
    signal,
    checkHead: ({ contentType }) => {
      const kind = claimedKind({ mime: contentType });
      if (kind === 'page') throw pageInstead(service);
      if (kind === 'picture' || kind === 'gif' || kind === 'audio' || kind === 'document') {
        throw notVideo(kind);
      }
    },
    ...(network && { network }),
  });
  return service;
}

function directLink(found: ShareLink | undefined): Extract<ShareLink, { kind: 'direct' }> {
  if (found?.kind === 'direct') return found;
  if (!found) {
    throw new AppError('link-refused', 'The link is no web address.', {
      details: mediaProblem('link-invalid', {}),
    });
  }
  const { kind, service } = found;
  const problem = kind === 'folder' ? 'link-folder' : 'link-share-page';
  throw new AppError(
    'link-refused',
    `The link shows a ${kind} of ${service}, and no file can be fetched from it; send the video itself, or a link of Google Drive or Dropbox to one file.`,
    { details: mediaProblem(problem, { service }) },
  );
}

/** What a fetched file turned out to be, told as a fault of the link where that is what the user can mend. */
export async function refusedAsLink<T>(
  service: ShareService | undefined,
  judge: () => Promise<T>,
): Promise<T> {
  try {
    return await judge();
  } catch (error) {
    if (!isAppError(error, 'invalid-media') || error.details.problem !== 'not-a-video') throw error;
    const kind = error.details.kind as FoundKind;
    throw kind === 'page' ? pageInstead(service) : notVideo(kind);
  }
}

/** Of a service that gives files, a page means that this one is not open to everybody; elsewhere it is just a page. */
function pageInstead(service: ShareService | undefined): AppError {
  if (service === undefined) return notVideo('page');
  return new AppError(
    'link-refused',
    `${service} gave a page in place of the file; open the file to everyone who has the link.`,
    { details: mediaProblem('link-login-page', { service }) },
  );
}

function notVideo(kind: FoundKind): AppError {
  return new AppError(
    'link-refused',
    `The link leads to a ${kind}, not to a video; a link to an MP4, MOV or WebM file is needed.`,
    { details: mediaProblem('link-not-video', { kind }) },
  );
}
