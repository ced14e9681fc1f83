/** Buttons of operators, beside those of conversations: `!op-<name>[:<value>]`, at most 64 bytes. */
export const buttonNames = [
  'history',
  'people',
  'csv',
  'jobs',
  'retry',
  'cancel',
  'see',
  'ban',
  'ban-sure',
  'broadcast',
  'stop',
  'rules',
] as const;
export type ButtonName = (typeof buttonNames)[number];

export interface OperatorButton {
  readonly text: string;
  readonly press: ButtonName;
  readonly value?: string;
  readonly style?: 'primary' | 'success' | 'danger';
}

export type ButtonRows = readonly (readonly OperatorButton[])[];

const prefix = '!op-';

export function packPress(name: ButtonName, value?: string): string {
  return value === undefined ? `${prefix}${name}` : `${prefix}${name}:${value}`;
}

export function isOperatorPress(data: string): boolean {
  return data.startsWith(prefix);
}

export function unpackPress(data: string): { name: ButtonName; value: string } | undefined {
  const [, name, value = ''] = /^!op-([a-z-]+)(?::([\s\S]*))?$/.exec(data) ?? [];
  const known = buttonNames.find((candidate) => candidate === name);
  return known && { name: known, value };
}

/** 22 characters of base64url instead of a UUID's 36. */
export function packId(uuid: string): string {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');
}

export function unpackId(packed: string): string | undefined {
  if (!/^[A-Za-z0-9_-]{22}$/.test(packed)) return undefined;
  const hex = Buffer.from(packed, 'base64url').toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function keyboardOf(rows: ButtonRows | undefined) {
  return {
    inline_keyboard: (rows ?? [])
      .filter((row) => row.length > 0)
      .map((row) =>
        row.map(({ text, press, value, style }) => ({
          text,
          callback_data: packPress(press, value),
          ...(style !== undefined && { style }),
        })),
      ),
  };
}
