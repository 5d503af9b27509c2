import type { ChatRow } from '../../store/tables/chats.ts'
import type { UserRow } from '../../store/tables/users.ts'
import { markedChatId } from '../../core/chat-ids.ts'
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
}

/** A private chat, which is named after the other side. Telegram puts the type last here. */
export function encodePrivateChat(user: UserRow): BotApiChat {
  const { first_name, last_name, username } = encodeUser(user)
  return { id: user.id, first_name, last_name, username, type: 'private' }
}

/** A group, supergroup, channel or monoforum (which is a supergroup of direct messages). */
export function encodeChat(chat: ChatRow): BotApiChat {
  return {
    id: markedChatId(chat),
    title: chat.title,
    username: chat.username ?? undefined,
    is_direct_messages: chat.kind === 'monoforum' ? true : undefined,
    type: chat.kind === 'monoforum' ? 'supergroup' : chat.kind,
  }
}
