/**
 * Every number that bounds something that can grow. Named options with Telegram's default where
 * Telegram has one; the others protect the process. Times are in seconds unless the name says
 * otherwise.
 */
export const DEFAULT_LIMITS = {
  /** Members of a basic group, creator included (help.getConfig `chat_size_max`). */
  basicGroupMembers: 200,
  /** Members of a supergroup (help.getConfig `megagroup_size_max`). */
  supergroupMembers: 200_000,
  /** Subscribers of a broadcast channel; Telegram names no limit. */
  channelMembers: 1_000_000_000,
  /** Channels and supergroups an account may be in (appConfig `channels_limit_default`). */
  channelsPerUser: 500,
  /** Invite links of one admin in one chat that are not deleted. [INF] spec section 10: unknown on Telegram. */
  invitesPerAdmin: 10_000,
  /** Largest usage_limit (spec section 2.3). */
  inviteUsageLimit: 99_999,
  /** Longest invite title in characters (spec section 2.3). */
  inviteTitleLength: 32,
  /** Largest price of a subscription in Stars (appConfig `stars_subscription_amount_max`). */
  starsSubscriptionAmount: 10_000,
  /** Longest text of a message in UTF-16 units (help.getConfig `message_length_max`). */
  messageLength: 4096,
  /** Longest title of a chat in characters. */
  chatTitleLength: 128,
  /** Longest description of a chat in characters (appConfig `about_length_limit` for chats is 255). */
  chatAboutLength: 255,
  /** Admins of one chat, creator not counted. */
  adminsPerChat: 50,
  /** Seconds a login code lives. */
  loginCodeSeconds: 300,
  /** Wrong codes or passwords before a new code is needed. */
  loginAttempts: 5,
  /** Updates that one getDifference answer holds before it becomes a slice. */
  differenceSize: 100,
  /** Stored updates per account or channel; older ones make `differenceTooLong`. */
  updateLogPerBox: 10_000,
} as const

/** The limits a server runs with; `startServer({ limits })` overrides single ones. */
export type Limits = { readonly [K in keyof typeof DEFAULT_LIMITS]: number }
