import { markedChannelId } from '../../src/core/chat-ids.ts'
import type { BotApiEntity } from '../../src/bot-api/encode/entity.ts'
import type { BotApiMessage } from '../../src/bot-api/encode/message.ts'
import type { BotApiPhotoSize } from '../../src/bot-api/encode/photo.ts'
import type {
  Message,
  MessageService,
  PhotoSize,
  TypeMessageAction,
  TypeMessageEntity,
  TypePhoto,
} from '../../src/tl/generated/base.ts'
import { chatOf, peerJson, typeOf, userJson } from './people-and-chats.ts'
import { Expected, expected, onlyBotApi, twin, type Beside, type Twin } from './twin.ts'

/** A message and, where it answers another that is there, that one. */
export interface ToldMessage {
  readonly message: Message | MessageService
  readonly replied?: Message | MessageService | undefined
}

type TextEntity = Exclude<TypeMessageEntity, { _: `input${string}` | `messageEntityDiff${string}` }>

/** The Bot API's name of each entity; bank cards are not told (Client.cpp JsonEntity of telegram-bot-api). */
const ENTITY_TYPES: Readonly<Record<string, string>> = {
  messageEntityMention: 'mention',
  messageEntityHashtag: 'hashtag',
  messageEntityBotCommand: 'bot_command',
  messageEntityUrl: 'url',
  messageEntityEmail: 'email',
  messageEntityPhone: 'phone_number',
  messageEntityCashtag: 'cashtag',
  messageEntityBold: 'bold',
  messageEntityItalic: 'italic',
  messageEntityUnderline: 'underline',
  messageEntityStrike: 'strikethrough',
  messageEntitySpoiler: 'spoiler',
  messageEntityCode: 'code',
  messageEntityPre: 'pre',
  messageEntityTextUrl: 'text_link',
  messageEntityMentionName: 'text_mention',
  messageEntityCustomEmoji: 'custom_emoji',
  messageEntityFormattedDate: 'date_time',
}

const ENTITY = twin<BotApiEntity, TextEntity>('MessageEntity', {
  offset: (entity) => entity.offset,
  length: (entity) => entity.length,
  type: (entity) =>
    entity._ === 'messageEntityBlockquote'
      ? entity.collapsed
        ? 'expandable_blockquote'
        : 'blockquote'
      : ENTITY_TYPES[entity._],
  language: (entity) => (entity._ === 'messageEntityPre' && entity.language) || undefined,
  url: (entity) => (entity._ === 'messageEntityTextUrl' ? entity.url : undefined),
  user: (entity, beside) =>
    entity._ === 'messageEntityMentionName' ? userJson(beside, entity.userId) : undefined,
  custom_emoji_id: (entity) =>
    entity._ === 'messageEntityCustomEmoji' ? entity.documentId.toString() : undefined,
  unix_time: (entity) => (entity._ === 'messageEntityFormattedDate' ? entity.date : undefined),
  date_time_format: (entity) => {
    if (entity._ !== 'messageEntityFormattedDate') return undefined
    const day = entity.dayOfWeek ? 'w' : ''
    const date = (entity.shortDate ? 'd' : '') + (entity.longDate ? 'D' : '')
    const time = (entity.shortTime ? 't' : '') + (entity.longTime ? 'T' : '')
    return (entity.relative ? 'r' : '') + day + date + time
  },
})

const PHOTO_SIZE = twin<BotApiPhotoSize, PhotoSize>('PhotoSize', {
  file_id: onlyBotApi('the Bot API names files in its own way'),
  file_unique_id: onlyBotApi('the Bot API names files in its own way'),
  file_size: (size) => size.size,
  width: (size) => size.w,
  height: (size) => size.h,
})

/**
 * https://core.telegram.org/bots/api#message
 *
 * Source: Client.cpp JsonMessage of telegram-bot-api, td MessageReplyHeader.cpp
 */
