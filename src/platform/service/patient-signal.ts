/** A signal for work that may send a paid request. */
export interface PatientSignal {
  readonly signal: AbortSignal;
  /** From now on what is asked to stop is given a little time: an id that came back can be cancelled by. */
  sending(): void;
  end(): void;
}

/**
 * Fires with `signal`; once a paid request has left only `longestMs` later, so that its answer can come: without it
 * nobody could tell the vendor what to stop.
 */
export function patientSignal(signal: AbortSignal, longestMs: number): PatientSignal {
  const own = new AbortController();
  let isSending = false;
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    if (isSending) timer = setTimeout(() => own.abort(signal.reason), longestMs);
    else own.abort(signal.reason);
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  return {
    signal: own.signal,
    sending: () => {
      isSending = true;
    },
    end: () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    },
  };
}
