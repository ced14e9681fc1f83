/**
 * Words as patterns over lower-case text with ё written as е and every sign but letters and digits as a space.
 * Russian words are stems with their endings open, since prompts decline them.
 */
const ending = '[а-я]*';

export function words(...patterns: string[]): RegExp {
  return new RegExp(`(?<= )(?:${patterns.join('|').replaceAll('…', ending)})(?= )`, 'g');
}
