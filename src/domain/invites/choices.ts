import type { RpcErrorName } from '../../core/rpc-error.ts'

/**
 * Where Telegram's behaviour is not proven ([INF] in spec sections 3 and 10), each choice stands here
 * and nowhere else, so that one edit follows new evidence.
 */
export const INVITE_CHOICES = {
  /** A price outside 1..`starsSubscriptionAmount`: the documentation's text names this error for it. */
  amountInvalid: 'PRICING_CHAT_INVALID',
  /** More links than `invitesPerAdmin`: Telegram's bound and its error are unknown. */
  tooManyInvites: 'INVITES_TOO_MUCH',
  /** A link that is unknown, revoked, expired or used up: 400 was observed, the database lists 406 too. */
  hashExpired: 'INVITE_HASH_EXPIRED',
  /** A guard bot that is no bot, or no admin with the right to invite: td_api names the condition only. */
  guardInvalid: 'BOT_INVALID',
  /** An answer to a guard's query that is unknown, decided, or whose time is over. */
  queryInvalid: 'QUERY_ID_INVALID',
} as const satisfies Record<string, RpcErrorName>

/**
 * Which links go along when a client of a layer below 227, which can't say it, switches approval on or
 * off: one client library documents that only primary links do (spec section 5.3).
 */
export const OLD_TOGGLE_APPLIES_TO = 'primary'

/**
 * Allowed lengths of a subscription in seconds
 * (https://core.telegram.org/api/subscriptions; td_api starSubscriptionPricing for the test environment).
 */
export const SUBSCRIPTION_PERIODS = {
  production: [2_592_000],
  test: [2_592_000, 300, 60],
} satisfies Record<string, readonly number[]>
