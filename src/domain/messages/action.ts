import type { PhotoRow } from '../../store/tables/photos.ts'

/**
 * What a service message says, as it is stored (JSON in `messages.action`).
 *
 * Source: https://core.telegram.org/type/MessageAction
 */
export type Action =
  | { readonly kind: 'chatCreate'; readonly title: string; readonly users: readonly number[] }
  | { readonly kind: 'channelCreate'; readonly title: string }
  | { readonly kind: 'chatEditTitle'; readonly title: string }
  | { readonly kind: 'chatEditPhoto'; readonly photo: PhotoRow }
  | { readonly kind: 'chatDeletePhoto' }
  | { readonly kind: 'chatAddUser'; readonly users: readonly number[] }
  | { readonly kind: 'chatDeleteUser'; readonly userId: number }
  | { readonly kind: 'chatJoinedByLink'; readonly inviterId: number }
  | { readonly kind: 'chatJoinedByRequest' }
  | { readonly kind: 'chatMigrateTo'; readonly channelId: number }
  | { readonly kind: 'channelMigrateFrom'; readonly title: string; readonly chatId: number }
  | { readonly kind: 'newCreatorPending' | 'changeCreator'; readonly newCreatorId: number }

/** Accounts that an action names, beside the sender. */
export function usersOfAction(action: Action): readonly number[] {
  switch (action.kind) {
    case 'chatCreate':
    case 'chatAddUser':
      return action.users
    case 'chatDeleteUser':
      return [action.userId]
    case 'chatJoinedByLink':
      return [action.inviterId]
    case 'newCreatorPending':
    case 'changeCreator':
      return [action.newCreatorId]
    default:
      return []
  }
}

/** Chats that an action names, beside the message's own. */
export function chatsOfAction(action: Action): readonly number[] {
  if (action.kind === 'chatMigrateTo') return [action.channelId]
  if (action.kind === 'channelMigrateFrom') return [action.chatId]
  return []
}
