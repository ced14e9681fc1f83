import { join } from 'node:path';
import type { ActionParts } from '../actions/parts.ts';
import type { LocalEngines } from '../pipeline/parts.ts';
import type { Config } from '../platform/config/config.ts';
import type { Ffmpeg } from '../platform/ffmpeg/ffmpeg.ts';
import { type Log, logOf } from '../platform/log/log.ts';
import type { LendFile } from '../ports/lend-file.ts';
import { createElevenLabsSpeech } from '../providers/elevenlabs/provider.ts';
import { createFal } from '../providers/fal/provider.ts';
import { createLocalFaceAnalysis } from '../providers/local-face/provider.ts';
import { createLocalHead } from '../providers/local-head/provider.ts';
import { createLocalMediaProbe } from '../providers/local-media/provider.ts';
import { createLocalLayers, createLocalMontage } from '../providers/local-montage/provider.ts';
import { createLocalOverlay } from '../providers/local-overlay/provider.ts';
import { createLocalPictureEdit } from '../providers/local-picture-edit/provider.ts';
import { createLocalSpeech, type LocalSpeech } from '../providers/local-speech/provider.ts';
import { createModalOverlay } from '../providers/modal-overlay/provider.ts';
import { createShotstackMontage } from '../providers/shotstack/provider.ts';
import type { UsedService } from './used-service.ts';

export interface EngineTools {
  readonly ffmpeg: Ffmpeg;
  readonly log: Log;
  readonly assetsFolder: string;
  readonly lend: LendFile;
  readonly canLend: boolean;
}

export interface OpenEngines {
  readonly ports: Pick<
    ActionParts,
    'speech' | 'faces' | 'head' | 'overlay' | 'montage' | 'pictureEdit' | 'pictureMaking' | 'mediaProbe'
  >;
  readonly local: LocalEngines;
  readonly services: readonly UsedService[];
  close(): Promise<unknown>;
}

interface Chosen {
  readonly engines: Partial<LocalEngines> & Pick<ActionParts, 'pictureMaking'>;
  readonly services: readonly UsedService[];
}

const nothing: Chosen = { engines: {}, services: [] };

/** What is built in, and before it the services that are configured. */
export function openEngines(config: Config, tools: EngineTools): OpenEngines {
  const built = openBuiltIn(config, tools);
  const chosen = [
    speechOf(config, tools, built),
    falOf(config, tools, built),
    overlayOf(config, tools, built),
    montageOf(config, tools, built),
  ];
  const { faces, mediaProbe, local } = built;
  const engines: LocalEngines & Chosen['engines'] = Object.assign(
    {},
    local,
    ...chosen.map((one) => one.engines),
  );
  return {
    ports: { ...engines, faces, mediaProbe },
    local,
    services: chosen.flatMap(({ services }) => services),
    close: built.close,
  };
}

/** The adapters of this machine. They start their children at the first use, and `close` ends those. */
function openBuiltIn(config: Config, { ffmpeg, log, assetsFolder }: EngineTools) {
  const speech = openLocalSpeech(config, ffmpeg, log);
  const faces = createLocalFaceAnalysis({ modelsFolder: join(assetsFolder, 'models'), ffmpeg });
  const head = createLocalHead({ ffmpeg, assetsFolder });
  const local: LocalEngines = {
    speech,
    head,
    overlay: createLocalOverlay({ faceAnalysis: faces }),
    montage: createLocalMontage({ ffmpeg, assetsFolder }),
    pictureEdit: createLocalPictureEdit({
      platesFolder: join(assetsFolder, 'backgrounds'),
      faceAnalysis: faces,
    }),
  };
  return {
    faces,
    mediaProbe: createLocalMediaProbe({ ffmpeg }),
    /** What words sound like, for lips that are moved here by a speech that was made elsewhere. */
    soundsOf: speech.soundsOf,
    local,
    close: async () => await Promise.all([speech.close(), faces.close(), head.close()]),
  };
}

type BuiltIn = ReturnType<typeof openBuiltIn>;

