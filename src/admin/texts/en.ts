import type { CleanedUp } from '../../actions/operators/cleanup.ts';
import type { ArgumentName, ArgumentProblem } from '../arguments.ts';
import type { OperatorCommandName } from '../command-names.ts';
import { wordingOf } from './wording.ts';

const wording = wordingOf('en');
const { number, plural } = wording;
const credits = (count: number) => plural(count, { one: 'credit', other: 'credits' });
const people = (count: number) => plural(count, { one: 'person', other: 'people' });

const commands: Record<OperatorCommandName, { usage: string; does: string }> = {
  credit_get: { usage: '/credit_get <id or @name>', does: 'balance and what is held' },
  credit_add: {
    usage: '/credit_add <id or @name> <±number> [note]',
    does: 'give credits or take them; the user is told of a gift',
  },
  credit_set: {
    usage: '/credit_set <id or @name> <number> [note]',
    does: 'set the balance; the user is told of a gift',
  },
  credit_history: { usage: '/credit_history <id or @name> [page]', does: 'what moved the balance' },
  reply: {
    usage: '/reply <id or @name> <text>',
    does: 'write to a user; an answer to their message here does the same, with a photo or video too',
  },
  stats: { usage: '/stats', does: 'today and in all' },
  detailed_stats: { usage: '/detailed_stats [page]', does: 'user by user, also as a CSV file' },
  storage: { usage: '/storage', does: 'what is stored, and the room that is left' },
  cleanup_temp: { usage: '/cleanup_temp', does: 'remove temporary files now' },
  r2_test: { usage: '/r2_test', does: 'try the file store for real' },
  webhook_reset: { usage: '/webhook_reset', does: 'tell Telegram anew where updates go' },
  jobs: { usage: '/jobs', does: 'videos in work and failed ones: retry or cancel' },
  ban: { usage: '/ban <id or @name> [reason]', does: 'shut a user out and stop their videos' },
  unban: { usage: '/unban <id or @name>', does: 'let a user in again' },
  broadcast: {
    usage: '/broadcast <text>',
    does: 'a message to everybody, after a preview; as an answer to a message it sends that one',
  },
  help: { usage: '/help', does: 'this list' },
};

const allowed: Record<ArgumentName, string> = {
  person: 'a Telegram id such as <code>123456789</code>, or <code>@name</code>',
  change: 'a whole number with its sign, such as +5 or -3, up to 1,000,000 and not 0',
  amount: 'a whole number from 0 to 1,000,000',
  page: 'a page number from 1 on',
  note: 'a note of at most 200 characters',
  text: 'a text',
};
const problems: Record<ArgumentProblem, (argument: ArgumentName, found: string) => string> = {
  missing: (argument) => `Something is missing here: ${allowed[argument]}.`,
  malformed: (argument, found) => `“${found}” won't do here. Allowed: ${allowed[argument]}.`,
  surplus: (_argument, found) => `“${found}” is more than this command takes.`,
};

