import type { SandboxParts } from '../parts.ts';
import type { SandboxBot } from '../protocol.ts';

export type ProfileText = 'name' | 'description' | 'short_description';

const firstName = 'UGC Studio';

/** In that language, else the text for all others. */
export function botText({ records }: SandboxParts, kind: ProfileText, language = ''): string {
  const text = records.texts.get(`${kind} ${language}`) ?? records.texts.get(`${kind} `);
  return text ?? (kind === 'name' ? firstName : '');
}

export function describeBot(parts: SandboxParts): SandboxBot {
  const { id = 0, username = '' } = parts.records.bot.get('bot') ?? {};
  return {
    id,
    username,
    name: botText(parts, 'name'),
    description: botText(parts, 'description'),
    shortDescription: botText(parts, 'short_description'),
    inLanguage: textsInLanguages(parts),
  };
}

function textsInLanguages({ records }: SandboxParts): NonNullable<SandboxBot['inLanguage']> {
  const found: Record<string, { name?: string; description?: string }> = {};
  for (const key of records.texts.keys()) {
    const [kind, language = ''] = key.split(' ');
    if (language === '' || (kind !== 'name' && kind !== 'description')) continue;
    found[language] = { ...found[language], [kind]: records.texts.get(key) };
  }
  return found;
}
