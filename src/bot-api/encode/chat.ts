import type { ChatRow } from '../../store/tables/chats.ts'
import type { UserRow } from '../../store/tables/users.ts'
import { markedChatId } from '../../core/chat-ids.ts'
import { acceptedGiftTypes, type BotApiAcceptedGiftTypes } from './accepted-gift-types.ts'
import { encodePermissions } from './permissions.ts'
import { encodeUser } from './user.ts'

/** https://core.telegram.org/bots/api#chat */
export interface BotApiChat {
  readonly id: number
  readonly type: 'private' | 'group' | 'supergroup' | 'channel'
  readonly title?: string
  readonly first_name?: string
  readonly last_name?: string | undefined
  readonly username?: string | undefined
  readonly is_direct_messages?: true | undefined
  /** Of basic groups. */
  readonly all_members_are_administrators?: boolean | undefined
  /** Of basic groups, wherever they are told. */
  readonly accepted_gift_types?: BotApiAcceptedGiftTypes
}

/** A private chat, which is named after the other side. Telegram puts the type last here. */
export function encodePrivateChat(user: UserRow): BotApiChat {
  const { first_name, last_name, username } = encodeUser(user)
  return { id: user.id, first_name, last_name, username, type: 'private' }
}

/**
 * A group, supergroup, channel or monoforum (which is a supergroup of direct messages). A basic group
 * still tells in each place what belongs to it in full.
 *
 * Source: Client.cpp JsonChat of telegram-bot-api
 */
export function encodeChat(chat: ChatRow): BotApiChat {
  if (chat.kind === 'group') {
    return {
      id: markedChatId(chat),
      title: chat.title,
      type: 'group',
      all_members_are_administrators: sameAsAdmins(chat),
      accepted_gift_types: acceptedGiftTypes(false),
    }
  }
  return {
    id: markedChatId(chat),
    title: chat.title,
    username: chat.username ?? undefined,
    is_direct_messages: chat.kind === 'monoforum' ? true : undefined,
    type: chat.kind === 'monoforum' ? 'supergroup' : chat.kind,
  }
}

/** Whether members of a basic group may do everything; forum topics are no part of it. */
function sameAsAdmins({ defaultBannedRights }: ChatRow): boolean {
  const permissions = { ...encodePermissions(defaultBannedRights), can_manage_topics: true }
  return !Object.values(permissions).includes(false)
}