export const en = {
  wording,
  commands,
  problem: (problem: ArgumentProblem, argument: ArgumentName, found: string) =>
    problems[problem](argument, found),
  usage: (usage: string) => `Usage: <code>${usage}</code>`,
  helpTitle: '<b>For operators</b>',
  helpEnd: 'Five commands in ten seconds at most. Forwarded commands are not obeyed.',
  tooMany: 'That was quick: five commands in ten seconds at most. Please wait a moment.',
  forwarded: 'Forwarded commands are not obeyed. Please type it yourself.',
  nobody: 'No such user: nobody with that id or name has written to the bot.',
  failed: 'That did not work because of an error in the program. It is in the log.',
  refused: (reason: string) => `That can't be done: ${reason}`,
  outdated: 'This has changed meanwhile.',
  unknownCommand: (near: string) => `There is no such command. Did you mean /${near}? /help lists all.`,

  noName: 'no name',
  person: (name: string, username: string | undefined, id: number) =>
    `${name}${username === undefined ? '' : ` (@${username})`} · <code>${id}</code>`,
  balance: (balance: number, held: number) =>
    held > 0
      ? `Balance: ${credits(balance)}, and ${credits(held)} held for videos in work`
      : `Balance: ${credits(balance)}`,
  videosMade: (count: number) => `Videos: ${number(count)}`,
  banned: 'Banned',
  given: (count: number, balance: number) => `✅ Given: ${credits(count)}. Balance: ${credits(balance)}.`,
  taken: (count: number, balance: number) => `✅ Taken: ${credits(count)}. Balance: ${credits(balance)}.`,
  unchanged: (balance: number) => `The balance is ${credits(balance)} already.`,
  done: 'Done already.',
  notEnough: (needed: number, balance: number) =>
    `They have ${credits(balance)}; ${number(needed)} can't be taken.`,
  gift: (count: number, balance: number) =>
    `🎁 You were given ${credits(count)}. Your balance: ${credits(balance)}.`,
  historyTitle: '<b>Movements of credits</b>',
  historyEmpty: 'Nothing has moved yet.',
  pageEmpty: 'There is nothing on this page.',
  operationKinds: {
    bonus: 'sign-up bonus',
    granted: 'given',
    taken: 'taken',
    held: 'held for a video',
    captured: 'video paid for',
    released: 'hold given back',
    imported: 'taken over from the old bot',
  },

  replyQueued: 'Your answer is on its way.',
  replyNoPerson: "I can't tell whose message that is. <code>/reply &lt;id&gt; &lt;text&gt;</code> works.",
  replyKind: 'Only text, photos, videos and files can be passed on.',
  answerHeading: '💬 <b>Answer from the team</b>',
  unreachable: (person: string) =>
    `⚠️ Your message did not reach ${person}: they blocked the bot or left Telegram.`,
  undeliverable: (person: string) =>
    `⚠️ Telegram refused your message to ${person}. The reason is in the log.`,
  mailKinds: { feedback: '✉️ Feedback', report: '🚩 Report', top_up: '💳 Top-up wanted', notice: 'ℹ️ Notice' },
  mailSubjects: { production: 'About a video', presenter: 'About a presenter' },
  mailLanguage: (language: string) => `language ${language}`,
  see: '👁 Look',
  banButton: '⛔ Ban',
  banSure: '⛔ Really ban them?',
  seeGone: 'That is not there any more.',

  statsTitle: (day: string) => `<b>Statistics, ${day}</b>`,
  today: '<b>Today</b>',
  total: '<b>In all</b>',
  newPeople: (count: number) => `New: ${people(count)}`,
  allPeople: (count: number) => `Users: ${people(count)}`,
  activePeople: (count: number) => `Active: ${people(count)}`,
  activeMonth: (count: number) => `Active in 30 days: ${people(count)}`,
  videos: (count: number) => `Made: ${plural(count, { one: 'video', other: 'videos' })}`,
  failures: (count: number) => `Failed: ${number(count)}`,
  creditsGiven: (count: number) => `Given: ${credits(count)}`,
  creditsSpent: (count: number) => `Spent: ${credits(count)}`,
  providers: (usd: number) => `Paid to providers: ${wording.usd(usd)}`,
  provider: (name: string, usd: number, calls: number) =>
    `· ${name}: ${wording.usd(usd)}, ${plural(calls, { one: 'request', other: 'requests' })}`,
  serviceNames: { elevenlabs: 'ElevenLabs', fal: 'fal.ai', shotstack: 'Shotstack', modal: 'GPU endpoint' },
  budget: (spent: number, limit: number) =>
    `Budget of the day (UTC): ${wording.usd(spent)} of ${wording.usd(limit)}`,
  creditsLeft: (name: string, used: number, limit: number, plan: string, resetsAt: Date | undefined) =>
    `${name}: ${number(used)} of ${number(limit)} credits used (plan ${plan || '?'}${resetsAt ? `, renewed on ${wording.date(resetsAt)}` : ''})`,
  creditsUnknown: (name: string) => `${name}: credits unknown, it could not be asked`,
  personProviders: (usd: number) => `Paid to providers for them: ${wording.usd(usd)}`,
  budgetSpent: (usd: number, day: string) =>
    `💸 <b>The day’s budget for services is spent</b>\n${wording.usd(usd)} of ${day} (UTC) are used up: nothing more is sent to them until midnight UTC. Whoever waits may choose the built-in engine. The limit is PROVIDER_DAILY_BUDGET_USD.`,
  peopleTitle: (page: number) => `<b>Users, newest first</b> · page ${number(page)}`,
  peopleEmpty: 'Nobody on this page.',
  personFigures: (balance: number, videos: number, failures: number, spent: number) =>
    `balance ${number(balance)} · videos ${number(videos)} · failed ${number(failures)} · spent ${number(spent)}`,
  cameAt: (came: string, seen: string) => `came ${came}, seen ${seen}`,
  csv: '⬇️ CSV',
  csvCaption: (rows: number) => plural(rows, { one: 'user', other: 'users' }),
  csvOnItsWay: 'The file is being written.',

  storageTitle: '<b>Storage</b>',
  storageKinds: '<b>By kind</b>',
  storageOwners: '<b>Largest owners</b>',
  storageLine: (name: string, count: number, bytes: number) =>
    `${name}: ${wording.bytes(bytes)} in ${plural(count, { one: 'result', other: 'results' })}`,
  storageEmpty: 'Nothing is stored yet.',
  diskFree: (free: number, size: number) =>
    `Free on the disk: ${wording.bytes(free)} of ${wording.bytes(size)}`,
  filesLine: (name: string, count: number, bytes: number) =>
    `${name}: ${wording.bytes(bytes)} in ${plural(count, { one: 'file', other: 'files' })}`,
  storeFolders: {
    results: 'results of steps',
    uploads: 'uploads',
    presenters: 'own presenters',
    checks: 'checks of pictures',
    drawings: 'drawings for the chat',
    lent: 'lent to services',
    probes: 'trials of the store',
  },
  notAllCounted: '… and more: there is too much to be counted here.',
  expiryRules: "⏳ Set the bucket's clean-up rules",
  rulesSet: '✅ The bucket now removes temporary files after a day and broken uploads after 7\u00a0days.',
  rulesUnsupported: 'This store has no rules of its own: the bot cleans up by itself.',
  rulesForbidden:
    "The key may not change the bucket's settings: that takes an Admin Read & Write token. Nothing depends on it, the bot cleans up by itself.",
  cleaned: (done: CleanedUp) =>
    [
      '✅ Cleaned up.',
      `Scratch folders of dead processes: ${number(done.scratchFolders)}`,
      `Files that nothing refers to: ${number(done.orphanFiles)}`,
      `Temporary files: ${number(done.temporaryFiles)}`,
      `Expired results: ${number(done.expiredResults)}`,
      `Freed: ${wording.bytes(done.freedBytes)}`,
    ].join('\n'),
  storeTitle: (store: string) => `<b>File store</b>: ${store}`,
  storeSteps: {
    store: 'store',
    head: 'look at it',
    read: 'read back',
    list: 'list',
    link: 'make a link',
    fetch: 'fetch by the link',
    range: 'fetch a part by the link',
    remove: 'remove',
  },
  storeProblems: {
    key: 'the key is refused. Check R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY',
    permission: 'the key may not do this. Its token needs Object Read & Write for this bucket',
    clock: "this machine's clock is wrong. Set it: signatures hold for 15 minutes",
    bucket: 'there is no such bucket. Check R2_BUCKET_NAME and the account',
    address: 'the store is not at this address. Check R2_ENDPOINT_URL',
    unsupported: 'the server can not do this. Check that R2_ENDPOINT_URL leads to an S3 server',
    busy: 'the store is busy. Try again in a minute',
    down: 'the store can not be reached or does not work',
    slow: 'the store does not answer in time',
    paused: 'the store did not work a moment ago. It is asked again in a while',
    refused: 'the store refuses the request',
    answer: 'this is not how an S3 server answers. Check R2_ENDPOINT_URL',
    damaged: 'what came back is not what was stored',
    'not-found': 'the file is not there',
  },
  storeStep: (step: string, ok: boolean, ms: number, problem: string) =>
    ok ? `✅ ${step}, ${number(ms)} ms` : `❌ ${step}: ${problem}`,
  webhookReset: (mode: string, url: string, pending: number) =>
    mode === 'webhook'
      ? `✅ The webhook is set: <code>${url}</code>. Waiting at Telegram: ${plural(pending, { one: 'update', other: 'updates' })}.`
      : `✅ Updates are polled. Waiting at Telegram: ${plural(pending, { one: 'update', other: 'updates' })}.`,

  jobsTitle: (running: number, waiting: number, stuck: number, failed: number) =>
    `<b>Work</b>\nRunning ${number(running)} · waiting ${number(waiting)} · stuck at a service ${number(stuck)} · failed in 7 days ${number(failed)}`,
  serviceDown: (service: string, failures: number) =>
    `🔌 <b>${service}</b> doesn’t answer: ${plural(failures, { one: 'failure', other: 'failures' })} in a row. It is asked again by itself.`,
  jobsViews: { work: 'In work', failed: 'Failed' },
  jobStates: {
    running: '▶️ running',
    waiting: '⏳ waiting',
    stuck: '🤔 their choice of engine',
    failed: '❌ failed',
  },
  jobStages: {
    portrait: 'portrait',
    speech: 'speech',
    head: 'talking head',
    overlay: 'overlay',
    montage: 'montage',
    verification: 'verification',
  },
  jobAge: (minutes: number) =>
    minutes < 120
      ? `${number(minutes)} min`
      : minutes < 2880
        ? `${number(Math.floor(minutes / 60))} h`
        : `${number(Math.floor(minutes / 1440))} d`,
  jobTries: (failures: number) => `failed tries: ${number(failures)}`,
  jobsEmpty: 'Nothing here.',
  retry: (index: number) => `🔁 ${index}`,
  cancel: (index: number) => `✖️ ${index}`,
  retried: 'It is in the queue again, at nobody’s cost.',
  stopped: (released: number) =>
    `✖️ An operator stopped your work. ${released > 0 ? `Given back: ${credits(released)}.` : 'Nothing was charged.'}`,
  cancelled: (released: number) =>
    released > 0 ? `Cancelled; ${credits(released)} given back.` : 'Cancelled.',

  bannedNow: (cancelled: number) =>
    cancelled > 0 ? `⛔ Banned. Videos and voice-overs stopped: ${number(cancelled)}.` : '⛔ Banned.',
  bannedAlready: 'They are banned already.',
  banOperator: 'An operator can’t be banned.',
  unbanned: '✅ They may use the bot again.',
  notBanned: 'They are not banned.',

  broadcastAsk: (count: number) => `⬆️ This goes to ${people(count)}. Send it?`,
  broadcastNobody: 'There is nobody to send it to.',
  broadcastSend: '📣 Send',
  broadcastDrop: 'Don’t',
  broadcastStop: '⏹ Stop',
  broadcastDropped: 'Not sent.',
  broadcastRunning: (sent: number, failed: number) =>
    `📣 On its way. Sent: ${number(sent)}, not reached: ${number(failed)}.`,
  broadcastDone: (sent: number, failed: number) =>
    `✅ Sent to ${people(sent)}, not reached: ${number(failed)}.`,
  broadcastStopped: (sent: number, failed: number) =>
    `⏹ Stopped. Sent: ${number(sent)}, not reached: ${number(failed)}.`,
  broadcastEmpty: 'Write a text behind /broadcast, or answer with it to the message that is to be sent.',

  first: '⏮',
  back: '◀️',
  next: '▶️',
};

export type OperatorTexts = typeof en;
