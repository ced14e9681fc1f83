import { describe, expect, it } from 'vitest';
import { isSameSite, overlayAddresses } from './addresses.ts';

describe('the addresses of an endpoint', () => {
  it.each([
    [
      'https://ws--datanauts-overlay-submit.modal.run',
      'https://ws--datanauts-overlay-status.modal.run/',
      'https://ws--datanauts-overlay-result.modal.run/',
    ],
    [
      'https://ws--app-submit-dev.modal.run',
      'https://ws--app-status-dev.modal.run/',
      'https://ws--app-result-dev.modal.run/',
    ],
    [
      'https://gpu.example:8443/v2/submit',
      'https://gpu.example:8443/v2/status',
      'https://gpu.example:8443/v2/result',
    ],
    ['http://127.0.0.1:8090/submit', 'http://127.0.0.1:8090/status', 'http://127.0.0.1:8090/result'],
  ])('follow from that of the submit: %s', (endpoint, status, result) => {
    const addresses = overlayAddresses(endpoint);
    expect([addresses.status.href, addresses.result.href]).toEqual([status, result]);
    expect(addresses.submit.href).toBe(new URL(endpoint).href);
  });

  it.each(['https://ws--app-overlay.modal.run', 'https://gpu.example/overlay', 'https://gpu.example'])(
    'are refused at the start where they can not: %s',
    (endpoint) => {
      expect(() => overlayAddresses(endpoint)).toThrow(/MODAL_OVERLAY_ENDPOINT leads to .*allowed/);
    },
  );
});

describe('a redirect', () => {
  const addresses = overlayAddresses('https://ws--app-submit.modal.run');
  it.each([
    ['https://ws--app-submit.modal.run/?x', true],
    ['https://ws--app-other.modal.run/', true],
    ['https://evil--app-submit.modal.run/', false],
    ['https://ws--app-submit.modal.run.evil.example/', false],
    ['http://ws--app-other.modal.run/', false],
    ['https://ws--app-other.modal.run:8443/', false],
    ['https://user@ws--app-submit.modal.run/', false],
    ['https://modal.run/', false],
  ])('to %s is of the same site: %s', (target, isSame) => {
    expect(isSameSite(new URL(target), addresses)).toBe(isSame);
  });

  it('leaves no host that has no workspace', () => {
    const own = overlayAddresses('https://gpu.example/submit');
    expect(isSameSite(new URL('https://gpu.example/held'), own)).toBe(true);
    expect(isSameSite(new URL('https://other.example/held'), own)).toBe(false);
  });
});
