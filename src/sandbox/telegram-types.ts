import type {
  APIMethodParams,
  APIMethodReturn,
  APIMethods,
  TelegramInlineKeyboardMarkup,
  TelegramMessage,
  TelegramReplyParameters,
} from '@gramio/types';

/** The typings let callers pass builders; what comes over the wire is plain. */
type Plain<T> = T extends string | number | boolean | null | undefined | Blob
  ? T
  : T extends { toJSON(): unknown }
    ? never
    : keyof T extends 'toString'
      ? never
      : T extends readonly (infer Item)[]
        ? Plain<Item>[]
        : { [Key in keyof T]: Plain<T[Key]> };

export type MethodName = keyof APIMethods;
export type ParametersOf<Name extends MethodName> = Plain<NonNullable<APIMethodParams<Name>>>;
export type ResultOf<Name extends MethodName> = Plain<APIMethodReturn<Name>>;
export type Message = Plain<TelegramMessage>;
export type InlineKeyboard = Plain<TelegramInlineKeyboardMarkup>;
export type ReplyParameters = Plain<TelegramReplyParameters>;
