const linkPattern = /^(?:https?:\/\/)?[^\s/]+\.[^\s]+$/i;
const longestLink = 2000;

/** What somebody sent as a link, with its scheme; undefined where it can't be one. */
export function linkIn(text: string): string | undefined {
  const link = text.trim();
  if (link.length > longestLink || !linkPattern.test(link)) return undefined;
  return /^https?:/i.test(link) ? link : `https://${link}`;
}
