import type { AppError } from '../../src/kernel/errors.ts';
import { asAppError } from '../../src/kernel/errors.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import type { OverlayRequest, OverlayResult } from '../../src/ports/overlay.ts';
import {
  createModalOverlay,
  type ModalOverlay,
  type ModalOverlayOptions,
} from '../../src/providers/modal-overlay/provider.ts';
import { type ModalDouble, openModalDouble } from '../doubles/modal-overlay.ts';
import { openOverlayRoom, type OverlayRoom } from './overlay-room.ts';

const token = { key: 'wk-canary0123456789', secret: 'ws-canary9876543210' };
const timing = { submitTimeoutMs: 1500, readTimeoutMs: 1500, pollAfterMs: 1, giveUpAfterMs: 60_000 };
/** The head's second and a container's start, at the price of the tests. */
export const estimate = 'sending 0.0066';

/** The adapter and a double of its endpoint; a new double for every test. */
export interface ModalScene {
  readonly room: OverlayRoom;
  readonly double: ModalDouble;
  /** What the next jobs are answered with; an overlay as it should be unless it is set. */
  made: Buffer;
  readonly usual: Buffer;
  renew(): Promise<void>;
  adapter(changes?: Partial<ModalOverlayOptions>): ModalOverlay;
  cutout(): OverlayRequest;
  /** Starts, then asks until it is done or fails. */
  overlayOf(port?: ModalOverlay, context?: ReturnType<OverlayRoom['context']>): Promise<OverlayResult>;
  close(): void;
}

export async function openModalScene(): Promise<ModalScene> {
  const room = await openOverlayRoom();
  const usual = room.overlay();
  const open = () => openModalDouble({ token, work: async () => scene.made });
  const { lend, local, ffmpeg, mediaProbe } = room;
  const scene: ModalScene & { double: ModalDouble } = {
    ...{ room, usual, made: usual, double: undefined as unknown as ModalDouble },
    renew: async () => {
      scene.double?.close();
      scene.made = usual;
      scene.double = await open();
    },
    adapter: (changes: Partial<ModalOverlayOptions> = {}) =>
      createModalOverlay({
        ...{ endpoint: scene.double.endpoint, token, usdPerSecond: 0.0003, log: silentLog, timing },
        ...{ lend, canLend: () => true, local, ffmpeg, mediaProbe },
        ...changes,
      }),
    cutout: (): OverlayRequest => ({ head: room.head, shape: 'cutout', circle: 'auto' }),
    overlayOf: async (port = scene.adapter(), context = room.context()) => {
      let work = await port.start(scene.cutout(), context);
      for (let poll = 0; work.status === 'pending' && poll < 20; poll++) {
        work = await port.status(JSON.parse(JSON.stringify(work.operation)), context);
      }
      if (work.status !== 'completed') throw new Error('It was never finished.');
      return work.result;
    },
    close: () => {
      scene.double.close();
      room.close();
    },
  };
  await scene.renew();
  return scene;
}

export async function failureOf(work: Promise<unknown>): Promise<AppError> {
  return await work.then(
    () => {
      throw new Error('It did not fail.');
    },
    (error: unknown) => asAppError(error),
  );
}
