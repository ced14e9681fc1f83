import type { Config } from '../platform/config/config.ts';

/** Each capability with what is configured for it, as people call them. */
export function configuredEngines(config: Config): readonly (readonly [capability: string, kind: string])[] {
  return [
    ['speech', config.speech.kind],
    ['talking head', config.talkingHead.kind],
    ['picture edit', config.pictureEdit.kind],
    ['overlay', config.overlay.kind],
    ['montage', config.montage.kind],
    ['files', config.files.kind],
  ];
}
