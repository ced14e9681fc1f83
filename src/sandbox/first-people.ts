import { putGroup, putUser } from './human/people-acts.ts';
import type { SandboxParts } from './parts.ts';

/** Who is there from the start, for `ADMIN_TG_IDS` and `ADMIN_FEEDBACK_CHAT_ID`. */
export const firstUserIds = { russian: 510_000_101, english: 510_000_102, operator: 510_000_103 } as const;
export const operatorsGroupId = -4_200_000;

export function firstPeople(parts: SandboxParts): void {
  if (parts.records.users.size > 0) return;
  putUser(parts, {
    id: firstUserIds.russian,
    first_name: 'Алиса',
    last_name: 'Ветрова',
    username: 'alisa_vetrova',
    language_code: 'ru',
  });
  putUser(parts, {
    id: firstUserIds.english,
    first_name: 'Ben',
    last_name: 'Harlow',
    username: 'ben_harlow',
    language_code: 'en',
  });
  putUser(parts, {
    id: firstUserIds.operator,
    first_name: 'Олег',
    last_name: 'Оператор',
    username: 'oleg_operator',
    language_code: 'ru',
  });
  putGroup(parts, operatorsGroupId, 'UGC Studio: operators', [firstUserIds.operator]);
  parts.journal.commit();
}
