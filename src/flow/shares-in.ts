/**
 * Shares of 1 that a person typed in a row, NaN for what is none: with a point or a comma, as per cent, in any digits;
 * blanks or semicolons between them, or commas where these can't be meant as points.
 */
export function sharesIn(text: string): number[] {
  const plain = text
    .normalize('NFKC')
    .replace(/[٠-٩۰-۹]/gu, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
    .replace(/٫/gu, '.')
    .replace(/[،؛]/gu, ';')
    .replace(/\s*[%٪]\s*,?/gu, '% ')
    .trim();
  const between = plain.includes('.') ? /[\s;,]+/ : /[\s;]+|,\s+/;
  return plain.split(between).map(shareOf);
}

function shareOf(part: string): number {
  const [, number, percent] = /^(\d{0,3}[.,]?\d{1,6})(%?)$/.exec(part) ?? [];
  if (number === undefined) return Number.NaN;
  return Number(number.replace(',', '.')) / (percent ? 100 : 1);
}
