/** What the container says of itself, before anything of it is believed. */
export interface MediaFacts {
  readonly hasVideo: boolean;
  readonly hasAudioTrack: boolean;
  readonly audioCodec?: string;
  readonly video?: VideoFacts;
}

export interface VideoFacts {
  /** Absent when the codec has no name in the reader. */
  readonly codec?: string;
  readonly codedWidth: number;
  readonly codedHeight: number;
  readonly displayWidth: number;
  readonly displayHeight: number;
  readonly rotation: number;
  readonly durationSeconds: number;
  readonly framesPerSecond: number;
  readonly packets: number;
  readonly highDynamicRange: boolean;
  /** The last picture's bytes are in the file. */
  readonly isWhole: boolean;
}

export type MediaFactsAnswer = { readonly facts: MediaFacts } | { readonly unreadable: string };
