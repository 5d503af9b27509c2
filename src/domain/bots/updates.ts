import type { InviteRow } from '../../store/tables/invites.ts'
import type { MessageRow } from '../../store/tables/messages.ts'
import type { Unit } from '../context.ts'
import type { JoinRequested, ParticipantChange, Update } from '../updates/update.ts'

/**
 * Every kind of update that the Bot API has; localgram makes those of `BotUpdate`. Bots choose among all.
 *
 * Source: https://core.telegram.org/bots/api#update
 */
export const UPDATE_KINDS = [
  'message', 'edited_message', 'channel_post', 'edited_channel_post', 'inline_query',
  'chosen_inline_result', 'callback_query', 'shipping_query', 'pre_checkout_query', 'poll',
  'poll_answer', 'my_chat_member', 'chat_member', 'chat_join_request', 'chat_boost',
  'removed_chat_boost', 'message_reaction', 'message_reaction_count', 'business_connection',
  'business_message', 'edited_business_message', 'deleted_business_messages', 'guest_message',
  'purchased_paid_media', 'managed_bot',
] as const // prettier-ignore

/** A kind of update, by Telegram's name. */
export type UpdateKind = (typeof UPDATE_KINDS)[number]

/** What a bot must ask for by name. Source: https://core.telegram.org/bots/api#getupdates */
const OFF_BY_DEFAULT: ReadonlySet<UpdateKind> = new Set([
  'chat_member',
  'message_reaction',
  'message_reaction_count',
])

/** Kinds of a bot that never chose. */
export const DEFAULT_KINDS: readonly UpdateKind[] = UPDATE_KINDS.filter(
  (kind) => !OFF_BY_DEFAULT.has(kind),
)

/** A private chat that its other side blocked or opened again. */
export type BotStopped = Update & { readonly kind: 'botStopped' }

/**
 * An update free of the Bot API's form: with the message and the link as they were when it happened,
 * since they may be changed or deleted before the bot asks.
 */
export type BotUpdate =
  | {
      readonly kind: 'message' | 'edited_message' | 'channel_post' | 'edited_channel_post'
      readonly message: MessageRow
    }
  | {
      readonly kind: 'my_chat_member' | 'chat_member'
      readonly change: ParticipantChange
      readonly invite: InviteRow | null
    }
  /** Somebody blocked the bot, or lifted that. */
  | { readonly kind: 'my_chat_member'; readonly stopped: BotStopped }
  | {
      readonly kind: 'chat_join_request'
      readonly request: JoinRequested
      readonly invite: InviteRow | null
    }

/** An update in the form in which its bot gets it. */
export interface WrittenUpdate {
  readonly kind: UpdateKind
  readonly content: object
}

/**
 * Writes an update down for a bot, with everybody's names and standing as they are now; undefined for
 * one that speaks of what is nowhere any more.
 */
export type UpdateWriter = (
  u: Unit,
  botId: number,
  update: BotUpdate,
) => Promise<WrittenUpdate | undefined>

/**
 * The kinds that a stored choice names; the usual ones for none.
 *
 * @param allowed JSON list of the queue's row
 */
export function kindsOf(allowed: string | null): readonly UpdateKind[] {
  return allowed === null ? DEFAULT_KINDS : (JSON.parse(allowed) as UpdateKind[])
}

/**
 * A bot's choice as it is stored, in Telegram's order; null for the usual kinds. Names that are none are
 * left out, and a list without any other means the usual kinds, as on Telegram.
 */
export function storedKinds(names: readonly string[]): string | null {
  const wanted = new Set(names.map((name) => name.toLowerCase()))
  const kinds = UPDATE_KINDS.filter((kind) => wanted.has(kind))
  const chosen = JSON.stringify(kinds)
  return kinds.length === 0 || chosen === JSON.stringify(DEFAULT_KINDS) ? null : chosen
}
