import { markedChannelId } from '../../src/core/chat-ids.ts'
import type { BotApiChatFullInfo } from '../../src/bot-api/encode/chat-full-info.ts'
import type { BotApiChatPhoto } from '../../src/bot-api/encode/photo.ts'
import type { ChannelFull, ChatFull, TypePhoto, UserFull } from '../../src/tl/generated/base.ts'
import { CHAT, chatJson, gifts, userJson, type ChatOrUser } from './people-and-chats.ts'
import { permissionsOf } from './rights.ts'
import { expected, onlyBotApi, twin, type Fact } from './twin.ts'

/** A chat's own page, and the chat. */
export interface ToldFull {
  readonly full: ChatFull | ChannelFull | UserFull
  readonly chat: ChatOrUser
}

const CHAT_PHOTO = twin<BotApiChatPhoto, TypePhoto>('ChatPhoto', {
  small_file_id: onlyBotApi('the Bot API names files in its own way'),
  small_file_unique_id: onlyBotApi('the Bot API names files in its own way'),
  big_file_id: onlyBotApi('the Bot API names files in its own way'),
  big_file_unique_id: onlyBotApi('the Bot API names files in its own way'),
})

/** What is told of a chat everywhere, read from the chat beside its page. */
const HEAD = Object.fromEntries(
  Object.entries(CHAT.facts).map(([field, fact]) => [
    field,
    ({ chat }: ToldFull, beside: Parameters<Fact<ChatOrUser>>[1]) =>
      typeof fact === 'function' ? fact(chat, beside) : undefined,
  ]),
) as Record<keyof typeof CHAT.facts, Fact<ToldFull>>

/** https://core.telegram.org/bots/api#chatfullinfo; Client.cpp JsonChat of telegram-bot-api */
export const FULL_CHAT = twin<BotApiChatFullInfo, ToldFull>('ChatFullInfo', {
  ...(HEAD as Record<
    'id' | 'type' | 'title' | 'first_name' | 'last_name' | 'username',
    Fact<ToldFull>
  >),
  is_direct_messages: HEAD['is_direct_messages'] as Fact<ToldFull>,
  all_members_are_administrators: HEAD['all_members_are_administrators'] as Fact<ToldFull>,
  photo: ({ full }, beside) => {
    const photo = 'chatPhoto' in full ? full.chatPhoto : undefined
    return photo?._ === 'photo' ? expected(CHAT_PHOTO, photo, beside) : undefined
  },
  active_usernames: ({ chat }) => {
    const username = 'username' in chat ? chat.username : undefined
    return username === undefined ? undefined : [username]
  },
  bio: ({ full }) => (full._ === 'userFull' ? full.about : undefined),
  description: ({ full }) => (full._ === 'userFull' ? undefined : full.about || undefined),
  invite_link: ({ full }) =>
    'exportedInvite' in full && full.exportedInvite?._ === 'chatInviteExported'
      ? full.exportedInvite.link
      : undefined,
  has_visible_history: ({ full }) =>
    (full._ === 'channelFull' && !full.hiddenPrehistory) || undefined,
  permissions: ({ chat }, beside) => {
    if (chat._ === 'chat' || (chat._ === 'channel' && chat.megagroup))
      return permissionsOf(chat.defaultBannedRights, beside)
    return undefined
  },
  join_to_send_messages: ({ chat }) =>
    (chat._ === 'channel' &&
      chat.megagroup &&
      !chat.monoforum &&
      (chat.joinToSend || !chat.hasLink)) ||
    undefined,
  join_by_request: ({ chat }) =>
    (chat._ === 'channel' &&
      chat.megagroup &&
      !chat.monoforum &&
      chat.joinRequest &&
      (chat.hasLink || chat.username !== undefined)) ||
    undefined,
  linked_chat_id: ({ full }) =>
    full._ === 'channelFull' && full.linkedChatId !== undefined
      ? markedChannelId(full.linkedChatId)
      : undefined,
  parent_chat: ({ chat }, beside) =>
    chat._ === 'channel' && chat.monoforum && chat.linkedMonoforumId !== undefined
      ? chatJson(beside, chat.linkedMonoforumId)
      : undefined,
  can_send_gift: ({ chat }) => (chat._ === 'user' && !chat.bot && !chat.deleted) || undefined,
  accepted_gift_types: ({ full, chat }, beside) =>
    gifts(
      full._ === 'userFull'
        ? chat._ === 'user' && !chat.bot && !chat.deleted
        : full._ === 'channelFull' && full.stargiftsAvailable === true,
      beside,
    ),
  // Bots know no list of all reactions, by which TDLib tells those of a channel; an old group has none.
  available_reactions: ({ full, chat }) => {
    const all = full._ === 'userFull' || full.availableReactions?._ === 'chatReactionsAll'
    const isList = chat._ === 'channel' && chat.broadcast
    const isOld = chat._ === 'chat' && chat.migratedTo !== undefined
    return all && !isList && !isOld ? undefined : []
  },
  max_reaction_count: onlyBotApi(
    'reactions_limit is absent, and clients take it from their configuration',
  ),
  accent_color_id: ({ chat }) => chat.id % 7,
  guard_bot: ({ full }, beside) =>
    full._ === 'channelFull' && full.guardBotId !== undefined
      ? userJson(beside, full.guardBotId)
      : undefined,
})
