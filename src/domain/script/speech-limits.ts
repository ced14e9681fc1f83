export interface SpeechLimits {
  readonly maxSeconds: number;
  /** UTF-16 units: a bound on work for texts that no estimate is needed for; 30 s are some 450. */
  readonly maxCharacters: number;
}

export const speechLimits: SpeechLimits = { maxSeconds: 30, maxCharacters: 1500 };
