/** Digits without grouping blanks or separators: "1 200", "1,200" and "1.200" are 1200. */
export function plainDigits(typed: string): string {
  return typed.replace(/[\s.,'’]/g, '');
}

/** Three digits a group, from the left, the first one filled up with zeros: "1200" is ["001", "200"]. */
export function thousandsGroups(digits: string): readonly string[] {
  const trimmed = digits.replace(/^0+(?=\d)/, '');
  const padded = trimmed.padStart(Math.ceil(trimmed.length / 3) * 3, '0');
  return padded.match(/\d{3}/g) ?? [];
}

/** Longer numbers are no amounts: they are read digit by digit. */
export const longestNumberDigits = 12;
