import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openOperatorDesk, type OperatorDesk } from '../../test/support/operator-desk.ts';
import { openSandboxUser, type SandboxUser } from '../../test/support/sandbox-user.ts';
import { openTestSandbox, type TestSandbox } from '../../test/support/test-sandbox.ts';
import { tellOperators } from '../actions/operators/operator-mail.ts';
import { knowPerson } from '../actions/people/know-person.ts';
import { silentLog } from '../platform/log/log.ts';
import { createTelegram, type Telegram } from '../telegram/client.ts';
import type { OperatorDoor } from '../telegram/operator-door.ts';
import { createOperatorDoor } from './operator-door.ts';
import { startOperatorWork } from './operator-work.ts';

const photo = fileURLToPath(new URL('../../test/portraits/glasses.jpg', import.meta.url));
// As the sandbox has them from the start.
const ben = 510_000_102;
const oleg = 510_000_103;
const group = -4_200_000;

let desk: OperatorDesk;
let box: TestSandbox;
let user: SandboxUser;
let operator: SandboxUser;
let alone: SandboxUser;
let listening: Promise<void>;
const stopping = new AbortController();

beforeAll(async () => {
  desk = await openOperatorDesk();
  box = await openTestSandbox();
  const telegram = createTelegram({ token: box.sandbox.token, apiRoot: box.apiRoot, log: silentLog });
  const config = { ...desk.config, adminIds: [oleg], feedbackChatId: group, language: 'ru' } as const;
  const parts = { ...desk.parts, adminIds: [oleg] };
  const door = createOperatorDoor(parts, telegram, config);
  await startOperatorWork(parts, telegram, config, stopping.signal);
  user = await openSandboxUser(box.apiRoot, ben);
  operator = await openSandboxUser(box.apiRoot, oleg, { chatId: group });
  alone = await openSandboxUser(box.apiRoot, oleg);
  listening = listen(telegram, door);
  await user.start();
  await alone.start();
});
afterAll(async () => {
  stopping.abort();
  await listening;
  for (const each of [user, operator, alone]) each.close();
  await box.close();
  await desk.close();
});

/** As little of a bot as there can be: the door for operators, and what a user writes is feedback. */
async function listen(telegram: Telegram, door: OperatorDoor): Promise<void> {
  let offset = 0;
  while (!stopping.signal.aborted) {
    const updates = await telegram
      .getUpdates({ offset, timeout: 5 }, stopping.signal as never)
      .catch(() => []);
    for (const update of updates) {
      offset = update.update_id + 1;
      const from = update.message?.from ?? update.callback_query?.from;
      if (!from) continue;
      const language = from.language_code === 'ru' ? 'ru' : 'en';
      const seen = { telegramId: from.id, firstName: from.first_name, languageCode: language };
      const { personId } = await knowPerson(desk.parts, seen);
      const sender = { ...seen, personId, language } as const;
      if (update.callback_query) await door.press(update.callback_query, sender);
      else if (update.message && !(await door.handle(update.message, sender)) && from.id === ben) {
        const { text = update.message.caption ?? '', photo: sizes } = update.message;
        const fileId = sizes?.at(-1)?.file_id;
        const attachment = fileId === undefined ? undefined : ({ fileId, kind: 'photo' } as const);
        await tellOperators(desk.parts, { id: randomUUID(), personId, kind: 'feedback', text, attachment });
      }
    }
  }
}

const isPhoto = (message: object) => 'photo' in message;
const forget = async () => await desk.parts.database.pool.query('delete from ugc.audit_log');

it('a photo with words reaches the operators, and their answer with a photo its sender', async () => {
  await user.send('photo', photo, { caption: 'Why is <this> blurred?' });
  const brought = await operator.waitFor(
    (message) => isPhoto(message) && String(message.caption).includes('blurred'),
  );
  expect(brought.caption).toContain('Why is <this> blurred?');
  expect(brought.caption).toContain(String(ben));
  const { messageId } = { messageId: brought.message_id };
  await operator.act({ act: 'say', userId: oleg, chatId: group, text: 'Fixed & done', replyTo: messageId });
  const answer = await user.waitForText(/Fixed & done/);
  expect(answer.text).toBe('💬 Answer from the team\n\nFixed & done');
});

it('every command is answered in the operators’ own language, as Telegram takes it', async () => {
  const commands: [string, string][] = [
    ['/credit_get @ben_harlow', 'Такого пользователя нет'],
    [`/credit_get ${ben}`, 'Баланс: 3 кредита'],
    [`/credit_add ${ben} +2 за <терпение>`, 'Начислено: 2 кредита. Баланс: 5 кредитов'],
    [`/credit_set ${ben} 4`, 'Списано: 1 кредит'],
    [`/credit_history ${ben}`, 'за <терпение>'],
    [`/reply ${ben} Всё готово`, 'Ответ отправляется'],
    ['/stats', 'Сегодня'],
    ['/detailed_stats', 'Пользователи'],
    ['/storage', 'Свободно на диске'],
    ['/cleanup_temp', 'Убрано'],
    ['/r2_test', 'запись'],
    ['/webhook_reset', 'В очереди Telegram'],
    ['/jobs', 'Здесь пусто'],
    [`/ban ${ben} спам`, 'Заблокирован'],
    [`/unban ${ben}`, 'Снова может'],
    ['/broadcast Новый формат!', 'Отправить?'],
    ['/help', 'Для операторов'],
    ['/jobz', '/jobs'],
  ];
  for (const [command, answer] of commands) {
    await forget();
    const said = await operator.say(command);
    const found = await operator.waitFor(
      (message) => message.message_id > said.message_id && String(message.text).includes(answer),
    );
    expect(found.text).toContain(answer);
  }
  await user.waitFor((message) => String(message.text).includes('You were given 2 credits'));
});

it('a broadcast goes out by its button, and the statistics come as a file', async () => {
  const asked = operator.messages().find((message) => String(message.text).includes('Отправить?'));
  if (!asked) throw new Error('the broadcast was not asked for');
  await operator.press('📣 Отправить', { message: asked });
  await user.waitFor((message) => message.text === 'Новый формат!');
  await operator.waitFor((message) => String(message.text).includes('Разослано'));
  await forget();
  await alone.say('/detailed_stats');
  expect((await alone.press('⬇️ CSV')).text).toBe('Файл готовится.');
  await alone.waitFor((message) => 'document' in message);
});

it('one who blocked the bot is told of to the operators', async () => {
  await user.act({ act: 'block', userId: ben });
  await forget();
  await operator.say(`/reply ${ben} Вы здесь?`);
  await operator.waitFor((message) => String(message.text).includes('не дошло'));
});

it('nothing of it broke the schema of the Bot API', async () => {
  expect(await operator.violations()).toEqual([]);
});
