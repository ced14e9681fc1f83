import type { SandboxParts } from '../parts.ts';
import type { MethodName, ParametersOf, ResultOf } from '../telegram-types.ts';
import type { IncomingFile } from '../media/file-store.ts';

/** The parameters have passed the schema when a method gets them. */
export interface Call<Parameters> {
  readonly parameters: Parameters;
  /** Parts of the request with bytes, by name. */
  readonly uploads: ReadonlyMap<string, IncomingFile>;
  /** Aborted when the caller has hung up. */
  readonly signal: AbortSignal;
}

export type Method<Name extends MethodName> = (
  parts: SandboxParts,
  call: Call<ParametersOf<Name>>,
) => ResultOf<Name> | Promise<ResultOf<Name>>;

/** A part of Telegram's methods, each typed by its documentation. */
export type Methods = { readonly [Name in MethodName]?: Method<Name> };

/** Whatever its types: the schema has checked what they say. */
export type AnyMethod = (parts: SandboxParts, call: Call<never>) => unknown;
