import { readFile, stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { generateSchema } from './generate.ts';

const committed = new URL('../../src/sandbox/schema/bot-api.json', import.meta.url);

describe("the Bot API's schema", () => {
  it('is what the typings say', async () => {
    expect(await readFile(committed, 'utf8')).toBe(`${JSON.stringify(generateSchema())}\n`);
    expect((await stat(committed)).size).toBeLessThan(300_000);
  });

  it('has all methods of the version, with limits in their units', () => {
    const { version, methods, types } = generateSchema();
    expect(version).toBe('10.3');
    expect(Object.keys(methods)).toHaveLength(185);
    expect(types.InlineKeyboardButton?.callback_data).toEqual({ type: 'string', bytes: [1, 64] });
    expect(methods.sendMessage?.parameters.text).toEqual({
      type: 'string',
      required: true,
      characters: [1, 4096],
    });
    expect(methods.sendMediaGroup?.parameters.media?.items).toEqual([2, 10]);
    expect(methods.setWebhook?.parameters.max_connections?.range).toEqual([1, 100]);
    expect(types.Location?.latitude?.type).toBe('float');
    expect(methods.sendVideo?.parameters.start_timestamp?.type).toBe('integer');
  });
});
