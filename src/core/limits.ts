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
  /** The same for a Premium account (appConfig `channels_limit_premium`). */
  channelsPerPremiumUser: 1000,
  /** Invite links of one admin in one chat that are not deleted. [INF] spec section 10: unknown on Telegram. */
  invitesPerAdmin: 10_000,
  /** Largest usage_limit (spec section 2.3). */
  inviteUsageLimit: 99_999,
  /** Longest invite title in characters (spec section 2.3). */
  inviteTitleLength: 32,
  /**
   * Invite hashes that lead nowhere which an account may try in `inviteGuessSeconds` before looking at
   * links has to wait (FLOOD_WAIT_%d); 0 for no bound. [INF]: Telegram waits, its numbers are unknown.
   */
  inviteGuesses: 100,
  /** Seconds in which `inviteGuesses` are counted, from the first of them on. */
  inviteGuessSeconds: 300,
  /** Accounts whose guesses are remembered at once; beyond it the oldest count is forgotten. */
  guessingAccounts: 10_000,
  /**
   * Seconds for which somebody who looks at a link of a private channel or supergroup may read there
   * before joining (chatInvitePeek); 0 for never. [INF]: which links Telegram gives it for is unknown.
   */
  invitePeekSeconds: 0,
  /** Largest price of a subscription in Stars (appConfig `stars_subscription_amount_max`). */
  starsSubscriptionAmount: 10_000,
  /** Longest text of a message in UTF-16 units (help.getConfig `message_length_max`). */
  messageLength: 4096,
  /** Seconds for which people may edit what they wrote (help.getConfig `edit_time_limit`). */
  messageEditSeconds: 172_800,
  /** Dialogs that an account may pin (appConfig `dialogs_pinned_limit_default`). */
  pinnedDialogsPerUser: 5,
  /** The same for a Premium account (appConfig `dialogs_pinned_limit_premium`). */
  pinnedDialogsPerPremiumUser: 10,
  /** Longest title of a chat in characters. */
  chatTitleLength: 128,
  /** Longest description of a chat in characters (appConfig `about_length_limit` for chats is 255). */
  chatAboutLength: 255,
  /** Largest photo of a chat in bytes (https://core.telegram.org/bots/api#sending-files). */
  photoBytes: 10_485_760,
  /** Shortest side of a photo of a chat in pixels (PHOTO_CROP_SIZE_SMALL). [INF]: the small size's own. */
  photoSide: 160,
  /** Photos that are kept of one chat, the present one included; older ones can't be downloaded any more. */
  photosPerChat: 100,
  /** Largest part of a file in bytes (https://core.telegram.org/api/files#uploading-files). */
  filePartBytes: 524_288,
  /** Parts of one file (appConfig `upload_max_fileparts_default`). */
  fileParts: 4000,
  /** Bytes of uploaded parts that one account may have waiting; beyond it its oldest file is forgotten. */
  uploadBytesPerAccount: 20_971_520,
  /** The same for all accounts together. */
  uploadBytes: 134_217_728,
  /** Wall seconds for which the parts of a file wait to be used. */
  uploadSeconds: 3600,
  /** Admins of one chat, creator not counted. */
  adminsPerChat: 50,
  /** Bots in one group. Telegram's bound, BOTS_TOO_MUCH. */
  botsPerChat: 20,
  /** Subscribers up to which a broadcast channel's admins may still add people by hand. */
  channelMembersByHand: 200,
  /** Members up to which a creator may delete a channel or supergroup (CHANNEL_TOO_LARGE). */
  deletableChannelMembers: 1000,
  /**
   * Chats of all kinds that one account may make, deleted ones counted, since their rows stay
   * (USER_RESTRICTED). Telegram names no number.
   */
  chatsPerCreator: 10_000,
  /** Public channels and supergroups of one creator (appConfig `channels_public_limit_default`). */
  publicChannelsPerUser: 10,
  /** Longest rank of an admin in characters (https://core.telegram.org/method/channels.editAdmin). */
  rankLength: 16,
  /** Wall seconds a login code lives. */
  loginCodeSeconds: 300,
  /** Wrong codes before a new one is needed, and wrong passwords before logging in has to wait. */
  loginAttempts: 5,
  /** Login codes of one phone that live at once; beyond it the oldest is void. */
  loginCodesPerPhone: 32,
  /**
   * Wrong codes for one phone in `loginCodeSeconds`, whichever of its codes they were meant for, before
   * logging in there has to wait (FLOOD_WAIT_%d): asking for new codes makes guessing no easier.
   */
  loginAttemptsPerPhone: 30,
  /** Seconds that logging in to an account waits after too many wrong passwords. */
  passwordFloodSeconds: 600,
  /** Wall seconds a QR-code login token lives (https://core.telegram.org/api/qr-login says about 30). */
  loginTokenSeconds: 30,
  /** Wall seconds that one round of a password check, or an exported authorization, may take. */
  challengeSeconds: 600,
  /** Rounds of password checks that one account may have open; beyond it the oldest is void. */
  challengesPerAccount: 32,
  /** Wall seconds after which an auth key on which nobody ever logged in is deleted. */
  unusedKeySeconds: 604_800,
  /** Age of a login that may end others (https://core.telegram.org/method/auth.resetAuthorizations). */
  freshAuthorizationSeconds: 86_400,
  /** Longest first or last name in characters. */
  nameLength: 64,
  /** Longest text about an account in characters (appConfig `about_length_limit_default`). */
  userAboutLength: 70,
  /** Seconds that a guard bot may take to decide about a join request (Bot API chatJoinRequest.query_id). */
  joinGuardSeconds: 10,
  /** Contacts that one contacts.importContacts may bring. */
  contactsPerImport: 500,
  /** Updates that one getDifference answer holds before it becomes a slice. */
  differenceSize: 100,
  /** Folders of one account, "All chats" not counted (appConfig `dialog_filters_limit_default`). */
  foldersPerUser: 10,
  /** The same for a Premium account (appConfig `dialog_filters_limit_premium`). */
  foldersPerPremiumUser: 20,
  /** Chats in one folder, and in one folder link (appConfig `dialog_filters_chats_limit_default`). */
  chatsPerFolder: 100,
  /** The same for a Premium account (appConfig `dialog_filters_chats_limit_premium`). */
  chatsPerPremiumFolder: 200,
  /** Longest title of a folder in characters (TDLib: the server's own limit). */
  folderTitleLength: 12,
  /** Links to one folder (appConfig `chatlist_invites_limit_default`). */
  chatlistInvitesPerFolder: 3,
  /** The same for a Premium account (appConfig `chatlist_invites_limit_premium`). */
  chatlistInvitesPerPremiumFolder: 20,
  /** Folders of one account that are shared or came by a link (appConfig `chatlists_joined_limit_default`). */
  chatlistsPerUser: 2,
  /** The same for a Premium account (appConfig `chatlists_joined_limit_premium`). */
  chatlistsPerPremiumUser: 20,
  /** Seconds that the admin log goes back (td_api getChatEventLog: the last 48 hours). */
  adminLogSeconds: 172_800,
  /** Events kept in one chat's admin log, however young. Telegram names no number. */
  adminLogPerChat: 10_000,
  /** Stored updates per account or channel; older ones make `differenceTooLong`. */
  updateLogPerBox: 10_000,
  /** Texts that a bot sends in a second over all chats (429 beyond it); 0 for no bound. */
  botMessagesPerSecond: 0,
  /** Texts that a bot sends to one group or supergroup in a minute; 0 for no bound. */
  botMessagesPerGroup: 0,
  /** Bots, and pairs of bot and group, whose sending is counted at once; the oldest is forgotten beyond it. */
  countedBotSends: 10_000,
  /** Seconds for which a bot that logged out of the Bot API stays out. */
  botLoggedOutSeconds: 600,
  /** Lists of commands that one bot may set, over all scopes and languages. Telegram's bound is unknown. */
  commandListsPerBot: 1000,
  /** Updates that are kept for a bot until it confirms them (Bot API); beyond it the oldest are forgotten. */
  botUpdates: 10_000,
  /** The same for a bot that never asked for any. */
  unaskedBotUpdates: 1000,
  /** Seconds of business time for which an update waits (https://core.telegram.org/bots/api#getting-updates). */
  botUpdateSeconds: 86_400,
  /** Seconds that a webhook's receiver may take to answer. */
  webhookSeconds: 60,
  /** Longest pause in seconds before an update is posted to its webhook once more. */
  webhookPauseSeconds: 60,
} as const

/**
 * Telegram's flood limits, which `--flood-limits` switches on: a test should meet a 429 only where it asks
 * for one. Telegram gives these numbers as what to stay below
 * (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). What protects the
 * server (guesses of links, codes and passwords) is no part of them and always holds.
 */
export const FLOOD_LIMITS = {
  botMessagesPerSecond: 30,
  botMessagesPerGroup: 20,
} as const satisfies Partial<Record<keyof typeof DEFAULT_LIMITS, number>>

/** The limits a server runs with; `startServer({ limits })` overrides single ones. */
export type Limits = { readonly [K in keyof typeof DEFAULT_LIMITS]: number }
