import type { Unit } from '../../domain/context.ts'
import { usersOfAction, type Action } from '../../domain/messages/action.ts'
import { parseEntities, usersOfEntities } from '../../domain/messages/entity.ts'
import { hasFlag } from '../../domain/messages/flags.ts'
import { threadOf } from '../../domain/messages/thread.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { MessageRow } from '../../store/tables/messages.ts'
import type { UserRow } from '../../store/tables/users.ts'
import { markedChannelId } from '../../core/chat-ids.ts'
import { encodeChat, encodePrivateChat, type BotApiChat } from './chat.ts'
import { encodeEntities, type BotApiEntity } from './entity.ts'
import { encodeLinkPreview, type BotApiLinkPreviewOptions } from './link-preview.ts'
import { encodePhotoSizes, type BotApiPhotoSize } from './photo.ts'
import { encodeUser, type BotApiUser } from './user.ts'

/** What a service message says (https://core.telegram.org/bots/api#message). */
export interface BotApiAction {
  readonly new_chat_members?: readonly BotApiUser[] | undefined
  /** Of `new_chat_members`: the bot itself if it is there, else the first. */
  readonly new_chat_member?: BotApiUser | undefined
  /** The same, by the name that it had before Bot API 2.0. */
  readonly new_chat_participant?: BotApiUser | undefined
  readonly left_chat_member?: BotApiUser | undefined
  /** The same, by the name that it had before Bot API 2.0. */
  readonly left_chat_participant?: BotApiUser | undefined
  readonly chat_owner_left?: { readonly new_owner?: BotApiUser | undefined } | undefined
  readonly chat_owner_changed?: { readonly new_owner: BotApiUser } | undefined
  readonly new_chat_title?: string
  readonly new_chat_photo?: readonly BotApiPhotoSize[]
  readonly delete_chat_photo?: true
  readonly group_chat_created?: true
  readonly supergroup_chat_created?: true
  readonly channel_chat_created?: true
  readonly migrate_to_chat_id?: number
  readonly migrate_from_chat_id?: number
}

/** https://core.telegram.org/bots/api#message, as far as localgram has what it tells. */
export interface BotApiMessage extends BotApiAction {
  readonly message_id: number
  /** Absent in channels. */
  readonly from?: BotApiUser | undefined
  readonly author_signature?: string | undefined
  readonly sender_chat?: BotApiChat | undefined
  readonly chat: BotApiChat
  readonly date: number
  readonly edit_date?: number | undefined
  /** Of a supergroup: the message with which the thread of answers began. */
  readonly message_thread_id?: number | undefined
  readonly reply_to_message?: BotApiMessage | undefined
  readonly text?: string | undefined
  readonly entities?: readonly BotApiEntity[] | undefined
  readonly link_preview_options?: BotApiLinkPreviewOptions | undefined
  readonly has_protected_content?: true | undefined
}

/**
 * Who stands under `from` where a group itself speaks, for programs that expect somebody there
 * (https://core.telegram.org/bots/api#message `sender_chat`).
 */
const GROUP_ANONYMOUS_BOT: BotApiUser = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: 'Group',
  username: 'GroupAnonymousBot',
}

/** Accounts and chats that a message names, by id. */
interface Named {
  readonly users: ReadonlyMap<number, UserRow>
  readonly chat: ChatRow | undefined
}

/**
 * A message as a bot sees it. The message that it replies to is told along, but not what that one
 * replies to.
 *
 * @param row of the bot's own box, or of a channel
 */
export async function encodeMessage(
  u: Unit,
  botId: number,
  row: MessageRow,
): Promise<BotApiMessage> {
  const message = await encodeOne(u, botId, row)
  if (row.replyToId === null) return message
  const replied = await u.db.messages.find(row.boxKind, row.boxId, row.replyToId)
  if (!replied) return message
  return { ...message, reply_to_message: await encodeOne(u, botId, replied) }
}

