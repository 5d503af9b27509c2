import { markedChannelId } from '../../src/core/chat-ids.ts'
import type { BotApiAcceptedGiftTypes } from '../../src/bot-api/encode/accepted-gift-types.ts'
import type { BotApiChat } from '../../src/bot-api/encode/chat.ts'
import type { BotApiMe, BotApiUser } from '../../src/bot-api/encode/user.ts'
import type { BotCommand } from '../../src/domain/bots/commands.ts'
import type {
  BotCommand as TlBotCommand,
  TypeChat,
  TypePeer,
  User,
} from '../../src/tl/generated/base.ts'
import { permissionsOf } from './rights.ts'
import { expected, twin, UNTOLD, type Beside, type Expected } from './twin.ts'

/** The account of an id that MTProto named. @throws where it was not told beside the object */
export function userOf({ users }: Beside, id: number): User {
  const user = users.get(id)
  if (user?._ !== 'user') throw new Error(`MTProto named account ${id} and told nothing of it`)
  return user
}

/** The chat of an id that MTProto named. @throws where it was not told beside the object */
export function chatOf({ chats }: Beside, id: number): TypeChat {
  const chat = chats.get(id)
  if (!chat) throw new Error(`MTProto named chat ${id} and told nothing of it`)
  return chat
}

/** https://core.telegram.org/bots/api#user; Client.cpp JsonUser of telegram-bot-api */
export const USER = twin<BotApiUser, User>('User', {
  id: (user) => user.id,
  is_bot: (user) => user.bot === true && !user.deleted,
  first_name: (user) => user.firstName ?? '',
  last_name: (user) => user.lastName,
  username: (user) => user.username,
  language_code: (user) => user.langCode,
  is_premium: (user) => user.premium || undefined,
})

/** An account by its id. */
export function userJson(beside: Beside, id: number): Expected {
  return expected(USER, userOf(beside, id), beside)
}

/** https://core.telegram.org/bots/api#getme; td UserManager.cpp on_get_user */
export const ME = twin<BotApiMe, User>('Me', {
  ...(USER.facts as typeof USER.facts & Record<keyof BotApiUser, (user: User) => unknown>),
  can_join_groups: (user) => !user.botNochats,
  can_read_all_group_messages: (user) => user.botChatHistory === true,
  supports_inline_queries: (user) => user.botInlinePlaceholder !== undefined,
  supports_guest_queries: (user) => user.botGuestchat === true,
  can_connect_to_business: (user) => user.botBusiness === true,
  has_main_web_app: (user) => user.botHasMainApp === true,
  has_topics_enabled: (user) => user.botForumView === true,
  allows_users_to_create_topics: (user) =>
    user.botForumView === true && user.botForumCanManageTopics !== true,
  can_manage_bots: (user) => user.botCanManageBots === true,
  supports_join_request_queries: (user) => user.botGuard === true,
})

const GIFTS = twin<BotApiAcceptedGiftTypes, boolean>('AcceptedGiftTypes', {
  unlimited_gifts: (all) => all,
  limited_gifts: (all) => all,
  unique_gifts: (all) => all,
  premium_subscription: (all) => all,
  gifts_from_channels: (all) => all,
})

/** All kinds of gifts, or none. */
export function gifts(all: boolean, beside: Beside): Expected {
  return expected(GIFTS, all, beside)
}

/** Of a private chat, the other side; of any other, the chat. */
export type ChatOrUser = TypeChat | User

/** https://core.telegram.org/bots/api#chat; Client.cpp JsonChat of telegram-bot-api */
export const CHAT = twin<BotApiChat, ChatOrUser>('Chat', {
  id: markedIdOf,
  type: typeOf,
  title: (chat) => ('title' in chat ? chat.title : undefined),
  first_name: (chat) => (chat._ === 'user' ? (chat.firstName ?? '') : undefined),
  last_name: (chat) => (chat._ === 'user' ? chat.lastName : undefined),
  username: (chat) => {
    if (chat._ === 'user' || chat._ === 'channel') return chat.username
    return chat._ === 'channelForbidden' ? UNTOLD : undefined
  },
  is_direct_messages: (chat) => ('monoforum' in chat && chat.monoforum) || undefined,
  all_members_are_administrators: (chat, beside) => {
    if (chat._ === 'chatForbidden') return UNTOLD
    if (chat._ !== 'chat') return undefined
    const { fields } = permissionsOf(chat.defaultBannedRights, beside)
    return [...fields].every(([name, may]) => name === 'can_manage_topics' || may === true)
  },
  accepted_gift_types: (chat, beside) =>
    chat._ === 'chat' || chat._ === 'chatForbidden' ? gifts(false, beside) : undefined,
})

/** A chat by what MTProto calls a peer. */
export function peerJson(beside: Beside, peer: TypePeer): Expected {
  switch (peer._) {
    case 'peerUser':
      return expected(CHAT, userOf(beside, peer.userId), beside)
    case 'peerChat':
      return chatJson(beside, peer.chatId)
    case 'peerChannel':
      return chatJson(beside, peer.channelId)
  }
}

/** A chat by its id. */
export function chatJson(beside: Beside, id: number): Expected {
  return expected(CHAT, chatOf(beside, id), beside)
}

/** The type that the Bot API gives a chat. */
export function typeOf(chat: ChatOrUser): 'private' | 'group' | 'supergroup' | 'channel' {
  if (chat._ === 'user') return 'private'
  if (chat._ !== 'channel' && chat._ !== 'channelForbidden') return 'group'
  return chat.megagroup ? 'supergroup' : chat.broadcast ? 'channel' : 'group'
}

function markedIdOf(chat: ChatOrUser): number {
  if (chat._ === 'user') return chat.id
  return chat._ === 'channel' || chat._ === 'channelForbidden' ? markedChannelId(chat.id) : -chat.id
}

/** https://core.telegram.org/bots/api#botcommand */
export const COMMAND = twin<BotCommand, TlBotCommand>('BotCommand', {
  command: (one) => one.command,
  description: (one) => one.description,
})
