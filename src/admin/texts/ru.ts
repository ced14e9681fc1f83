import type { ArgumentName, ArgumentProblem } from '../arguments.ts';
import type { OperatorTexts } from './en.ts';
import { wordingOf } from './wording.ts';

const wording = wordingOf('ru');
const { number, plural } = wording;
const credits = (count: number) =>
  plural(count, { one: 'кредит', few: 'кредита', many: 'кредитов', other: 'кредита' });
const people = (count: number) =>
  plural(count, { one: 'человек', few: 'человека', many: 'человек', other: 'человека' });
const videos = (count: number) =>
  plural(count, { one: 'видео', few: 'видео', many: 'видео', other: 'видео' });
const updates = (count: number) =>
  plural(count, { one: 'обновление', few: 'обновления', many: 'обновлений', other: 'обновления' });

const allowed: Record<ArgumentName, string> = {
  person: 'id в Telegram, например <code>123456789</code>, или <code>@имя</code>',
  change: 'целое число со знаком, например +5 или -3, до 1 000 000 и не 0',
  amount: 'целое число от 0 до 1 000 000',
  page: 'номер страницы, начиная с 1',
  note: 'заметка не длиннее 200 символов',
  text: 'текст',
};
const problems: Record<ArgumentProblem, (argument: ArgumentName, found: string) => string> = {
  missing: (argument) => `Здесь не хватает: ${allowed[argument]}.`,
  malformed: (argument, found) => `«${found}» здесь не подходит. Нужно: ${allowed[argument]}.`,
  surplus: (_argument, found) => `«${found}» — лишнее для этой команды.`,
};

