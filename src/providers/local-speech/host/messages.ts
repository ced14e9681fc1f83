import type { JsonValue } from '../../../kernel/json.ts';

/** What the parent asks of an engine child. Audio never travels here: the child leaves it in a file. */
export interface EngineRequest {
  readonly id: number;
  readonly method: string;
  readonly params: JsonValue;
}

export interface EngineFailure {
  readonly reason: 'engine-missing' | 'engine-refused' | 'engine-failed';
  readonly message: string;
}

export interface EngineReply {
  readonly id: number;
  readonly result?: JsonValue;
  readonly failure?: EngineFailure;
  /** So that a child that grows is replaced before it hurts the machine. */
  readonly rssBytes: number;
}
