import { describe, expect, it } from 'vitest';
import { readConfig } from '../platform/config/read-config.ts';
import { type Choice, choicesOf, chosenChat } from './choices.ts';

const services = {
  ELEVEN_API_KEY: 'canary-eleven-0123456789',
  FAL_KEY: 'canary-fal:0123456789',
  MODAL_OVERLAY_ENDPOINT: 'https://ws--overlay-submit.modal.run',
  MODAL_KEY: 'wk-canary0123456789',
  MODAL_SECRET: 'ws-canary0123456789',
  SHOTSTACK_API_KEY: 'canary-shotstack-0123456789',
};
const bucket = {
  R2_ACCESS_KEY_ID: 'canary-r2-id-0123456789',
  R2_SECRET_ACCESS_KEY: 'canary-r2-secret-0123456789',
  R2_BUCKET_NAME: 'ads',
  R2_ACCOUNT_ID: '0123456789abcdef0123456789abcdef',
};
const machine = {
  DATABASE_URL: 'postgresql://u:canary-password@db/ugc',
  TELEGRAM_BOT_TOKEN: '123456789:canary-token-0123456789abcdefghij',
  WEBHOOK_URL: 'https://bot.example.com/webhook',
};

const allOf = (env: Record<string, string>) => {
  const config = readConfig(env);
  return [...choicesOf(config), chosenChat(config)];
};

function tableOf(env: Record<string, string>): Readonly<Record<string, Choice>> {
  return Object.fromEntries(allOf(env).map((choice) => [choice.capability, choice]));
}
const doneBy = (env: Record<string, string>) =>
  Object.fromEntries(Object.entries(tableOf(env)).map(([capability, choice]) => [capability, choice.doneBy]));

describe('what is chosen', () => {
  it('is all our own where nothing is set, each with the setting that would change it', () => {
    expect(doneBy({})).toEqual({
      speech: 'built in',
      'talking head': 'built in',
      pictures: 'built in',
      'cut-out': 'built in',
      montage: 'built in',
      files: 'built in',
      database: 'built in',
      chat: 'the sandbox',
    });
    for (const { why } of allOf({})) expect(why).toMatch(/^[A-Z][A-Z0-9_]+ is not set$/);
  });

  it('is every service where all is set, and no secret is told', () => {
    const env = { ...services, ...bucket, ...machine };
    expect(doneBy(env)).toEqual({
      speech: 'ElevenLabs',
      'talking head': 'fal.ai',
      pictures: 'fal.ai',
      'cut-out': 'Modal',
      montage: 'Shotstack',
      files: 'Cloudflare R2',
      database: 'a PostgreSQL server',
      chat: 'Telegram, by webhook',
      'links for services': 'the bucket',
      'reports of services': 'this server',
    });
    expect(JSON.stringify(allOf(env))).not.toMatch(/canary/);
  });

  it.each([
    ['nobody outside reaches us', {}, undefined, undefined],
    ['this server is reached', { PUBLIC_URL: 'https://bot.example.com' }, 'this server', 'this server'],
    ['only the bucket is reached', bucket, 'the bucket', undefined],
    ['our address is a private one', { PUBLIC_URL: 'https://192.168.1.7' }, undefined, undefined],
  ])('tells how services meet us where %s', (_where, env, links, reports) => {
    const table = tableOf({ ...services, ...env });
    expect(table['links for services']?.doneBy).toBe(links);
    expect(table['reports of services']?.doneBy).toBe(reports);
    for (const one of [table['links for services'], table['reports of services']]) {
      expect(one?.why).toMatch(/PUBLIC_URL|R2_BUCKET_NAME/);
    }
  });

  it('is no endpoint that could fetch nothing from us', () => {
    const { 'cut-out': cutOut } = tableOf(services);
    expect(cutOut).toMatchObject({ doneBy: 'built in', why: expect.stringContaining('PUBLIC_URL') });
  });
});