export const MESSAGE: Twin<ToldMessage> = twin<BotApiMessage, ToldMessage>('Message', {
  message_id: ({ message }) => message.id,
  from: ({ message }, beside) => {
    const { fromId } = message
    if (fromId?._ === 'peerUser') return userJson(beside, fromId.userId)
    return placeOf(message, beside) === 'channel' ? undefined : GROUP_ANONYMOUS_BOT
  },
  sender_chat: ({ message }, beside) =>
    message.fromId === undefined ? peerJson(beside, message.peerId) : undefined,
  author_signature: ({ message }) => ('postAuthor' in message ? message.postAuthor : undefined),
  chat: ({ message }, beside) => peerJson(beside, message.peerId),
  date: ({ message }) => message.date,
  edit_date: ({ message }) => ('editDate' in message ? message.editDate : undefined),
  message_thread_id: ({ message }, beside) => {
    const { replyTo } = message
    if (replyTo?._ !== 'messageReplyHeader' || placeOf(message, beside) !== 'supergroup')
      return undefined
    return replyTo.replyToTopId ?? replyTo.replyToMsgId
  },
  reply_to_message: ({ message: { replyTo }, replied }, beside) => {
    if (!replied || replyTo?._ !== 'messageReplyHeader') return undefined
    if (replied.id !== replyTo.replyToMsgId) return undefined
    const fields = new Map(expected(MESSAGE, { message: replied }, beside).fields)
    return new Expected('Message', fields.set('reply_to_message', undefined))
  },
  text: ({ message }) => ('message' in message ? message.message : undefined),
  entities: ({ message }, beside) => {
    const entities = ('entities' in message ? message.entities : undefined) as
      readonly TextEntity[] | undefined
    return entities
      ?.filter(({ _ }) => _ !== 'messageEntityBankCard')
      .map((entity) => expected(ENTITY, entity, beside))
  },
  link_preview_options: ({ message }) => {
    if (message._ !== 'message') return undefined
    const without = message.media === undefined && hasLink(message)
    if (!without && !message.invertMedia) return undefined
    return { is_disabled: without || undefined, show_above_text: message.invertMedia || undefined }
  },
  has_protected_content: ({ message }) =>
    ('noforwards' in message && message.noforwards) || undefined,
  new_chat_members: (told, beside) => {
    const ids = newcomers(told)
    return ids.length === 0 ? undefined : ids.map((id) => userJson(beside, id))
  },
  new_chat_member: (told, beside) => newcomer(told, beside),
  new_chat_participant: (told, beside) => newcomer(told, beside),
  left_chat_member: (told, beside) => leaver(told, beside),
  left_chat_participant: (told, beside) => leaver(told, beside),
  chat_owner_left: ({ message }, beside) =>
    owner(message, 'messageActionNewCreatorPending', beside),
  chat_owner_changed: ({ message }, beside) => owner(message, 'messageActionChangeCreator', beside),
  new_chat_title: ({ message }) => {
    const action = actionOf(message)
    return action?._ === 'messageActionChatEditTitle' ? action.title : undefined
  },
  new_chat_photo: ({ message }, beside) => {
    const action = actionOf(message)
    return action?._ === 'messageActionChatEditPhoto' ? photoJson(action.photo, beside) : undefined
  },
  delete_chat_photo: ({ message }) => is(message, 'messageActionChatDeletePhoto'),
  group_chat_created: ({ message }) => is(message, 'messageActionChatCreate'),
  supergroup_chat_created: ({ message }, beside) =>
    placeOf(message, beside) === 'supergroup'
      ? is(message, 'messageActionChannelCreate')
      : undefined,
  channel_chat_created: ({ message }, beside) =>
    placeOf(message, beside) === 'channel' ? is(message, 'messageActionChannelCreate') : undefined,
  migrate_to_chat_id: ({ message }) => {
    const action = actionOf(message)
    return action?._ === 'messageActionChatMigrateTo'
      ? markedChannelId(action.channelId)
      : undefined
  },
  migrate_from_chat_id: ({ message }) => {
    const action = actionOf(message)
    return action?._ === 'messageActionChannelMigrateFrom' ? -action.chatId : undefined
  },
})

/** Who is named for a group that speaks itself (Client.cpp of telegram-bot-api, group anonymous bot). */
const GROUP_ANONYMOUS_BOT = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: 'Group',
  username: 'GroupAnonymousBot',
}

function placeOf({ peerId }: Message | MessageService, beside: Beside) {
  if (peerId._ === 'peerUser') return 'private'
  return typeOf(chatOf(beside, peerId._ === 'peerChat' ? peerId.chatId : peerId.channelId))
}

function actionOf(message: Message | MessageService): TypeMessageAction | undefined {
  return message._ === 'messageService' ? message.action : undefined
}

function is(message: Message | MessageService, action: TypeMessageAction['_']): true | undefined {
  return actionOf(message)?._ === action || undefined
}

function newcomers({ message }: ToldMessage): readonly number[] {
  const action = actionOf(message)
  if (action?._ === 'messageActionChatAddUser') return action.users
  const joined =
    action?._ === 'messageActionChatJoinedByLink' ||
    action?._ === 'messageActionChatJoinedByRequest'
  return joined && message.fromId?._ === 'peerUser' ? [message.fromId.userId] : []
}

function newcomer(told: ToldMessage, beside: Beside): Expected | undefined {
  const ids = newcomers(told)
  const id = ids.find((one) => one === beside.viewerId) ?? ids[0]
  return id === undefined ? undefined : userJson(beside, id)
}

function leaver({ message }: ToldMessage, beside: Beside): Expected | undefined {
  const action = actionOf(message)
  return action?._ === 'messageActionChatDeleteUser' ? userJson(beside, action.userId) : undefined
}

function owner(
  message: Message | MessageService,
  kind: 'messageActionNewCreatorPending' | 'messageActionChangeCreator',
  beside: Beside,
) {
  const action = actionOf(message)
  return action?._ === kind && 'newCreatorId' in action
    ? { new_owner: userJson(beside, action.newCreatorId) }
    : undefined
}

function photoJson(photo: TypePhoto, beside: Beside): Expected[] {
  const sizes = photo._ === 'photo' ? photo.sizes : []
  return sizes.flatMap((size) =>
    size._ === 'photoSize' ? [expected(PHOTO_SIZE, size, beside)] : [],
  )
}

/** Whether a text has a link of which a preview could be made (td MessageEntity.cpp get_first_url). */
function hasLink({ message, entities = [] }: Message): boolean {
  const own = /^(?:tg:|tonsite:|ton:|ftp:)/
  return entities.some((entity) => {
    if (entity._ === 'messageEntityTextUrl') return !own.test(entity.url)
    if (entity._ !== 'messageEntityUrl') return false
    const url = message.slice(entity.offset, entity.offset + entity.length)
    return url.length > 4 && /[/?#]/.test(url) && !own.test(url)
  })
}
