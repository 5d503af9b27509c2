import type { ChatRow } from '../../store/tables/chats.ts'
import type { MessageRow, PeerKind } from '../../store/tables/messages.ts'
import type { Unit } from '../context.ts'
import { tellAccount, tellNextMessage } from '../updates/log.ts'
import type { Action } from './action.ts'
import type { Entity } from './entity.ts'
import { hears, isBot, type GroupMessage } from './privacy.ts'
import { threadOf } from './thread.ts'

/** What a message says: a text, or a service action. */
export interface Content {
  readonly text?: string
  readonly entities?: readonly Entity[]
  readonly action?: Action
  /** The client's random_id as a signed decimal; a repeat finds the first message. */
  readonly randomId?: string
  /** The message that this one answers, as the sender's box (the channel) numbers it. */
  readonly replyToId?: number
  /** Who sent it, where the chat itself speaks (`fromId` null). */
  readonly authorId?: number
  /** Name of the admin under a signed post. */
  readonly postAuthor?: string
  /** Bits of flags.ts; none unless told. */
  readonly flags?: number
}

/**
 * Posts into a chat of any kind. A basic group's message is copied into the box of everybody in
 * `recipients`, or else everybody present, but not to bots that may not hear it; a channel keeps one.
 * Returns the sender's copy.
 *
 * @param fromId null where the chat itself speaks: an anonymous admin, what nobody did. In a broadcast
 *   channel it is the channel that speaks in any case, and `fromId` is only remembered as the author
 * Source: https://core.telegram.org/api/updates#message-related-event-sequences
 */
export async function postToChat(
  u: Unit,
  chat: ChatRow,
  fromId: number | null,
  content: Content,
  recipients?: readonly number[],
): Promise<MessageRow> {
  if (chat.kind !== 'group') return postToChannel(u, chat, fromId, content)
  const present = recipients ?? (await u.db.members.presentIds(chat.id))
  const replied = await repliedCopies(u, fromId, content)
  const deaf = await deafBots(u, chat, fromId, content, replied)
  const message: Sent = {
    uid: await u.db.meta.next('message', 0),
    peerKind: 'chat',
    fromId,
    content,
    replied,
  }
  let own: MessageRow | undefined
  for (const boxId of present) {
    if (deaf.has(boxId)) continue
    const row = await copyTo(u, boxId, chat.id, boxId === fromId, message)
    if (own === undefined || boxId === fromId) own = row
  }
  if (own === undefined) throw new Error(`nobody hears a message in basic group ${chat.id}`)
  return own
}

/**
 * Sends a private message: one copy for each side (one in all to oneself). Returns the sender's copy.
 *
 * @param arrives false where the other side has blocked the sender: it gets no copy
 */
export async function postToUser(
  u: Unit,
  fromId: number,
  toId: number,
  content: Content,
  arrives = true,
): Promise<MessageRow> {
  const message: Sent = {
    uid: await u.db.meta.next('message', 0),
    peerKind: 'user',
    fromId,
    content,
    replied: await repliedCopies(u, fromId, content),
  }
  // What somebody writes to themself counts as incoming (Telethon's documentation of Message.out).
  if (toId === fromId) return copyTo(u, fromId, toId, false, message)
  await u.db.acquaintances.wrote(fromId, toId)
  const own = await copyTo(u, fromId, toId, true, message)
  if (arrives) await copyTo(u, toId, fromId, false, message)
  return own
}

async function postToChannel(
  u: Unit,
  chat: ChatRow,
  fromId: number | null,
  content: Content,
): Promise<MessageRow> {
  const post = chat.kind === 'channel'
  const { id, pts } = await tellNextMessage(u, chat.id)
  const row: MessageRow = {
    ...rowOf(content, u.now),
    boxKind: 'channel',
    boxId: chat.id,
    id,
    uid: 0,
    peerKind: 'channel',
    peerId: chat.id,
    fromId: post ? null : fromId,
    authorId: content.authorId ?? fromId,
    post: post ? 1 : 0,
    randomId: content.randomId ?? null,
    replyToId: content.replyToId ?? null,
    replyTopId: await threadAbove(u, chat, content.replyToId),
    commentsIn: post && content.action === undefined ? chat.linkedChatId : null,
    pts,
  }
  await u.db.messages.insert(row)
  chat.lastMessageId = id
  chat.pts = pts
  return row
}

