import type { MemberRow } from '../../store/tables/chats.ts'
import type { PeerKind } from '../../store/tables/messages.ts'

/**
 * Something an account must hear, as it is logged: small, free of TL, and the same for every viewer.
 * The doors turn it into their own form for each who reads it (rpc/encode/updates.ts).
 */
export type Update =
  /** A message of this box. In the sequence (ptsCount 1). */
  | { readonly kind: 'newMessage'; readonly id: number }
  /** The text of a message of this box was changed. In the sequence (ptsCount 1). */
  | { readonly kind: 'editMessage'; readonly id: number }
  /** Messages of this box are gone. In the sequence (ptsCount = number of ids). */
  | { readonly kind: 'deleteMessages'; readonly ids: readonly number[] }
  /** Incoming messages with a peer were read up to an id. In the sequence (ptsCount 1), but for channels. */
  | {
      readonly kind: 'readInbox'
      readonly peerKind: PeerKind
      readonly peerId: number
      readonly maxId: number
      readonly stillUnread: number
      /** The channel's own pts at that time: clients wait with the mark until they are there. */
      readonly channelPts?: number
    }
  /** The other side read up to an id. In the sequence (ptsCount 1), but for channels. */
  | {
      readonly kind: 'readOutbox'
      readonly peerKind: PeerKind
      readonly peerId: number
      readonly maxId: number
    }
  /** A basic group's member list changed. */
  | { readonly kind: 'chatParticipants'; readonly chatId: number }
  /** A basic group changed, or this account's standing in it. */
  | { readonly kind: 'chat'; readonly chatId: number }
  /** A channel or supergroup changed, or this account's standing in it. */
  | { readonly kind: 'channel'; readonly channelId: number }
  /** Names or username of an account changed. */
  | { readonly kind: 'userName'; readonly userId: number }
  /** An account changed in another way (deleted, phone). */
  | { readonly kind: 'user'; readonly userId: number }
  /** Messages of a channel up to an id are hidden from this account: it cleared its history. */
  | { readonly kind: 'channelCleared'; readonly channelId: number; readonly upTo: number }
  /** This account pinned a dialog, or took the pin away. */
  | (PeerOf & { readonly kind: 'dialogPinned'; readonly pinned: boolean })
  /** This account's pinned dialogs stand in another order. */
  | { readonly kind: 'pinnedDialogs' }
  /** This account marked a dialog as unread, or took the mark away. */
  | (PeerOf & { readonly kind: 'dialogUnreadMark'; readonly unread: boolean })
  /** This account blocked a peer, or lifted that. */
  | (PeerOf & { readonly kind: 'peerBlocked'; readonly blocked: boolean })
  /** What a bot offers in a chat changed; in a private chat that is the one with the bot. */
  | (PeerOf & { readonly kind: 'botCommands'; readonly botId: number })
  /** A folder of this account was made, changed or deleted. */
  | { readonly kind: 'dialogFilter'; readonly id: number }
  /** This account's folders stand in another order. */
  | { readonly kind: 'dialogFilterOrder' }
  /** Somebody's standing in a chat changed; for bots (qts). */
  | ParticipantChange
  /** Somebody blocked the bot, or lifted that; for bots (qts). */
  | {
      readonly kind: 'botStopped'
      readonly userId: number
      readonly date: number
      readonly stopped: boolean
    }
  /** Join requests of a chat came or went; for admins who may answer them. */
  | { readonly kind: 'pendingRequests'; readonly chatId: number }
  /** Somebody asks to join a chat; for bots (qts). */
  | JoinRequested
  /** What came of this account's request, for whom a guard bot had opened its page. */
  | {
      readonly kind: 'joinDecision'
      readonly chatId: number
      readonly queryId: string
      readonly decision: JoinDecision
    }

/** A peer that an account has a dialog with. */
interface PeerOf {
  readonly peerKind: PeerKind
  readonly peerId: number
}

/** What may become of a request to join; a queued one waits for other admins. */
export type JoinDecision = 'approved' | 'declined' | 'queued'

/**
 * A request to join a chat, as bots hear it.
 *
 * Source: https://core.telegram.org/constructor/updateBotChatInviteRequester
 */
export interface JoinRequested {
  readonly kind: 'joinRequested'
  readonly chatId: number
  readonly userId: number
  readonly date: number
  /** What the requester says about themself. */
  readonly about: string
  /** Null for a request without a link. */
  readonly inviteId: number | null
  /** What the chat's guard bot answers by; null for all other bots. */
  readonly queryId: string | null
}

/**
 * A change of one account's standing, as bots hear it.
 *
 * Source: https://core.telegram.org/constructor/updateChannelParticipant, updateChatParticipant
 */
export interface ParticipantChange {
  readonly kind: 'participant'
  readonly chatId: number
  /** Whose standing changed. */
  readonly userId: number
  /** Who changed it; the account itself for joining and leaving. */
  readonly actorId: number
  readonly date: number
  /** The standing before, as it was at `date` (`atTime`); null for somebody who never was there. */
  readonly prev: MemberRow | null
  /** The standing after. */
  readonly next: MemberRow | null
  /** The link by which the account came in. */
  readonly inviteId: number | null
  readonly viaChatlist: boolean
}

/** An update with its place in a sequence. */
export interface Sequenced {
  readonly update: Update
  /** The pts after this update (qts for bots). */
  readonly pts: number
  /** 0 when the update is outside the sequence. */
  readonly ptsCount: number
  /** Business time, unix seconds. */
  readonly date: number
}

/** An update in the box where it was logged. */
export type LoggedEvent =
  /** For all sessions of an account. */
  | ({ readonly to: 'account'; readonly accountId: number } & Sequenced)
  /** For everybody who is in the channel at that time. */
  | ({ readonly to: 'channel'; readonly channelId: number } & Sequenced)
  /** For a bot's qts queue. */
  | ({ readonly to: 'bot'; readonly botId: number } & Sequenced)

/** Whether an event is logged in a box, and so told to accounts. */
export function isLogged(event: DomainEvent): event is LoggedEvent {
  return event.to === 'account' || event.to === 'channel' || event.to === 'bot'
}

/** What a committed unit tells its listeners. */
export type DomainEvent =
  | LoggedEvent
  /** A key on which an account is logged in from now on, in place of the one that was before. */
  | {
      readonly to: 'keys'
      readonly keyIds: readonly string[]
      readonly what: 'loggedIn'
      readonly accountId: number
      readonly isBot: boolean
    }
  /** Keys that are no longer logged in; their sessions must be told by errors only. */
  | { readonly to: 'keys'; readonly keyIds: readonly string[]; readonly what: 'loggedOut' }
  /** Keys on which nobody is logged in, but a login waits for the account's password. */
  | { readonly to: 'keys'; readonly keyIds: readonly string[]; readonly what: 'passwordNeeded' }
  /** Accounts came into a channel or supergroup: what was told there before is not for them. */
  | { readonly to: 'entered'; readonly channelId: number; readonly userIds: readonly number[] }
  /** A bot has an update to fetch by the Bot API, or wants them another way from now on. */
  | {
      readonly to: 'botQueue'
      readonly botId: number
      readonly what: 'update' | 'dropped' | 'webhook'
    }
  /** Something was decided about a guard bot's query; a call that waits for that looks again. */
  | { readonly to: 'joinQuery'; readonly queryId: string }
  /** A QR-code login was accepted on another device (updateLoginToken). */
  | { readonly to: 'keys'; readonly keyIds: readonly string[]; readonly what: 'loginTokenAccepted' }
