/**
 * @import { SandboxUser } from '../../protocol.ts'
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
 * A new person, or another name or language for one who is there.
 *
 * @param {Texts} texts
 * @param {{ user?: SandboxUser, opened?: (chatId: number) => void }} options
 */
export function openPerson(texts, { user, opened }) {
  const name = h('input', {
    class: 'input',
    required: true,
    maxlength: 64,
    autocomplete: 'off',
    value: user?.first_name,
  });
  const username = h('input', {
    class: 'input',
    pattern: '[A-Za-z0-9_]{5,32}',
    autocomplete: 'off',
    placeholder: 'username',
    value: user?.username,
  });
  const options = languages.map(([code, label]) => h('option', { value: code }, label));
  const language = h('select', { class: 'input' }, ...options);
  if (user) language.value = user.language_code ?? '';
  const submit = async () => {
    const { username: _username, language_code: _language, ...kept } = user ?? {};
    const more = username.value ? { username: username.value } : {};
    const spoken = language.value ? { language_code: language.value } : {};
    const person = { ...kept, first_name: name.value.trim(), ...more, ...spoken };
    const answer = user
      ? await act({ act: 'change-user', user: { ...person, id: user.id } })
      : await act({ act: 'add-user', user: person });
    if (answer.ok && answer.userId !== undefined) opened?.(answer.userId);
  };
  const fields = [
    labelled(texts.name, name),
    labelled(texts.username, username),
    labelled(texts.language, language),
  ];
  const title = user ? texts.changePerson : texts.addPerson;
  openForm(title, user ? texts.save : texts.add, texts, fields, submit);
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
  openForm(
    texts.addGroup,
    texts.add,
    texts,
    [labelled(texts.groupTitle, title), h('div', {}, ...members)],
    submit,
  );
}

/** @param {string} label @param {HTMLElement} field */
export function labelled(label, field) {
  return h('label', { class: 'labelled' }, h('span', {}, label), field);
}

/**
 * @param {string} title
 * @param {string} yes
 * @param {Texts} texts
 * @param {readonly HTMLElement[]} fields
 * @param {() => Promise<void>} submit
 */
function openForm(title, yes, texts, fields, submit) {
  const buttons = h(
    'div',
    { class: 'dialog-buttons' },
    h('button', { type: 'submit', class: 'flat strong' }, yes),
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
