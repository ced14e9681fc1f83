const cyrillic = /\p{Script=Cyrillic}/gu;
const latin = /\p{Script=Latin}/gu;

/**
 * Russian or English, by whose letters there are more of; undefined where the script has no letter of either. Brand
 * names in Latin letters are common in Russian ads, so a third of Cyrillic letters makes a script Russian.
 */
export function detectScriptLanguage(text: string): 'ru' | 'en' | undefined {
  const cyrillicLetters = text.match(cyrillic)?.length ?? 0;
  const latinLetters = text.match(latin)?.length ?? 0;
  if (cyrillicLetters === 0 && latinLetters === 0) return undefined;
  return cyrillicLetters * 2 >= latinLetters ? 'ru' : 'en';
}
