import { h, icon } from './dom.js';

/**
 * A round picture with initials, in a colour of its own.
 *
 * @param {{ id: number, first_name?: string, last_name?: string, title?: string, is_bot?: boolean } | undefined} whose
 */
export function avatar(whose) {
  const name = whose?.title ?? [whose?.first_name, whose?.last_name].filter(Boolean).join(' ');
  const initials = name
    .split(/\s+/)
    .map((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase();
  const element = h(
    'span',
    { class: 'avatar', 'aria-hidden': 'true' },
    whose?.is_bot ? icon('clapper') : initials,
  );
  element.dataset.hue = whose?.is_bot ? 'bot' : String(Math.abs(whose?.id ?? 0) % 7);
  return element;
}
