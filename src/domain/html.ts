/** The few signs and tags of Telegram's HTML that this product writes. */

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const signs = new Map(Object.entries(entities).map(([sign, entity]) => [entity, sign]));

/** A person's words or ours as text for Telegram's HTML, also inside an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}

/** Without tags and entities: what a person sees, and what is sent where HTML can't be. */
export function plainText(html: string): string {
  return html
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replace(/&(?:amp|lt|gt|quot);/g, (entity) => signs.get(entity) ?? entity);
}
