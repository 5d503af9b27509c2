import type { Unit } from '../../domain/context.ts'
import { usersOfAction, type Action } from '../../domain/messages/action.ts'
import { parseEntities, usersOfEntities } from '../../domain/messages/entity.ts'
import { hasFlag } from '../../domain/messages/flags.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { MessageRow } from '../../store/tables/messages.ts'
import type { UserRow } from '../../store/tables/users.ts'
import { markedChannelId } from '../../core/chat-ids.ts'
import { encodeChat, encodePrivateChat, type BotApiChat } from './chat.ts'
import { encodeEntities, type BotApiEntity } from './entity.ts'
import { encodePhotoSizes, type BotApiPhotoSize } from './photo.ts'
import { encodeUser, type BotApiUser } from './user.ts'

/** What a service message says (https://core.telegram.org/bots/api#message). */
export interface BotApiAction {
  readonly new_chat_members?: readonly BotApiUser[] | undefined
  readonly left_chat_member?: BotApiUser | undefined
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
  readonly reply_to_message?: BotApiMessage | undefined
  readonly text?: string | undefined
  readonly entities?: readonly BotApiEntity[] | undefined
  readonly link_preview_options?: { readonly show_above_text: true } | undefined
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
export async function encodeMessage(u: Unit, row: MessageRow): Promise<BotApiMessage> {
  const message = await encodeOne(u, row)
  if (row.replyToId === null) return message
  const replied = await u.db.messages.find(row.boxKind, row.boxId, row.replyToId)
  if (!replied) return message
  const { message_id, from, author_signature, sender_chat, chat, date, edit_date, ...rest } =
    message
  const head = { message_id, from, author_signature, sender_chat, chat, date, edit_date }
  return { ...head, reply_to_message: await encodeOne(u, replied), ...rest }
}

async function encodeOne(u: Unit, row: MessageRow): Promise<BotApiMessage> {
  const action = row.action === null ? undefined : (JSON.parse(row.action) as Action)
  const named = await namedBy(u, row, action)
  const { users, chat } = named
  return {
    message_id: row.id,
    ...senderOf(row, named),
    chat: chat ? encodeChat(chat) : encodePrivateChat(required(users, row.peerId)),
    date: row.date,
    edit_date: row.editDate ?? undefined,
    ...(action === undefined
      ? {
          text: row.text,
          entities: encodeEntities(row.entities, users),
          link_preview_options: hasFlag(row, 'invertMedia') ? { show_above_text: true } : undefined,
        }
      : encodeAction(u, action, row, named)),
    has_protected_content: hasFlag(row, 'noforwards') || undefined,
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
      return { new_chat_photo: encodePhotoSizes(u, action.photo) }
    case 'chatDeletePhoto':
      return { delete_chat_photo: true }
    case 'chatAddUser':
      return { new_chat_members: action.users.map(user) }
    case 'chatJoinedByLink':
    case 'chatJoinedByRequest':
      return row.fromId === null ? {} : { new_chat_members: [user(row.fromId)] }
    case 'chatDeleteUser':
      return { left_chat_member: user(action.userId) }
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

/** Accounts are never deleted from the store, only emptied, so whoever a message names is there. */
function required(users: ReadonlyMap<number, UserRow>, id: number): UserRow {
  const user = users.get(id)
  if (!user) throw new Error(`a message names account ${id}, which is not there`)
  return user
}
