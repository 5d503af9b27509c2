import { maskOf } from '../chats/rights.ts'

/**
 * Bits of what a sender may say of a message beside its text, which all who get it are told.
 *
 * Source: https://core.telegram.org/constructor/message
 */
export const MESSAGE_FLAGS = {
  /** Who gets it is not disturbed. */
  silent: 0,
  /** It may not be forwarded or kept. */
  noforwards: 1,
  /** A preview of a page would be above the text. */
  invertMedia: 2,
} as const

export type MessageFlag = keyof typeof MESSAGE_FLAGS

/** What a sender says of a message; what is left out is not so. */
export type MessageFlags = { readonly [K in MessageFlag]?: boolean | undefined }

/** The bits of a message's row. */
export function messageFlags(flags: MessageFlags): number {
  const names = Object.keys(MESSAGE_FLAGS) as MessageFlag[]
  return maskOf(
    MESSAGE_FLAGS,
    names.filter((name) => flags[name]),
  )
}

/** Whether a message has a flag. */
export function hasFlag({ flags }: { readonly flags: number }, flag: MessageFlag): boolean {
  return ((flags >> MESSAGE_FLAGS[flag]) & 1) === 1
}
