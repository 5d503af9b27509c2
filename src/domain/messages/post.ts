import type { ChatRow } from '../../store/tables/chats.ts'
import type { MessageRow, PeerKind } from '../../store/tables/messages.ts'
import type { Unit } from '../context.ts'
import { tellAccount, tellChannel } from '../updates/log.ts'
import type { Action } from './action.ts'

/** What a message says: a text, or a service action. */
export interface Content {
  readonly text?: string
  readonly action?: Action
  /** The client's random_id as a signed decimal; a repeat finds the first message. */
  readonly randomId?: string
  readonly replyToId?: number
}

/**
 * Posts into a chat of any kind. A basic group's message is copied into the box of everybody in
 * `recipients`, or else everybody present; a channel keeps one. Returns the sender's copy.
 *
 * @param fromId null for a channel's own post
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
  const boxes = recipients ?? (await u.db.members.presentIds(chat.id))
  const uid = await u.db.meta.next('message', 0)
  let own: MessageRow | undefined
  for (const boxId of boxes) {
    const row = await copyTo(u, boxId, uid, 'chat', chat.id, fromId, boxId === fromId, content)
    if (own === undefined || boxId === fromId) own = row
  }
  if (own === undefined) throw new Error(`nobody hears a message in basic group ${chat.id}`)
  return own
}

/** Sends a private message: one copy for each side (one in all to oneself). Returns the sender's copy. */
export async function postToUser(
  u: Unit,
  fromId: number,
  toId: number,
  content: Content,
): Promise<MessageRow> {
  const uid = await u.db.meta.next('message', 0)
  const own = await copyTo(u, fromId, uid, 'user', toId, fromId, true, content)
  if (toId !== fromId) await copyTo(u, toId, uid, 'user', fromId, fromId, false, content)
  return own
}

async function postToChannel(
  u: Unit,
  chat: ChatRow,
  fromId: number | null,
  content: Content,
): Promise<MessageRow> {
  const uid = await u.db.meta.next('message', 0)
  const id = await u.db.chats.nextMessageId(chat.id)
  const row = messageRow(
    { boxKind: 'channel', boxId: chat.id, id, uid, peerKind: 'channel', peerId: chat.id, fromId },
    u.now,
    content,
  )
  await u.db.messages.insert(row)
  await tellChannel(u, chat.id, { kind: 'newMessage', id }, 1)
  return row
}

async function copyTo(
  u: Unit,
  boxId: number,
  uid: number,
  peerKind: PeerKind,
  peerId: number,
  fromId: number | null,
  out: boolean,
  content: Content,
): Promise<MessageRow> {
  const id = await u.db.users.nextMessageId(boxId)
  // Only the sender's copy carries the random_id: others may have used the same value themselves.
  const { randomId, ...shared } = content
  const own = out && randomId !== undefined ? { ...shared, randomId } : shared
  const row = messageRow(
    { boxKind: 'account', boxId, id, uid, peerKind, peerId, fromId },
    u.now,
    own,
  )
  row.out = out ? 1 : 0
  await u.db.messages.insert(row)
  await u.db.messages.touchDialog(boxId, peerKind, peerId, id, u.now)
  await tellAccount(u, boxId, { kind: 'newMessage', id }, 1)
  return row
}

function messageRow(
  place: Pick<MessageRow, 'boxKind' | 'boxId' | 'id' | 'uid' | 'peerKind' | 'peerId' | 'fromId'>,
  date: number,
  content: Content,
): MessageRow {
  return {
    ...place,
    out: 0,
    date,
    text: content.text ?? '',
    action: content.action === undefined ? null : JSON.stringify(content.action),
    randomId: content.randomId ?? null,
    replyToId: content.replyToId ?? null,
  }
}
