import { isObject } from './check-value.ts';

type Parameters = Readonly<Record<string, unknown>>;
type Rule = (parameters: Parameters, method: string) => readonly string[];

/** What the documentation asks for beyond the types of parameters. */
export function ruleProblems(method: string, parameters: Parameters): readonly string[] {
  return rules.flatMap((rule) => rule(parameters, method));
}

const buttonActions = [
  'url',
  'callback_data',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'callback_game',
  'pay',
  'disabled',
];
const mostButtons = 100;
const mostButtonsOfRow = 8;

const inlineKeyboard: Rule = ({ reply_markup: markup }, method) => {
  if (!isObject(markup) || !Array.isArray(markup.inline_keyboard)) return [];
  const rows = markup.inline_keyboard.filter(Array.isArray) as readonly (readonly unknown[])[];
  const buttons = rows.flatMap((row, rowIndex) =>
    row
      .filter(isObject)
      .flatMap((button, column) => buttonProblems(button, { row: rowIndex, column, method })),
  );
  const count = rows.reduce((total, row) => total + row.length, 0);
  const widest = Math.max(0, ...rows.map((row) => row.length));
  return [
    ...buttons,
    ...(count > mostButtons ? [`reply_markup: at most ${mostButtons} buttons allowed, ${count} found`] : []),
    ...(widest > mostButtonsOfRow
      ? [`reply_markup: at most ${mostButtonsOfRow} buttons a row allowed, ${widest} found`]
      : []),
  ];
};

function buttonProblems(
  button: Parameters,
  { row, column, method }: { readonly row: number; readonly column: number; readonly method: string },
): readonly string[] {
  const at = `reply_markup.inline_keyboard[${row}][${column}]`;
  const actions = buttonActions.filter((action) => button[action] !== undefined);
  const problems: string[] = [];
  if (actions.length === 0) problems.push(`${at}: Text buttons are unallowed in the inline keyboard`);
  if (actions.length > 1) problems.push(`${at}: one action allowed, ${actions.join(' and ')} found`);
  if (typeof button.text === 'string' && button.text.trim() === '') problems.push(`${at}.text: empty`);
  if (button.pay !== undefined && (row > 0 || column > 0))
    problems.push(`${at}.pay: must be the first button`);
  if (button.pay !== undefined && !/Invoice|ReplyMarkup/.test(method)) {
    problems.push(`${at}.pay: only under an invoice`);
  }
  if (typeof button.url === 'string' && !/^(https?|tg|ton):\/\/\S+$|^tg:\S+$/i.test(button.url)) {
    problems.push(`${at}.url: an address with https://, http:// or tg:// expected`);
  }
  return problems;
}

const mediaGroup: Rule = ({ media, reply_markup: markup }, method) => {
  if (method !== 'sendMediaGroup' || !Array.isArray(media)) return [];
  const kinds = new Set(media.map((item) => (isObject(item) ? item.type : undefined)));
  const isMixed = kinds.size > 1 && (kinds.has('audio') || kinds.has('document'));
  return [
    ...(isMixed ? [`media: ${[...kinds].join(', ')} can't be in one album`] : []),
    ...(markup !== undefined ? ['reply_markup: an album has none'] : []),
  ];
};

const starsInvoice: Rule = (parameters, method) => {
  if (!/Invoice/.test(method) || !Array.isArray(parameters.prices)) return [];
  const amounts = parameters.prices.map((price) => (isObject(price) ? Number(price.amount) : 0));
  if (parameters.currency !== 'XTR') {
    return parameters.provider_token ? [] : ['provider_token: required for currencies other than XTR'];
  }
  const notForStars = Object.keys(parameters).filter((name) =>
    /^(need_|send_|is_flexible|max_tip|suggested_tip)/.test(name),
  );
  const period = parameters.subscription_period;
  return [
    ...(amounts.length === 1 ? [] : [`prices: exactly 1 item for XTR, ${amounts.length} found`]),
    ...(amounts.every((amount) => amount >= 1 && amount <= 25_000) ? [] : ['prices: 1–25000 Stars allowed']),
    ...(parameters.provider_token ? ['provider_token: must be empty for XTR'] : []),
    ...notForStars.map((name) => `${name}: not for XTR`),
    ...(period === undefined || period === 2_592_000
      ? []
      : [`subscription_period: 2592000 expected, ${period} found`]),
  ];
};

const entities: Rule = (parameters) =>
  (['entities', 'caption_entities'] as const).flatMap((name) => {
    const list = parameters[name];
    if (!Array.isArray(list)) return [];
    const text = parameters[name === 'entities' ? 'text' : 'caption'];
    const length = typeof text === 'string' ? text.length : 0;
    const outside = list
      .filter(isObject)
      .filter(
        (entity) => Number(entity.offset) < 0 || Number(entity.offset) + Number(entity.length) > length,
      );
    return [
      ...(parameters.parse_mode === undefined ? [] : [`${name}: not together with parse_mode`]),
      ...outside.map(
        ({ offset, length: long }) => `${name}: ${offset}+${long} is outside of the text's ${length}`,
      ),
    ];
  });

const commands: Rule = ({ commands: list }) => {
  if (!Array.isArray(list)) return [];
  const names = list.filter(isObject).map(({ command }) => String(command));
  return [
    ...(list.length > 100 ? [`commands: at most 100 allowed, ${list.length} found`] : []),
    ...names
      .filter((name) => !/^[a-z0-9_]{1,32}$/.test(name))
      .map((name) => `commands: BOT_COMMAND_INVALID: a–z, 0–9 and _ allowed, '${name}' found`),
  ];
};

const secretToken: Rule = ({ secret_token: secret }) =>
  typeof secret === 'string' && !/^[\w-]*$/.test(secret)
    ? ['secret_token: A–Z, a–z, 0–9, _ and - allowed']
    : [];

const messageIds: Rule = ({ message_ids: ids }, method) => {
  if (!Array.isArray(ids)) return [];
  const isRising = ids.every((id, index) => index === 0 || id > ids[index - 1]);
  return [
    ...(ids.length >= 1 && ids.length <= 100
      ? []
      : [`message_ids: 1–100 items allowed, ${ids.length} found`]),
    ...(isRising || method === 'deleteMessages' ? [] : ['message_ids: must be strictly increasing']),
  ];
};

const rules: readonly Rule[] = [
  inlineKeyboard,
  mediaGroup,
  starsInvoice,
  entities,
  commands,
  secretToken,
  messageIds,
];
