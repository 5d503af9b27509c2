import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type { UserRow } from '../../store/tables/users.ts'
import { markedChannelId } from '../../core/chat-ids.ts'
import type { SharedChat } from '../chats.ts'
import { acceptedGiftTypes, type BotApiAcceptedGiftTypes } from './accepted-gift-types.ts'
import { encodeChat, encodePrivateChat, type BotApiChat } from './chat.ts'
import { encodePermissions, type ToldPermissions } from './permissions.ts'
import type { BotApiChatPhoto } from './photo.ts'
import { encodeUser, type BotApiUser } from './user.ts'

/** Reactions that one message may have at most (appConfig `reactions_uniq_max`). */
const MAX_REACTION_COUNT = 11

/** Peer colours that accounts and chats without a chosen one share. */
const ACCENT_COLORS = 7

/** https://core.telegram.org/bots/api#chatfullinfo, as far as localgram has what it tells. */
export interface BotApiChatFullInfo extends BotApiChat {
  /** Of people; the name of `accepted_gift_types` before Bot API 9.0, which is written to this day. */
  readonly can_send_gift?: true | undefined
  readonly photo?: BotApiChatPhoto | undefined
  readonly active_usernames?: readonly string[] | undefined
  readonly bio?: string | undefined
  readonly description?: string | undefined
  readonly invite_link?: string | undefined
  readonly has_visible_history?: true | undefined
  readonly permissions?: ToldPermissions | undefined
  readonly join_to_send_messages?: true | undefined
  readonly join_by_request?: true | undefined
  readonly linked_chat_id?: number | undefined
  readonly parent_chat?: BotApiChat | undefined
  readonly accepted_gift_types: BotApiAcceptedGiftTypes
  readonly available_reactions?: readonly [] | undefined
  readonly max_reaction_count: number
  readonly accent_color_id: number
  readonly guard_bot?: BotApiUser | undefined
}

/** What stands beside the chat's own row. */
export interface ChatRelations {
  /** The bot's own primary link, if it may have one. */
  readonly inviteLink?: string | undefined
  /** Of a monoforum: its channel. */
  readonly parent?: ChatRow | undefined
  readonly photo?: BotApiChatPhoto | undefined
  /** Of a supergroup: the bot that answers join requests. */
  readonly guardBot?: UserRow | undefined
}

/** A private chat in full. Gifts are taken as by an account that never changed its settings. */
export function encodePrivateChatFullInfo(user: UserRow): BotApiChatFullInfo {
  const chat = encodePrivateChat(user)
  return {
    ...chat,
    can_send_gift: !user.isBot && !user.deleted ? true : undefined,
    active_usernames: usernames(chat.username),
    bio: user.about || undefined,
    accepted_gift_types: acceptedGiftTypes(!user.isBot && !user.deleted),
    max_reaction_count: MAX_REACTION_COUNT,
    accent_color_id: user.id % ACCENT_COLORS,
  }
}

/**
 * All reactions are allowed, which leaves the list out. In a channel TDLib makes a list of all of it, and
 * bots know of none; in a basic group that is over, for all or for the bot, there are none (td
 * MessagesManager.cpp fix_broadcast_reactions and need_hide_dialog_reactions; telegram-bot-api issue 737).
 */
function toldReactions(chat: ChatRow, member: MemberRow | undefined): readonly [] | undefined {
  const isOver = chat.kind === 'group' && (chat.deleted === 1 || member?.status === 'banned')
  return chat.kind === 'channel' || isOver ? [] : undefined
}

/** Any other chat in full, in Telegram's order (Client.cpp JsonChat of telegram-bot-api). */
export function encodeChatFullInfo(
  { chat, member }: SharedChat,
  relations: ChatRelations,
): BotApiChatFullInfo {
  const { inviteLink, parent, photo, guardBot } = relations
  const group = chat.kind === 'group'
  const supergroup = chat.kind === 'supergroup' || chat.kind === 'monoforum'
  const {
    all_members_are_administrators,
    accepted_gift_types = acceptedGiftTypes(false),
    ...head
  } = encodeChat(chat)
  return {
    ...head,
    active_usernames: usernames(chat.username),
    description: chat.about || undefined,
    invite_link: inviteLink,
    has_visible_history: group ? undefined : true,
    permissions: group || supergroup ? encodePermissions(chat.defaultBannedRights) : undefined,
    all_members_are_administrators,
    join_to_send_messages: chat.kind === 'supergroup' && joinsToSend(chat) ? true : undefined,
    join_by_request: chat.kind === 'supergroup' && joinsByRequest(chat) ? true : undefined,
    linked_chat_id: chat.linkedChatId === null ? undefined : markedChannelId(chat.linkedChatId),
    parent_chat: parent && encodeChat(parent),
    accepted_gift_types,
    photo,
    available_reactions: toldReactions(chat, member),
    max_reaction_count: MAX_REACTION_COUNT,
    accent_color_id: chat.id % ACCENT_COLORS,
    guard_bot: guardBot && encodeUser(guardBot),
  }
}

/**
 * Whether members alone may write: only a discussion group that lets them has guests.
 *
 * Source: td ChatManager.cpp get_channel_join_to_send
 */
function joinsToSend({ joinToSend, linkedChatId }: ChatRow): boolean {
  return joinToSend === 1 || linkedChatId === null
}

/**
 * Whether who joins has to ask: a private supergroup asks by its links only.
 *
 * Source: td ChatManager.cpp get_channel_join_request
 */
function joinsByRequest({ joinRequest, username, linkedChatId }: ChatRow): boolean {
  return joinRequest === 1 && (username !== null || linkedChatId !== null)
}

function usernames(username: string | null | undefined): string[] | undefined {
  return username ? [username] : undefined
}
