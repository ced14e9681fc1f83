import type { Config } from '../platform/config/config.ts';

/**
 * Whether all services in use are on this machine, as their doubles are: then they can reach it by its loopback
 * address. False where none is used.
 */
export function isOnThisMachine({ speech, talkingHead, overlay, montage }: Config): boolean {
  const addresses = [
    ...(speech.kind === 'elevenlabs' ? [speech.baseUrl] : []),
    ...(talkingHead.kind === 'fal' ? [talkingHead.queueBaseUrl] : []),
    ...(overlay.kind === 'modal' ? [overlay.endpoint] : []),
    ...(montage.kind === 'shotstack' ? [montage.baseUrl] : []),
  ];
  return addresses.length > 0 && addresses.every((address) => loopback.test(new URL(address).hostname));
}

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;
