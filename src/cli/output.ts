/** Where the shell's commands write: lines for people or JSON for programs on one stream, progress on the other. */
export interface Output {
  readonly json: boolean;
  /** A line for a person; nothing in JSON mode. */
  line(text: string): void;
  /** A text that was asked for, also in JSON mode, where it has no other form. */
  help(text: string): void;
  /** An event for a program; nothing otherwise. */
  event(event: { readonly event: string; readonly [key: string]: unknown }): void;
  /** Redraws the last line on a terminal; a new line elsewhere only when `stage` changed. */
  progress(stage: string, text: string): void;
  endProgress(): void;
}

export interface Terminal {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
}

export function createOutput(terminal: Terminal, json: boolean): Output {
  let drawn = false;
  let stageShown = '';
  const isTerminal = terminal.stderr.isTTY === true;
  const endProgress = () => {
    if (drawn) terminal.stderr.write('\n');
    drawn = false;
  };
  return {
    json,
    line: (text) => {
      endProgress();
      if (!json) terminal.stdout.write(`${text}\n`);
    },
    help: (text) => terminal.stdout.write(`${text}\n`),
    event: (event) => {
      if (json) terminal.stdout.write(`${JSON.stringify(event)}\n`);
    },
    progress: (stage, text) => {
      if (json) return;
      if (isTerminal) {
        terminal.stderr.write(`\r\x1b[2K${text.slice(0, (terminal.stderr.columns ?? 80) - 1)}`);
        drawn = true;
      } else if (stage !== stageShown) terminal.stderr.write(`${text}\n`);
      stageShown = stage;
    },
    endProgress,
  };
}