async function encodeOne(u: Unit, botId: number, row: MessageRow): Promise<BotApiMessage> {
  const action = row.action === null ? undefined : (JSON.parse(row.action) as Action)
  const named = await namedBy(u, row, action)
  const { users, chat } = named
  return {
    message_id: row.id,
    ...senderOf(row, named),
    chat: chat ? encodeChat(chat) : encodePrivateChat(required(users, row.peerId)),
    date: row.date,
    edit_date: row.editDate ?? undefined,
    message_thread_id: chat?.kind === 'supergroup' ? (threadOf(row) ?? undefined) : undefined,
    // Its place is here, where encodeMessage fills it in.
    reply_to_message: undefined,
    ...(action === undefined ? encodeText(row, users) : encodeAction(u, botId, action, row, named)),
    has_protected_content: hasFlag(row, 'noforwards') || undefined,
  }
}

function encodeText(
  row: MessageRow,
  users: Named['users'],
): Pick<BotApiMessage, 'text' | 'entities' | 'link_preview_options'> {
  const { text, entities } = row
  return {
    text,
    entities: encodeEntities(entities, users),
    link_preview_options: encodeLinkPreview(
      text,
      parseEntities(entities),
      hasFlag(row, 'invertMedia'),
    ),
  }
}

async function namedBy(u: Unit, row: MessageRow, action: Action | undefined): Promise<Named> {
  const ids = new Set(usersOfEntities(parseEntities(row.entities)))
  if (action !== undefined) for (const id of usersOfAction(action)) ids.add(id)
  if (row.fromId !== null) ids.add(row.fromId)
  if (row.peerKind === 'user') ids.add(row.peerId)
  const users = await u.db.users.byIds([...ids])
  const chat = row.peerKind === 'user' ? undefined : await u.db.chats.byId(row.peerId)
  return { users: new Map(users.map((user) => [user.id, user])), chat }
}

function senderOf(
  row: MessageRow,
  { users, chat }: Named,
): Pick<BotApiMessage, 'from' | 'author_signature' | 'sender_chat'> {
  const author_signature = row.postAuthor ?? undefined
  if (row.fromId !== null)
    return { from: encodeUser(required(users, row.fromId)), author_signature }
  const sender_chat = chat && encodeChat(chat)
  const from = chat?.kind === 'channel' ? undefined : GROUP_ANONYMOUS_BOT
  return { from, author_signature, sender_chat }
}

function encodeAction(
  u: Unit,
  botId: number,
  action: Action,
  row: MessageRow,
  { users, chat }: Named,
): BotApiAction {
  const user = (id: number): BotApiUser => encodeUser(required(users, id))
  switch (action.kind) {
    case 'chatCreate':
      return { group_chat_created: true }
    case 'channelCreate':
      return chat?.kind === 'channel'
        ? { channel_chat_created: true }
        : { supergroup_chat_created: true }
    case 'chatEditTitle':
      return { new_chat_title: action.title }
    case 'chatEditPhoto':
      return { new_chat_photo: encodePhotoSizes(u, botId, action.photo) }
    case 'chatDeletePhoto':
      return { delete_chat_photo: true }
    case 'chatAddUser':
      return newMembers(botId, action.users.map(user))
    case 'chatJoinedByLink':
    case 'chatJoinedByRequest':
      return row.fromId === null ? {} : newMembers(botId, [user(row.fromId)])
    case 'chatDeleteUser': {
      const left = user(action.userId)
      return { left_chat_participant: left, left_chat_member: left }
    }
    case 'chatMigrateTo':
      return { migrate_to_chat_id: markedChannelId(action.channelId) }
    case 'channelMigrateFrom':
      return { migrate_from_chat_id: -action.chatId }
    case 'newCreatorPending':
      return { chat_owner_left: { new_owner: user(action.newCreatorId) } }
    case 'changeCreator':
      return { chat_owner_changed: { new_owner: user(action.newCreatorId) } }
  }
}

/** Those who came in, under each name that the field has had. */
function newMembers(botId: number, members: readonly BotApiUser[]): BotApiAction {
  const one = members.find(({ id }) => id === botId) ?? members[0]
  return { new_chat_participant: one, new_chat_member: one, new_chat_members: members }
}

/** Accounts are never deleted from the store, only emptied, so everybody whom a message names is there. */
function required(users: ReadonlyMap<number, UserRow>, id: number): UserRow {
  const user = users.get(id)
  if (!user) throw new Error(`a message names account ${id}, which is not there`)
  return user
}
