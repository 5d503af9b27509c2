/** Marked ids of channels and supergroups lie below this (https://core.telegram.org/api/bots/ids). */
const CHANNEL_MARK = -1_000_000_000_000

/** Largest id of a basic group. */
const GROUP_ID_MAX = 999_999_999_999

/** Largest id of a user. */
const USER_ID_MAX = 2 ** 40 - 1

/** What a number in `chat_id` names. */
export interface Unmarked {
  readonly kind: 'user' | 'group' | 'channel'
  readonly id: number
}

/** The Bot API's id of a channel, supergroup or monoforum. */
export function markedChannelId(id: number): number {
  return CHANNEL_MARK - id
}

/** The Bot API's id of a chat: basic groups are negative, everything else carries the mark -100. */
export function markedChatId(chat: { readonly id: number; readonly kind: string }): number {
  return chat.kind === 'group' ? -chat.id : markedChannelId(chat.id)
}

/** What a marked id names; undefined for 0 and for numbers that no chat can have. */
export function unmark(marked: number): Unmarked | undefined {
  if (!Number.isSafeInteger(marked) || marked === 0) return undefined
  if (marked > 0) return marked <= USER_ID_MAX ? { kind: 'user', id: marked } : undefined
  if (marked >= -GROUP_ID_MAX) return { kind: 'group', id: -marked }
  return marked < CHANNEL_MARK ? { kind: 'channel', id: CHANNEL_MARK - marked } : undefined
}
