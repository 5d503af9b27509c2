import type { ChatRow } from '../../store/tables/chats.ts'

/** What an attempt to join comes to at once; a stored request is an error (INVITE_REQUEST_SENT). */
export type Joining =
  | { readonly kind: 'joined'; readonly chat: ChatRow }
  /** The chat's guard bot was asked; see `waitForGuard` and `guardedJoin`. */
  | { readonly kind: 'asked'; readonly chat: ChatRow; readonly queryId: string }
