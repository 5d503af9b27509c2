import type { RpcErrorName } from '../../core/rpc-error.ts'

/**
 * Where Telegram's behaviour with folders is not proven, each choice stands here and nowhere else, so
 * that one edit follows new evidence. Names that the error list lacks are those that clients look for.
 */
export const CHATLIST_CHOICES = {
  /** More folders than an account may have: Telegram Web's name. */
  tooManyFolders: 'DIALOG_FILTERS_TOO_MUCH',
  /** More chats than a folder may hold: Telegram Desktop's name. */
  tooManyChats: 'FILTER_INCLUDE_TOO_MUCH',
  /** More chats than a folder link may share: Android's name. */
  tooManyPeers: 'INVITE_PEERS_TOO_MUCH',
  /** A title of more than 12 characters; updateDialogFilter lists no other error that fits. */
  titleTooLong: 'MESSAGE_TOO_LONG',
  /** A person in a folder link. */
  notAChat: 'CHANNEL_INVALID',
} as const satisfies Record<string, RpcErrorName>

/** Ids that a folder may have; 0 is "All chats", 1 is never used (TDLib: DialogFilterId). */
export const FOLDER_IDS = { min: 2, max: 255 } as const
