import type { SandboxParts } from '../parts.ts';
import { parameterProblems } from '../schema/check-value.ts';
import { ruleProblems } from '../schema/rules.ts';
import { botApiSchema } from '../schema/schema.ts';
import { ApiError } from '../wire/api-error.ts';
import type { AnyMethod, Call } from './method.ts';

export type CallMethod = (method: string, call: Call<Readonly<Record<string, unknown>>>) => Promise<unknown>;

/** Holds a call to the schema, runs it, and holds its result to the schema too. What breaks it is kept. */
export function createCallMethod(
  parts: SandboxParts,
  methods: Readonly<Record<string, AnyMethod>>,
): CallMethod {
  return async (method, call) => {
    try {
      const result = await run(parts, methods[method], method, call);
      const type = botApiSchema.methods[method]?.result;
      // Updates were checked one by one when they came into being.
      if (type !== undefined && method !== 'getUpdates') parts.violations.checkOwn(method, type, result);
      return result;
    } catch (error) {
      if (error instanceof ApiError && error.isViolation) {
        parts.violations.add(method, [error.message.replace(/^Bad Request: (\[sandbox\] )?/, '')]);
      }
      throw error;
    }
  };
}

async function run(
  parts: SandboxParts,
  implementation: AnyMethod | undefined,
  method: string,
  call: Call<Readonly<Record<string, unknown>>>,
): Promise<unknown> {
  const fields = botApiSchema.methods[method]?.parameters ?? {};
  const problems = [
    ...parameterProblems(fields, call.parameters, {
      parts: new Set(call.uploads.keys()),
      uncounted: countedByMethod(method),
    }),
    ...ruleProblems(method, call.parameters),
  ];
  if (problems.length > 0) {
    throw new ApiError(400, `Bad Request: [sandbox] ${problems.join('; ')}`, { isViolation: true });
  }
  if (implementation === undefined) {
    throw new ApiError(501, `Not Implemented: [sandbox] ${method} is not part of the sandbox`, {
      isViolation: true,
    });
  }
  return await implementation(parts, call as Call<never>);
}

/** These characters count after the entities are parsed, and Telegram has words of its own for too many of them. */
function countedByMethod(method: string): ReadonlySet<string> {
  if (/^(sendMessage|sendMessageDraft|editMessageText)$/.test(method)) return countedTexts;
  return countedCaptions;
}

const countedTexts: ReadonlySet<string> = new Set(['text']);
const countedCaptions: ReadonlySet<string> = new Set([
  'caption',
  'media.caption',
  ...Array.from({ length: 10 }, (_, index) => `media[${index}].caption`),
]);