export const ru: OperatorTexts = {
  wording,
  commands: {
    credit_get: { usage: '/credit_get <id или @имя>', does: 'баланс и замороженные кредиты' },
    credit_add: {
      usage: '/credit_add <id или @имя> <±число> [заметка]',
      does: 'начислить или списать кредиты; о начислении пользователь узнает',
    },
    credit_set: {
      usage: '/credit_set <id или @имя> <число> [заметка]',
      does: 'установить баланс; о начислении пользователь узнает',
    },
    credit_history: { usage: '/credit_history <id или @имя> [страница]', does: 'движение кредитов' },
    reply: {
      usage: '/reply <id или @имя> <текст>',
      does: 'написать пользователю; то же делает ответ на его сообщение здесь, можно с фото или видео',
    },
    stats: { usage: '/stats', does: 'за сегодня и всего' },
    detailed_stats: { usage: '/detailed_stats [страница]', does: 'по каждому пользователю, есть файл CSV' },
    storage: { usage: '/storage', does: 'что хранится и сколько места осталось' },
    cleanup_temp: { usage: '/cleanup_temp', does: 'удалить временные файлы сейчас' },
    r2_test: { usage: '/r2_test', does: 'проверить хранилище файлов на деле' },
    webhook_reset: { usage: '/webhook_reset', does: 'заново сообщить Telegram, куда слать обновления' },
    jobs: { usage: '/jobs', does: 'видео в работе и с ошибками: повторить или отменить' },
    ban: { usage: '/ban <id или @имя> [причина]', does: 'закрыть доступ и остановить видео в работе' },
    unban: { usage: '/unban <id или @имя>', does: 'вернуть доступ' },
    broadcast: {
      usage: '/broadcast <текст>',
      does: 'сообщение всем, сначала предпросмотр; ответом на сообщение — разослать его',
    },
    help: { usage: '/help', does: 'этот список' },
  },
  problem: (problem, argument, found) => problems[problem](argument, found),
  usage: (usage) => `Как писать: <code>${usage}</code>`,
  helpTitle: '<b>Для операторов</b>',
  helpEnd: 'Не больше пяти команд за десять секунд. Пересланные команды не выполняются.',
  tooMany: 'Слишком быстро: не больше пяти команд за десять секунд. Подождите немного.',
  forwarded: 'Пересланные команды не выполняются. Наберите её сами.',
  nobody: 'Такого пользователя нет: с этим id или именем боту никто не писал.',
  failed: 'Не получилось из-за ошибки в программе. Подробности в журнале.',
  refused: (reason) => `Так нельзя: ${reason}`,
  outdated: 'Здесь уже всё изменилось.',
  unknownCommand: (near) => `Такой команды нет. Может быть, /${near}? Все команды: /help.`,

  noName: 'без имени',
  person: (name, username, id) =>
    `${name}${username === undefined ? '' : ` (@${username})`} · <code>${id}</code>`,
  balance: (balance, held) =>
    held > 0
      ? `Баланс: ${credits(balance)}, ещё ${credits(held)} заморожено под видео в работе`
      : `Баланс: ${credits(balance)}`,
  videosMade: (count) => `Видео: ${number(count)}`,
  banned: 'Заблокирован',
  given: (count, balance) => `✅ Начислено: ${credits(count)}. Баланс: ${credits(balance)}.`,
  taken: (count, balance) => `✅ Списано: ${credits(count)}. Баланс: ${credits(balance)}.`,
  unchanged: (balance) => `Баланс и так ${credits(balance)}.`,
  done: 'Это уже сделано.',
  notEnough: (needed, balance) => `На балансе ${credits(balance)}, списать ${number(needed)} нельзя.`,
  gift: (count, balance) => `🎁 Вам начислено: ${credits(count)}. Ваш баланс: ${credits(balance)}.`,
  historyTitle: '<b>Движение кредитов</b>',
  historyEmpty: 'Движения пока не было.',
  pageEmpty: 'На этой странице ничего нет.',
  operationKinds: {
    bonus: 'бонус за регистрацию',
    granted: 'начислено',
    taken: 'списано',
    held: 'заморожено под видео',
    captured: 'видео оплачено',
    released: 'заморозка снята',
    imported: 'перенесено из старого бота',
  },

  replyQueued: 'Ответ отправляется.',
  replyNoPerson: 'Не могу понять, чьё это сообщение. Подойдёт <code>/reply &lt;id&gt; &lt;текст&gt;</code>.',
  replyKind: 'Передать можно только текст, фото, видео и файлы.',
  answerHeading: '💬 <b>Ответ команды</b>',
  unreachable: (person) =>
    `⚠️ Сообщение не дошло до пользователя ${person}: бот заблокирован или аккаунт удалён.`,
  undeliverable: (person) => `⚠️ Telegram не принял сообщение для пользователя ${person}. Причина в журнале.`,
  mailKinds: {
    feedback: '✉️ Обратная связь',
    report: '🚩 Жалоба',
    top_up: '💳 Просят пополнить баланс',
    notice: 'ℹ️ Сообщение',
  },
  mailSubjects: { production: 'О видео', presenter: 'О ведущем' },
  mailLanguage: (language) => `язык ${language}`,
  see: '👁 Посмотреть',
  banButton: '⛔ Заблокировать',
  banSure: '⛔ Точно заблокировать?',
  seeGone: 'Этого уже нет.',

  statsTitle: (day) => `<b>Статистика, ${day}</b>`,
  today: '<b>Сегодня</b>',
  total: '<b>Всего</b>',
  newPeople: (count) => `Новых: ${people(count)}`,
  allPeople: (count) => `Пользователей: ${people(count)}`,
  activePeople: (count) => `Активных: ${people(count)}`,
  activeMonth: (count) => `Активных за 30 дней: ${people(count)}`,
  videos: (count) => `Сделано: ${videos(count)}`,
  failures: (count) => `С ошибкой: ${number(count)}`,
  creditsGiven: (count) => `Начислено: ${credits(count)}`,
  creditsSpent: (count) => `Потрачено: ${credits(count)}`,
  providers: (usd) => `Уплачено сервисам: ${wording.usd(usd)}`,
  provider: (name, usd, calls) =>
    `· ${name}: ${wording.usd(usd)}, ${plural(calls, { one: 'запрос', few: 'запроса', many: 'запросов', other: 'запроса' })}`,
  serviceNames: { elevenlabs: 'ElevenLabs', fal: 'fal.ai', shotstack: 'Shotstack', modal: 'GPU-сервис' },
  budget: (spent, limit) => `Бюджет дня (UTC): ${wording.usd(spent)} из ${wording.usd(limit)}`,
  creditsLeft: (name, used, limit, plan, resetsAt) =>
    `${name}: израсходовано кредитов ${number(used)} из ${number(limit)} (тариф ${plan || '?'}${resetsAt ? `, обновятся ${wording.date(resetsAt)}` : ''})`,
  creditsUnknown: (name) => `${name}: сколько осталось кредитов, узнать не удалось`,
  personProviders: (usd) => `Уплачено за них сервисам: ${wording.usd(usd)}`,
  budgetSpent: (usd, day) =>
    `💸 <b>Дневной бюджет на сервисы исчерпан</b>\n${wording.usd(usd)} за ${day} (UTC) израсходованы: до полуночи по UTC сервисам больше ничего не отправляется. Кто ждёт, может выбрать встроенный движок. Предел задаёт PROVIDER_DAILY_BUDGET_USD.`,
  peopleTitle: (page) => `<b>Пользователи, сначала новые</b> · страница ${number(page)}`,
  peopleEmpty: 'На этой странице никого нет.',
  personFigures: (balance, made, failures, spent) =>
    `баланс ${number(balance)} · видео ${number(made)} · с ошибкой ${number(failures)} · потрачено ${number(spent)}`,
  cameAt: (came, seen) => `с ${came}, был(а) ${seen}`,
  csv: '⬇️ CSV',
  csvCaption: (rows) =>
    plural(rows, {
      one: 'пользователь',
      few: 'пользователя',
      many: 'пользователей',
      other: 'пользователя',
    }),
  csvOnItsWay: 'Файл готовится.',

  storageTitle: '<b>Хранилище</b>',
  storageKinds: '<b>По видам</b>',
  storageOwners: '<b>Больше всех занимают</b>',
  storageLine: (name, count, bytes) =>
    `${name}: ${wording.bytes(bytes)}, ${plural(count, { one: 'результат', few: 'результата', many: 'результатов', other: 'результата' })}`,
  storageEmpty: 'Пока ничего не хранится.',
  diskFree: (free, size) => `Свободно на диске: ${wording.bytes(free)} из ${wording.bytes(size)}`,
  filesLine: (name, count, bytes) =>
    `${name}: ${wording.bytes(bytes)}, ${plural(count, { one: 'файл', few: 'файла', many: 'файлов', other: 'файла' })}`,
  storeFolders: {
    results: 'результаты этапов',
    uploads: 'загруженное',
    presenters: 'свои ведущие',
    checks: 'проверки снимков',
    drawings: 'картинки для чата',
    lent: 'переданное сервисам',
    probes: 'проверки хранилища',
  },
  notAllCounted: '… и ещё: здесь слишком много, чтобы пересчитать.',
  expiryRules: '⏳ Задать правила очистки бакета',
  rulesSet:
    '✅ Теперь бакет сам удаляет временные файлы через день, а прерванные загрузки — через 7\u00a0дней.',
  rulesUnsupported: 'У этого хранилища нет своих правил: бот убирает сам.',
  rulesForbidden:
    'Ключу нельзя менять настройки бакета: нужен токен Admin Read & Write. От этого ничего не зависит, бот убирает сам.',
  cleaned: (done) =>
    [
      '✅ Убрано.',
      `Рабочих папок завершённых процессов: ${number(done.scratchFolders)}`,
      `Файлов, на которые ничто не ссылается: ${number(done.orphanFiles)}`,
      `Временных файлов: ${number(done.temporaryFiles)}`,
      `Результатов с истёкшим сроком: ${number(done.expiredResults)}`,
      `Освобождено: ${wording.bytes(done.freedBytes)}`,
    ].join('\n'),
  storeTitle: (store) => `<b>Хранилище файлов</b>: ${store}`,
  storeSteps: {
    store: 'запись',
    head: 'сведения о файле',
    read: 'чтение',
    list: 'список',
    link: 'ссылка',
    fetch: 'загрузка по ссылке',
    range: 'загрузка части по ссылке',
    remove: 'удаление',
  },
  storeProblems: {
    key: 'ключ не принят. Проверьте R2_ACCESS_KEY_ID и R2_SECRET_ACCESS_KEY',
    permission: 'ключу это не разрешено. Его токену нужны права Object Read & Write на этот бакет',
    clock: 'часы этой машины идут неверно. Настройте время: подпись действует 15\u00a0минут',
    bucket: 'такого бакета нет. Проверьте R2_BUCKET_NAME и аккаунт',
    address: 'хранилища по этому адресу нет. Проверьте R2_ENDPOINT_URL',
    unsupported: 'сервер этого не умеет. Проверьте, что R2_ENDPOINT_URL ведёт на сервер S3',
    busy: 'хранилище перегружено. Повторите через минуту',
    down: 'хранилище недоступно или не работает',
    slow: 'хранилище не отвечает вовремя',
    paused: 'хранилище только что не работало. Чуть позже запрос повторится',
    refused: 'хранилище отклоняет запрос',
    answer: 'сервер S3 так не отвечает. Проверьте R2_ENDPOINT_URL',
    damaged: 'получено не то, что было записано',
    'not-found': 'файла нет',
  },
  storeStep: (step, ok, ms, problem) => (ok ? `✅ ${step}, ${number(ms)} мс` : `❌ ${step}: ${problem}`),
  webhookReset: (mode, url, pending) =>
    mode === 'webhook'
      ? `✅ Вебхук установлен: <code>${url}</code>. В очереди Telegram: ${updates(pending)}.`
      : `✅ Бот сам опрашивает Telegram. В очереди Telegram: ${updates(pending)}.`,

  jobsTitle: (running, waiting, stuck, failed) =>
    `<b>Работа</b>\nВыполняется ${number(running)} · ждёт ${number(waiting)} · застряло на сервисе ${number(stuck)} · с ошибкой за 7 дней ${number(failed)}`,
  serviceDown: (service, failures) =>
    `🔌 <b>${service}</b> не отвечает: ${plural(failures, { one: 'ошибка', few: 'ошибки', many: 'ошибок', other: 'ошибки' })} подряд. Проверяем сами, вмешиваться не нужно.`,
  jobsViews: { work: 'В работе', failed: 'С ошибкой' },
  jobStates: {
    running: '▶️ выполняется',
    waiting: '⏳ ждёт',
    stuck: '🤔 ждёт выбора движка',
    failed: '❌ ошибка',
  },
  jobStages: {
    portrait: 'портрет',
    speech: 'озвучка',
    head: 'говорящая голова',
    overlay: 'наложение',
    montage: 'монтаж',
    verification: 'проверка',
  },
  jobAge: (minutes) =>
    minutes < 120
      ? `${number(minutes)} мин`
      : minutes < 2880
        ? `${number(Math.floor(minutes / 60))} ч`
        : `${number(Math.floor(minutes / 1440))} дн`,
  jobTries: (failures) => `неудачных попыток: ${number(failures)}`,
  jobsEmpty: 'Здесь пусто.',
  retry: (index) => `🔁 ${index}`,
  cancel: (index) => `✖️ ${index}`,
  retried: 'Снова в очереди, бесплатно для пользователя.',
  stopped: (released) =>
    `✖️ Оператор остановил вашу работу.${released > 0 ? ` На счёт вернулось: ${credits(released)}.` : ' Ничего не списано.'}`,
  cancelled: (released) => (released > 0 ? `Отменено, возвращено: ${credits(released)}.` : 'Отменено.'),

  bannedNow: (cancelled) =>
    cancelled > 0
      ? `⛔ Заблокирован. Остановлено видео и озвучек: ${number(cancelled)}.`
      : '⛔ Заблокирован.',
  bannedAlready: 'Уже заблокирован.',
  banOperator: 'Оператора заблокировать нельзя.',
  unbanned: '✅ Снова может пользоваться ботом.',
  notBanned: 'Не заблокирован.',

  broadcastAsk: (count) => `⬆️ Это получат: ${people(count)}. Отправить?`,
  broadcastNobody: 'Отправлять некому.',
  broadcastSend: '📣 Отправить',
  broadcastDrop: 'Не надо',
  broadcastStop: '⏹ Остановить',
  broadcastDropped: 'Не отправлено.',
  broadcastRunning: (sent, failed) =>
    `📣 Рассылается. Отправлено: ${number(sent)}, не дошло: ${number(failed)}.`,
  broadcastDone: (sent, failed) => `✅ Разослано. Получили: ${people(sent)}, не дошло: ${number(failed)}.`,
  broadcastStopped: (sent, failed) =>
    `⏹ Остановлено. Отправлено: ${number(sent)}, не дошло: ${number(failed)}.`,
  broadcastEmpty: 'Напишите текст после /broadcast или ответьте этой командой на сообщение для рассылки.',

  first: '⏮',
  back: '◀️',
  next: '▶️',
};
