import { describe, expect, it } from 'vitest';
import { readConfig } from '../platform/config/read-config.ts';
import { chosenEngines, namedServices } from './chosen-engines.ts';
import { greeting } from './greeting.ts';

const fal = { FALAI_API_TOKEN: 'id:secret-of-fal' };
const all = {
  ...fal,
  ELEVEN_API_KEY: 'sk_secret',
  SHOTSTACK_API_KEY: 'secret-of-shotstack',
  MODAL_OVERLAY_ENDPOINT: 'https://ws--app-submit.modal.run',
  R2_ACCESS_KEY_ID: 'secret-id',
  R2_SECRET_ACCESS_KEY: 'secret-of-r2',
  R2_BUCKET_NAME: 'ads',
  R2_ACCOUNT_ID: '0123456789abcdef0123456789abcdef',
};
const engineLine = (env: Readonly<Record<string, string>>) =>
  greeting(readConfig(env), 'all', 'http://localhost:8080/').find((line) => line.includes('Engines'));

describe('what is chosen', () => {
  it('is told in one line at the start, and why in the log, without a key', () => {
    expect(engineLine({})).toContain('all built in: nothing leaves this machine');
    expect(engineLine(fal)).toContain(
      'fal.ai: talking head, pictures · built in: speech, cut-out, montage, files',
    );
    expect(engineLine(all)).toContain(
      'ElevenLabs: speech · fal.ai: talking head, pictures · Modal: cut-out · Shotstack: montage · Cloudflare R2: files',
    );
    expect(chosenEngines(readConfig(all))[1]).toMatchObject({
      capability: 'talking head',
      why: 'FALAI_API_TOKEN is set, model omnihuman-1.5',
    });
    expect(JSON.stringify(chosenEngines(readConfig(all)))).not.toContain('secret');
  });

  it('is no endpoint that could fetch nothing from here', () => {
    const { MODAL_OVERLAY_ENDPOINT } = all;
    const overlayOf = (env: Readonly<Record<string, string>>) =>
      chosenEngines(readConfig({ MODAL_OVERLAY_ENDPOINT, ...env })).find(
        (one) => one.capability === 'cut-out',
      );
    expect(overlayOf({})).toMatchObject({
      service: undefined,
      why: 'MODAL_OVERLAY_ENDPOINT is set, but could fetch nothing from PUBLIC_URL http://127.0.0.1:8080',
    });
    expect(overlayOf({ PUBLIC_URL: 'https://bot.example' })?.service).toBe('Modal');
    const own = { MODAL_OVERLAY_ENDPOINT: 'http://127.0.0.1:8090/submit' };
    expect(overlayOf(own)?.service).toBe('127.0.0.1');
  });

  it('decides whom people are told that their scripts and portraits go to', () => {
    expect(namedServices(readConfig({}))).toEqual({ services: [], portraitServices: [] });
    expect(namedServices(readConfig({ ELEVEN_API_KEY: 'sk_secret' }))).toEqual({
      services: ['ElevenLabs'],
      portraitServices: [],
    });
    expect(namedServices(readConfig(all))).toEqual({
      services: ['ElevenLabs', 'fal.ai', 'Modal', 'Shotstack', 'Cloudflare R2'],
      portraitServices: ['fal.ai', 'Modal', 'Shotstack', 'Cloudflare R2'],
    });
  });
});
