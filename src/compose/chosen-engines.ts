import type { Config } from '../platform/config/config.ts';
import { isReachedFromOutside } from './lend-file.ts';
import { isOnThisMachine } from './service-places.ts';

/** Who does one of the things that a service may do, and why it is they. */
export interface ChosenEngine {
  /** As people call it. */
  readonly capability: string;
  /** The service by the name that people know; undefined for what is built in. */
  readonly service: string | undefined;
  readonly why: string;
  /** Whether it gets to see who is shown in the ad. */
  readonly seesPortraits: boolean;
}

/** The one table of it: the start tells it, the log has it, and people are told by it where their files go. */
export function chosenEngines(config: Config): readonly ChosenEngine[] {
  const { speech, talkingHead, pictureEdit, montage } = config;
  return [
    speech.kind === 'local'
      ? builtIn('speech', 'ELEVEN_API_KEY is not set')
      : {
          ...by('ElevenLabs', 'speech', `ELEVEN_API_KEY is set, model ${speech.model}`),
          seesPortraits: false,
        },
    talkingHead.kind === 'local'
      ? builtIn('talking head', 'FALAI_API_TOKEN is not set')
      : by('fal.ai', 'talking head', `FALAI_API_TOKEN is set, model ${talkingHead.headModel}`),
    pictureEdit.kind === 'local'
      ? builtIn('pictures', 'FALAI_API_TOKEN is not set')
      : by('fal.ai', 'pictures', `FALAI_API_TOKEN is set, model ${pictureEdit.pictureModel}`),
    overlayEngine(config),
    montage.kind === 'local'
      ? builtIn('montage', 'SHOTSTACK_API_KEY is not set')
      : by('Shotstack', 'montage', `SHOTSTACK_API_KEY is set, stage ${montage.stage}`),
    filesEngine(config),
  ];
}

function by(service: string, capability: string, why: string): ChosenEngine {
  return { capability, service, why, seesPortraits: true };
}

function builtIn(capability: string, why: string): ChosenEngine {
  return { capability, service: undefined, why, seesPortraits: false };
}

function overlayEngine(config: Config): ChosenEngine {
  const { overlay, files, http } = config;
  const capability = 'cut-out';
  if (overlay.kind === 'local') return builtIn(capability, 'MODAL_OVERLAY_ENDPOINT is not set');
  const canLend = files.kind === 's3' || isReachedFromOutside(http.publicUrl, isOnThisMachine(config));
  if (!canLend) {
    const why = `MODAL_OVERLAY_ENDPOINT is set, but could fetch nothing from PUBLIC_URL ${http.publicUrl}`;
    return builtIn(capability, why);
  }
  const { hostname } = new URL(overlay.endpoint);
  const name = hostname.endsWith('.modal.run') ? 'Modal' : hostname;
  return by(name, capability, 'MODAL_OVERLAY_ENDPOINT is set');
}

function filesEngine({ files }: Config): ChosenEngine {
  if (files.kind === 'local') return builtIn('files', 'R2_ACCESS_KEY_ID is not set');
  const { hostname } = new URL(files.endpoint);
  const name = hostname.endsWith('.r2.cloudflarestorage.com') ? 'Cloudflare R2' : hostname;
  return by(name, 'files', `R2_ACCESS_KEY_ID is set, bucket ${files.bucket}`);
}

/** The services in use with what each does, in the table's order; those that are built in last. */
export function enginesByService(
  config: Config,
): readonly { readonly service: string | undefined; readonly capabilities: readonly string[] }[] {
  const chosen = chosenEngines(config);
  const names = [...new Set(chosen.map(({ service }) => service))].sort(
    (left, right) => Number(left === undefined) - Number(right === undefined),
  );
  return names.map((service) => ({
    service,
    capabilities: chosen.filter((one) => one.service === service).map(({ capability }) => capability),
  }));
}

/** For people: whom their scripts and pictures are passed on to, and who of them sees portraits. */
export function namedServices(config: Config): {
  readonly services: readonly string[];
  readonly portraitServices: readonly string[];
} {
  const chosen = chosenEngines(config);
  const names = (engines: readonly ChosenEngine[]) => [
    ...new Set(engines.flatMap(({ service }) => service ?? [])),
  ];
  return {
    services: names(chosen),
    portraitServices: names(chosen.filter(({ seesPortraits }) => seesPortraits)),
  };
}