function openLocalSpeech({ speech }: Config, ffmpeg: Ffmpeg, log: Log): LocalSpeech {
  const lines = logOf(log, 'tts');
  return createLocalSpeech({
    ffmpeg,
    ...(speech.modelFolder !== undefined && { modelFolder: speech.modelFolder }),
    log: (line) => lines.info(line),
  });
}

function speechOf(
  { speech, dataFolder }: Config,
  { ffmpeg, log }: EngineTools,
  { soundsOf }: BuiltIn,
): Chosen {
  if (speech.kind === 'local') return nothing;
  const { apiKey, baseUrl, model, maxConcurrent, usdPer1000Credits } = speech;
  const service = createElevenLabsSpeech({
    ...{ apiKey, baseUrl, model, maxConcurrent, usdPer1000Credits, ffmpeg, soundsOf },
    log: logOf(log, 'tts'),
    cacheFolder: join(dataFolder, 'cache'),
  });
  return {
    engines: { speech: service },
    services: [
      {
        name: 'elevenlabs',
        settings: 'ELEVEN_API_KEY and ELEVEN_BASE_URL',
        check: service.check,
        health: service.health,
        account: { service: service.adapter.name, readCredits: service.readQuota },
      },
    ],
  };
}

/** Within the time in which the vendor waits for an answer. */
const reportTimeoutMs = 10_000;

function falOf({ talkingHead }: Config, { ffmpeg, log, lend }: EngineTools, { faces }: BuiltIn): Chosen {
  if (talkingHead.kind === 'local') return nothing;
  const { kind: _, ...settings } = talkingHead;
  const fal = createFal({ ...settings, ffmpeg, faces, lend, log: logOf(log, 'falai') });
  const { talkingHead: head, pictureEdit, pictureMaking, verifyWebhook, check, health } = fal;
  const verify = async (raw: Buffer, headers: Headers) =>
    await verifyWebhook(raw, headers, AbortSignal.timeout(reportTimeoutMs));
  const ports = { head, pictureEdit, pictureMaking };
  const reports = Object.fromEntries(Object.values(ports).map(({ adapter }) => [adapter.name, verify]));
  return {
    engines: ports,
    services: [{ name: 'fal', settings: 'FALAI_API_TOKEN and FALAI_QUEUE_BASE_URL', check, health, reports }],
  };
}

function overlayOf({ overlay }: Config, tools: EngineTools, { local, mediaProbe }: BuiltIn): Chosen {
  if (overlay.kind === 'local') return nothing;
  const { endpoint, token, usdPerSecond } = overlay;
  const { lend, canLend, ffmpeg, log } = tools;
  const service = createModalOverlay({
    ...{ endpoint, token, usdPerSecond, lend, ffmpeg, mediaProbe },
    canLend: () => canLend,
    local: local.overlay,
    log: logOf(log, 'overlay'),
  });
  return {
    engines: { overlay: service },
    services: [
      {
        name: 'overlay endpoint',
        settings: 'MODAL_OVERLAY_ENDPOINT, MODAL_KEY and MODAL_SECRET',
        check: service.check,
        health: service.health,
      },
    ],
  };
}

/** Renders that the account has under way at once are the vendor's to limit; calls are short. */
const shotstackCallsAtOnce = 4;

function montageOf({ montage }: Config, tools: EngineTools, { local }: BuiltIn): Chosen {
  if (montage.kind === 'local') return nothing;
  const { ffmpeg, log, lend, assetsFolder } = tools;
  const { apiKey, stage, baseUrl, usdPerMinute } = montage;
  const service = createShotstackMontage({
    ...{ apiKey, stage, baseUrl, usdPerMinute, lend },
    maxConcurrent: shotstackCallsAtOnce,
    local: local.montage,
    layers: createLocalLayers({ ffmpeg, assetsFolder }),
    log: logOf(log, 'montage'),
  });
  const reports = { [service.adapter.name]: async (raw: Buffer) => service.readCallback(raw) };
  return {
    engines: { montage: service },
    services: [
      {
        name: 'shotstack',
        settings: 'SHOTSTACK_API_KEY and SHOTSTACK_BASE_URL',
        check: service.check,
        health: () => [service.health()],
        reports,
      },
    ],
  };
}
