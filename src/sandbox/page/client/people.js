/**
 * @import { Store } from './store.js'
 * @import { Texts } from './texts.js'
 */
import { act } from './api.js';
import { dialogHead, openDialog } from './dialogs.js';
import { h } from './dom.js';

/** @type {readonly (readonly [string, string])[]} */
const languages = [
  ['ru', 'Русский'],
  ['en', 'English'],
  ['de', 'Deutsch'],
  ['es', 'Español'],
  ['', '—'],
];

/**
 * @param {Texts} texts
 * @param {(chatId: number) => void} opened
 */
export function openAddPerson(texts, opened) {
  const name = h('input', { class: 'input', required: true, maxlength: 64, autocomplete: 'off' });
  const username = h('input', {
    class: 'input',
    pattern: '[A-Za-z0-9_]{5,32}',
    autocomplete: 'off',
    placeholder: 'username',
  });
  const language = h(
    'select',
    { class: 'input' },
    ...languages.map(([code, label]) => h('option', { value: code }, label)),
  );
  const submit = async () => {
    const more = username.value ? { username: username.value } : {};
    const spoken = language.value ? { language_code: language.value } : {};
    const answer = await act({
      act: 'add-user',
      user: { first_name: name.value.trim(), ...more, ...spoken },
    });
    if (answer.ok && answer.userId !== undefined) opened(answer.userId);
  };
  const fields = [
    labelled(texts.name, name),
    labelled(texts.username, username),
    labelled(texts.language, language),
  ];
  openForm(texts.addPerson, texts, fields, submit);
  name.focus();
}

/**
 * @param {Store} store
 * @param {Texts} texts
 * @param {(chatId: number) => void} opened
 */
export function openAddGroup(store, texts, opened) {
  const title = h('input', { class: 'input', required: true, maxlength: 128, value: texts.addGroup });
  const boxes = store.users.map((user) => ({ user, box: h('input', { type: 'checkbox', checked: true }) }));
  const members = boxes.map(({ user, box }) => h('label', { class: 'check' }, box, user.first_name));
  const submit = async () => {
    const userIds = boxes.filter(({ box }) => box.checked).map(({ user }) => user.id);
    const answer = await act({ act: 'add-group', title: title.value.trim(), userIds });
    if (answer.ok && answer.chatId !== undefined) opened(answer.chatId);
  };
  openForm(texts.addGroup, texts, [labelled(texts.groupTitle, title), h('div', {}, ...members)], submit);
}

/** @param {string} label @param {HTMLElement} field */
export function labelled(label, field) {
  return h('label', { class: 'labelled' }, h('span', {}, label), field);
}

/**
 * @param {string} title
 * @param {Texts} texts
 * @param {readonly HTMLElement[]} fields
 * @param {() => Promise<void>} submit
 */
function openForm(title, texts, fields, submit) {
  const buttons = h(
    'div',
    { class: 'dialog-buttons' },
    h('button', { type: 'submit', class: 'flat strong' }, texts.add),
  );
  const form = h('form', { class: 'form' }, ...fields, buttons);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    dialog.close();
    void submit();
  });
  const dialog = openDialog(
    { label: title },
    dialogHead(title, texts, () => dialog.close()),
    form,
  );
}
