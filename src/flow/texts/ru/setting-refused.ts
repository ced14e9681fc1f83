import type { TypedSetting } from '../details.ts';

/** What `actions/montage/explain-issue.ts` says is allowed, in Russian; names and numbers stay. */
const inRussian: readonly (readonly [RegExp, string])[] = [
  [/^one of /, ''],
  [/^null or an object: /, 'null или объект '],
  [/^an object: /, 'объект '],
  [/^a list of /, 'список из '],
  [/^a list: /, 'список '],
  [/^a text with a length of at least /, 'текст длиной от '],
  [/^a text with a length of at most /, 'текст длиной до '],
  [/^a list with a length of at least /, 'список длиной от '],
  [/^a list with a length of at most /, 'список длиной до '],
  [/^a number of at least /, 'число от '],
  [/^a number of at most /, 'число до '],
  [/^a number$/, 'число'],
  [/^a text$/, 'текст'],
  [/^a text that can be read$/, 'текст, который можно прочитать'],
  [/^true or false$/, 'true или false'],
  [/^(&quot;auto&quot;) or /, '$1 или '],
  [
    /^there only with kind &quot;edited&quot;, and kind is (.+)$/,
    'только вместе с kind &quot;edited&quot;, а сейчас $1',
  ],
  [/^own only where a subtitle file was given before$/, 'own — только если файл субтитров уже прислан'],
  [/^a time after startSeconds, which is (.+)$/, 'время после startSeconds, то есть больше $1'],
  [/^null while no (intro|outro) was given$/, 'только null, пока $1 не прислан'],
];

/** What is wrong with settings that were typed as JSON. */
export function settingRefused({ path, found, allowed, isUnknown, nearest }: TypedSetting): string {
  if (path === '') {
    return 'Это не JSON, который я могу прочитать: нужен объект в фигурных скобках. Проверьте скобки, кавычки и запятые.';
  }
  const meant = nearest === '' ? '' : ` Может быть, <code>${nearest}</code>?`;
  if (isUnknown) return `Настройки <code>${path}</code> у этого видео нет.${meant} Есть: ${allowed}.`;
  const said = translated(allowed);
  return found === 'nothing'
    ? `В настройках не хватает <code>${path}</code>. Можно: ${said}.`
    : `Настройка <code>${path}</code> не может быть <code>${translated(found)}</code>.${meant} Можно: ${said}.`;
}

function translated(text: string): string {
  return inRussian.reduce((said, [english, russian]) => said.replace(english, russian), text);
}
