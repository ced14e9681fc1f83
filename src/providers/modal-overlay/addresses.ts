import { AppError } from '../../kernel/errors.ts';

export interface OverlayAddresses {
  readonly submit: URL;
  readonly status: URL;
  readonly result: URL;
}

/** `…-submit` as a function's own host has it, `…-submit-dev` while it is tried by `modal serve`. */
const submitHost = /-submit(-dev)?$/;
const submitPath = /\/submit$/;

/**
 * The three addresses of an endpoint of which the first is known: on Modal each function has a host of its own
 * (`ws--app-submit.modal.run`), a server of one's own has paths (`https://gpu.example/submit`). Throws `invalid-config`.
 */
export function overlayAddresses(endpoint: string): OverlayAddresses {
  const submit = new URL(endpoint);
  const [label = '', ...domain] = submit.hostname.split('.');
  const named = (name: 'status' | 'result'): URL => {
    const url = new URL(submit);
    if (submitHost.test(label)) url.hostname = [label.replace(submitHost, `-${name}$1`), ...domain].join('.');
    else url.pathname = submit.pathname.replace(submitPath, `/${name}`);
    return url;
  };
  if (submitHost.test(label) || submitPath.test(submit.pathname)) {
    return { submit, status: named('status'), result: named('result') };
  }
  throw new AppError(
    'invalid-config',
    `MODAL_OVERLAY_ENDPOINT leads to ${submit.host}${submit.pathname}; an address whose host ends with "-submit", ` +
      'such as https://ws--ugc-overlay-submit.modal.run, or whose path ends with "/submit" is allowed.',
  );
}

/**
 * Whether an answer of the endpoint may send us there: to itself, or to another function of the same workspace, which
 * is what stands before `--`. Anybody else can have a host below modal.run.
 */
export function isSameSite(target: URL, { submit, status, result }: OverlayAddresses): boolean {
  if (target.username !== '' || target.password !== '') return false;
  if ([submit, status, result].some(({ origin }) => origin === target.origin)) return true;
  const [workspace, rest] = workspaceOf(submit);
  const [itsWorkspace, itsRest] = workspaceOf(target);
  return (
    workspace !== '' && workspace === itsWorkspace && rest === itsRest && target.protocol === submit.protocol
  );
}

/** What stands before `--` in the host, and the domain with its port; nothing before it elsewhere. */
function workspaceOf({ host }: URL): readonly [workspace: string, domain: string] {
  const [label = '', ...domain] = host.split('.');
  const at = label.indexOf('--');
  return [at > 0 ? label.slice(0, at) : '', domain.join('.')];
}
