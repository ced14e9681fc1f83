/**
 * @import { BotApiMessage, HumanAct, HumanActAnswer, SandboxState } from '../../protocol.ts'
 */

/** @returns {Promise<SandboxState>} */
export async function readState() {
  return await readJson(await fetch('/sandbox/state', { cache: 'no-store' }));
}

/**
 * @param {number} chatId
 * @param {number} before a message's id
 * @returns {Promise<{ messages: readonly BotApiMessage[], hasOlder: boolean }>} older messages, newest last
 */
export async function readOlder(chatId, before) {
  const query = new URLSearchParams({ chat: String(chatId), before: String(before) });
  const answer = await readJson(await fetch(`/sandbox/state?${query}`, { cache: 'no-store' }));
  /** @type {SandboxState} */
  const state = answer;
  const chat = state.chats.find(({ id }) => id === chatId);
  return { messages: chat?.messages ?? [], hasOlder: chat?.hasOlder ?? false };
}

/**
 * @param {HumanAct} humanAct
 * @returns {Promise<HumanActAnswer>} also when the server can't be reached
 */
export async function act(humanAct) {
  try {
    const answer = await fetch('/sandbox/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(humanAct),
    });
    return await answer.json();
  } catch (error) {
    return { ok: false, error: String(error) };
  }
}

/**
 * @param {Blob} file
 * @param {string} name
 * @param {{ onProgress?: (share: number) => void, signal?: AbortSignal }} options
 * @returns {Promise<string>} the upload's id
 */
export function upload(file, name, { onProgress, signal }) {
  const query = new URLSearchParams({ name, type: file.type || 'application/octet-stream' });
  // Unlike fetch, this tells how far an upload is.
  const request = new XMLHttpRequest();
  request.open('POST', `/sandbox/upload?${query}`);
  request.responseType = 'json';
  return new Promise((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (typeof request.response?.uploadId === 'string') resolve(request.response.uploadId);
      else reject(new Error(request.response?.error ?? `The server answered ${request.status}.`));
    };
    request.onerror = () => reject(new Error('The server could not be reached.'));
    request.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

/**
 * @param {string} fileId
 * @returns {string}
 */
export function fileUrl(fileId) {
  return `/sandbox/file/${encodeURIComponent(fileId)}`;
}

/**
 * @param {Response} answer
 * @returns {Promise<any>}
 */
async function readJson(answer) {
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return await answer.json();
}
