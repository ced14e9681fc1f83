/**
 * @import { Fault, HumanAct } from '../../protocol.ts'
 * @import { Call, Store } from './store.js'
 * @import { Texts } from './texts.js'
 *
 * @typedef {object} Outside
 * @property {() => Texts} texts
 * @property {(text: string) => void} toast
 * @property {() => void} forget
 */
import { act } from './api.js';
import { ask, showJson } from './dialogs.js';
import { h, iconButton, replaceChildren } from './dom.js';
import { labelled } from './people.js';

const methods = [
  'sendMessage',
  'sendPhoto',
  'sendVideo',
  'sendAudio',
  'sendMediaGroup',
  'editMessageText',
  'editMessageMedia',
  'editMessageReplyMarkup',
  'answerCallbackQuery',
  'deleteMessage',
  'sendChatAction',
  'getFile',
  'getUpdates',
];

/** @type {Readonly<Record<keyof Texts['effects'], Fault['effect']>>} */
const effects = {
  tooMany: { kind: 'answer', code: 429, description: 'Too Many Requests: retry after 5', retryAfter: 5 },
  server: { kind: 'answer', code: 500, description: 'Internal Server Error' },
  blocked: { kind: 'answer', code: 403, description: 'Forbidden: bot was blocked by the user' },
  badRequest: { kind: 'answer', code: 400, description: 'Bad Request: chat not found' },
  loseAnswer: { kind: 'lose-answer' },
  refuse: { kind: 'refuse-connection' },
  delay: { kind: 'delay', ms: 3000 },
};

/** For the curious: what the bot calls, what of it is wrong, and how to make things go wrong. */
export class ToolsDrawer {
  #store;
  #outside;
  #violations = h('div', { class: 'tool-list' });
  #calls = h('div', { class: 'tool-list' });

  /** @param {Store} store @param {Outside} outside */
  constructor(store, outside) {
    this.#store = store;
    this.#outside = outside;
    this.element = h('aside', { class: 'tools-drawer', hidden: true });
    this.element.addEventListener('keydown', ({ key }) => key === 'Escape' && this.toggle());
    store.listen(({ what }) => {
      if (this.element.hidden) return;
      if (what === 'violations' || what === 'state') this.#showViolations();
      if (what === 'calls') this.#showCalls();
    });
  }

  toggle() {
    this.element.hidden = !this.element.hidden;
    if (this.element.hidden) return;
    const texts = this.#outside.texts();
    const head = h('h2', {}, texts.tools);
    const close = iconButton('close', texts.close, () => this.toggle());
    replaceChildren(
      this.element,
      h('header', { class: 'dialog-head' }, head, close),
      h('h3', {}, texts.violations),
      this.#violations,
      h('h3', {}, texts.faults),
      this.#faultForm(texts),
      h('h3', {}, texts.calls),
      this.#calls,
      this.#buttons(texts),
    );
    this.#showViolations();
    this.#showCalls();
    close.focus();
  }

  /** @param {HumanAct} humanAct */
  async #perform(humanAct) {
    const texts = this.#outside.texts();
    const answer = await act(humanAct);
    this.#outside.toast(answer.ok ? texts.done : `${texts.failed}: ${answer.error}`);
    return answer.ok;
  }

  #showViolations() {
    const { violations } = this.#store;
    const texts = this.#outside.texts();
    const rows = violations.toReversed().map((violation) => {
      const problems = violation.problems.map((problem) => h('div', {}, problem));
      return h('div', { class: 'violation' }, h('b', {}, violation.method), ...problems);
    });
    replaceChildren(
      this.#violations,
      ...(rows.length > 0 ? rows : [h('p', { class: 'hint' }, texts.noViolations)]),
    );
  }

  #showCalls() {
    const { calls } = this.#store;
    const texts = this.#outside.texts();
    const rows = calls.map((call) => callRow(call, texts));
    replaceChildren(this.#calls, ...(rows.length > 0 ? rows : [h('p', { class: 'hint' }, texts.noCalls)]));
  }

  /** @param {Texts} texts */
  #faultForm(texts) {
    const anyMethod = h('option', { value: '' }, texts.anyMethod);
    const method = h(
      'select',
      { class: 'input' },
      anyMethod,
      ...methods.map((name) => h('option', {}, name)),
    );
    const names = /** @type {(keyof typeof effects)[]} */ (Object.keys(effects));
    const options = names.map((name) => h('option', { value: name }, texts.effects[name]));
    const effect = h('select', { class: 'input' }, ...options);
    const times = h('input', { class: 'input', type: 'number', min: 1, max: 1000, value: 1 });
    const after = h('input', { class: 'input', type: 'number', min: 0, max: 1000, value: 0 });
    const inject = () => {
      const chosen = effects[/** @type {keyof typeof effects} */ (effect.value)];
      const only = method.value ? { method: method.value } : {};
      const fault = { ...only, after: Number(after.value), times: Number(times.value), effect: chosen };
      void this.#perform({ act: 'fault', fault });
    };
    return h(
      'div',
      { class: 'form' },
      h('p', { class: 'hint' }, texts.faultsHint),
      labelled(texts.faultMethod, method),
      labelled(texts.faultEffect, effect),
      h('div', { class: 'pair' }, labelled(texts.faultTimes, times), labelled(texts.faultAfter, after)),
      h(
        'div',
        { class: 'pair' },
        h('button', { type: 'button', class: 'solid', onclick: inject }, texts.inject),
        h(
          'button',
          { type: 'button', class: 'solid', onclick: () => void this.#perform({ act: 'clear-faults' }) },
          texts.clearFaults,
        ),
      ),
    );
  }

  /** @param {Texts} texts */
  #buttons(texts) {
    const repeat = () => void this.#perform({ act: 'repeat-update' });
    const reset = async () => {
      const isSure = await ask(
        { title: texts.reset, text: texts.resetQuestion, yes: texts.reset, danger: true },
        texts,
      );
      if (isSure && (await this.#perform({ act: 'reset' }))) this.#outside.forget();
    };
    return h(
      'div',
      { class: 'form tool-buttons' },
      h('button', { type: 'button', class: 'solid', onclick: repeat }, texts.repeatUpdate),
      h('button', { type: 'button', class: 'solid danger', onclick: () => void reset() }, texts.reset),
    );
  }
}

/** @param {Call} call @param {Texts} texts */
function callRow(call, texts) {
  const time = new Date(call.at).toLocaleTimeString(texts.locale);
  const className = call.ok ? 'call' : 'call failed';
  const onclick = () => showJson(call.method, call, texts);
  return h(
    'button',
    { type: 'button', class: className, onclick },
    h('b', {}, call.method),
    h('time', {}, time),
    call.error,
  );
}
