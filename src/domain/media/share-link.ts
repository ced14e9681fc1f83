import type { ShareService } from './media-problem.ts';

/** Where the bytes behind a link that somebody pasted are. */
export type ShareLink =
  | { readonly kind: 'direct'; readonly url: string; readonly service?: ShareService }
  /** The service shows a page and gives the file by no direct link. */
  | { readonly kind: 'page'; readonly service: ShareService }
  | { readonly kind: 'folder'; readonly service: ShareService };

/** Hosts, their subdomains included, whose links show a page for people. */
const pagesOf: Readonly<Record<string, ShareService>> = {
  'disk.yandex.ru': 'yandex-disk',
  'disk.yandex.com': 'yandex-disk',
  'disk.yandex.kz': 'yandex-disk',
  'disk.360.yandex.ru': 'yandex-disk',
  'yadi.sk': 'yandex-disk',
  'icloud.com': 'icloud',
  '1drv.ms': 'onedrive',
  'onedrive.live.com': 'onedrive',
  'wetransfer.com': 'wetransfer',
  'we.tl': 'wetransfer',
  'youtube.com': 'youtube',
  'youtu.be': 'youtube',
  'instagram.com': 'instagram',
  'tiktok.com': 'tiktok',
  'vk.com': 'vk',
  'vkvideo.ru': 'vk',
  't.me': 'telegram',
};

/**
 * Turns a share link of Google Drive or Dropbox into the link of the file itself; what is neither passes unchanged.
 * Undefined for what is no web address at all.
 */
export function shareLink(link: string): ShareLink | undefined {
  const text = link.trim();
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  const host = url.hostname.replace(/\.$/, '');
  if (host === 'drive.google.com' || host === 'docs.google.com') return driveLink(url);
  if (host === 'dropbox.com' || host === 'www.dropbox.com') return dropboxLink(url);
  if (host === 'drive.usercontent.google.com') return { kind: 'direct', url: text, service: 'google-drive' };
  if (isBelow(host, 'dropboxusercontent.com')) return { kind: 'direct', url: text, service: 'dropbox' };
  for (const [name, service] of Object.entries(pagesOf)) {
    if (isBelow(host, name)) return { kind: 'page', service };
  }
  return { kind: 'direct', url: text };
}

function isBelow(host: string, name: string): boolean {
  return host === name || host.endsWith(`.${name}`);
}

const driveId = /^[A-Za-z0-9_-]{10,128}$/;

/**
 * `/file/d/ID/view`, `/open?id=ID`, `/uc?id=ID` and `/a/…` or `/u/0/…` before any of them. `confirm=t` passes the page
 * that warns of files too big to be scanned for viruses.
 */
function driveLink(url: URL): ShareLink {
  const service = 'google-drive';
  if (/\/(folders|drive\/folders)\//.test(url.pathname)) return { kind: 'folder', service };
  const id = /\/file\/d\/([^/]+)/.exec(url.pathname)?.[1] ?? url.searchParams.get('id') ?? '';
  if (!driveId.test(id)) return { kind: 'page', service };
  const direct = new URL('https://drive.usercontent.google.com/download');
  direct.searchParams.set('id', id);
  direct.searchParams.set('export', 'download');
  direct.searchParams.set('confirm', 't');
  // Links of before 2021 carry a second key, without which the file is not found.
  const resourceKey = url.searchParams.get('resourcekey');
  if (resourceKey !== null) direct.searchParams.set('resourcekey', resourceKey);
  return { kind: 'direct', url: direct.href, service };
}

/** `/s/…/name` and `/scl/fi/…/name?rlkey=…`: `dl=1` asks for the file in place of its page. */
function dropboxLink(url: URL): ShareLink {
  const service = 'dropbox';
  if (/^\/(sh|scl\/fo)\//.test(url.pathname)) return { kind: 'folder', service };
  if (!/^\/(s|scl\/fi)\//.test(url.pathname)) return { kind: 'page', service };
  const direct = new URL(url);
  direct.protocol = 'https:';
  direct.hostname = 'www.dropbox.com';
  direct.searchParams.delete('raw');
  direct.searchParams.set('dl', '1');
  return { kind: 'direct', url: direct.href, service };
}
