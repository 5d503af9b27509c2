import type { PeerKind } from '../../store/tables/messages.ts'

/**
 * Something an account must hear, as it is logged: small, free of TL, and the same for every viewer.
 * The doors turn it into their own form for whoever reads it (rpc/encode/update.ts).
 */
export type Update =
  /** A message of this box. In the sequence (ptsCount 1). */
  | { readonly kind: 'newMessage'; readonly id: number }
  /** Messages of this box are gone. In the sequence (ptsCount = number of ids). */
  | { readonly kind: 'deleteMessages'; readonly ids: readonly number[] }
  /** Incoming messages with a peer were read up to an id. In the sequence (ptsCount 1) for accounts. */
  | {
      readonly kind: 'readInbox'
      readonly peerKind: PeerKind
      readonly peerId: number
      readonly maxId: number
      readonly stillUnread: number
    }
  /** The other side read up to an id. */
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

/** What a committed unit tells its listeners. */
export type DomainEvent =
  /** For all sessions of an account. */
  | ({ readonly to: 'account'; readonly accountId: number } & Sequenced)
  /** For everybody who is in the channel at that time. */
  | ({ readonly to: 'channel'; readonly channelId: number } & Sequenced)
  /** For a bot's qts queue. */
  | ({ readonly to: 'bot'; readonly botId: number } & Sequenced)
  /** Keys that are no longer logged in; their sessions must be told by errors only. */
  | { readonly to: 'keys'; readonly keyIds: readonly string[]; readonly what: 'loggedOut' }
  /** A QR-code login was accepted on another device (updateLoginToken). */
  | { readonly to: 'keys'; readonly keyIds: readonly string[]; readonly what: 'loginTokenAccepted' }