/** The thread that a supergroup's message belongs to, where the answered message does not begin it. */
async function threadAbove(
  u: Unit,
  chat: ChatRow,
  replyToId: number | undefined,
): Promise<number | null> {
  if (chat.kind !== 'supergroup' || replyToId === undefined) return null
  const replied = await u.db.messages.find('channel', chat.id, replyToId)
  return replied ? threadOf(replied) : null
}

/** A message that is copied into boxes. */
interface Sent {
  /** Ties the copies together. */
  readonly uid: number
  readonly peerKind: PeerKind
  readonly fromId: number | null
  readonly content: Content
  /** The copies of the message that it answers, by box. */
  readonly replied: ReadonlyMap<number, MessageRow>
}

async function copyTo(
  u: Unit,
  boxId: number,
  peerId: number,
  out: boolean,
  { uid, peerKind, fromId, content, replied }: Sent,
): Promise<MessageRow> {
  const id = await u.db.users.nextMessageId(boxId)
  const { pts } = await tellAccount(u, boxId, { kind: 'newMessage', id }, 1)
  const row: MessageRow = {
    ...rowOf(content, u.now),
    boxKind: 'account',
    boxId,
    id,
    uid,
    peerKind,
    peerId,
    fromId,
    authorId: content.authorId ?? fromId,
    out: out ? 1 : 0,
    // Only the sender's copy carries the random_id: others may have used the same value themselves.
    randomId: boxId === fromId ? (content.randomId ?? null) : null,
    replyToId: replied.get(boxId)?.id ?? null,
    replyTopId: null,
    commentsIn: null,
    pts,
  }
  await u.db.messages.insert(row)
  await u.db.messages.touchDialog(boxId, peerKind, peerId, id, u.now)
  return row
}

type ContentColumns = Pick<
  MessageRow,
  'text' | 'entities' | 'action' | 'postAuthor' | 'date' | 'editDate' | 'out' | 'post' | 'flags'
>

function rowOf(content: Content, date: number): ContentColumns {
  const { entities, action } = content
  return {
    text: content.text ?? '',
    entities: entities === undefined || entities.length === 0 ? null : JSON.stringify(entities),
    action: action === undefined ? null : JSON.stringify(action),
    postAuthor: content.postAuthor ?? null,
    date,
    editDate: null,
    out: 0,
    post: 0,
    flags: content.flags ?? 0,
  }
}

/** The copies of the message that is answered, by their box. */
async function repliedCopies(
  u: Unit,
  senderId: number | null,
  { replyToId }: Content,
): Promise<Map<number, MessageRow>> {
  if (replyToId === undefined || senderId === null) return new Map()
  const replied = await u.db.messages.find('account', senderId, replyToId)
  if (!replied) return new Map()
  const copies = await u.db.messages.copies(replied.uid)
  return new Map(copies.map((copy) => [copy.boxId, copy]))
}

/** Bots of a basic group that may not hear a message: they get no copy of it. */
async function deafBots(
  u: Unit,
  chat: ChatRow,
  fromId: number | null,
  content: Content,
  replied: ReadonlyMap<number, MessageRow>,
): Promise<Set<number>> {
  if (content.action !== undefined) return new Set()
  const bots = await u.db.audience.bots(chat.id)
  if (bots.length === 0) return new Set()
  const message: GroupMessage = {
    authorId: fromId,
    authorIsBot: await isBot(u, fromId),
    isService: false,
    text: content.text ?? '',
    entities: content.entities ?? [],
    repliedAuthorId: fromId === null ? null : (replied.get(fromId)?.authorId ?? null),
  }
  return new Set(bots.filter((bot) => !hears(bot, message)).map((bot) => bot.userId))
}
