import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type { MessageRow } from '../../store/tables/messages.ts'
import type { UserRow } from '../../store/tables/users.ts'
import { ADMIN_RIGHTS, hasAdminRight, isPresent, mayAsMember } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { mayContact } from '../join-requests/contact.ts'
import { resolvePeer, standing, type InputPeer, type Peer } from '../peers.ts'
import { tellAccount } from '../updates/log.ts'
import type { LoggedEvent } from '../updates/update.ts'
import { cleanMessage } from './clean-message.ts'
import type { GivenEntity } from './entity.ts'
import { messageFlags, type MessageFlags } from './flags.ts'
import { postToChat, postToUser, type Content } from './post.ts'

/** Parameters of messages.sendMessage that change what is sent. */
export interface SendOptions {
  readonly text: string
  readonly entities: readonly GivenEntity[]
  /** Signed decimal; `0` never finds an earlier message. */
  readonly randomId: string
  readonly replyToId: number | undefined
  /** As whom to send, undefined for oneself (in a channel: the channel). */
  readonly sendAs: InputPeer | undefined
  /** Unix seconds, 0 or undefined for now. */
  readonly scheduleDate: number | undefined
  readonly flags?: MessageFlags
}

/** A message that was sent, now or by an earlier call with the same random_id. */
export interface SentMessage {
  readonly message: MessageRow
  /** What the sender must hear of it; the same for a repeat as for the first call. */
  readonly events: readonly LoggedEvent[]
}

/** A date this near is sent at once (https://core.telegram.org/api/scheduled-messages). */
const SCHEDULE_LEAST = 10

/**
 * Sends a text (https://core.telegram.org/method/messages.sendMessage). A repeated random_id answers
 * the message that was sent first.
 *
 * @throws PEER_ID_INVALID, CHAT_ID_INVALID, CHANNEL_INVALID: as `resolvePeer`; PEER_ID_INVALID also for a
 *   bot that writes first (TDLib turns it into "bot can't initiate conversation with a user")
 * @throws MESSAGE_EMPTY, MESSAGE_TOO_LONG, REPLY_MESSAGE_ID_INVALID, RANDOM_ID_DUPLICATE
 * @throws ENTITY_BOUNDS_INVALID
 * @throws INPUT_USER_DEACTIVATED, USER_IS_BOT (from bot to bot), YOU_BLOCKED_USER, USER_IS_BLOCKED (to bots)
 * @throws CHAT_WRITE_FORBIDDEN, CHAT_SEND_PLAIN_FORBIDDEN, CHAT_GUEST_SEND_FORBIDDEN,
 *   USER_BANNED_IN_CHANNEL, CHANNEL_PRIVATE, CHAT_ADMIN_REQUIRED (posts), CHANNEL_MONOFORUM_UNSUPPORTED
 * @throws SEND_AS_PEER_INVALID, SCHEDULE_BOT_NOT_ALLOWED, SCHEDULE_TOO_MUCH (nothing is kept for later)
 */
export async function sendText(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  options: SendOptions,
): Promise<SentMessage> {
  const peer = await resolvePeer(u, caller, input)
  const message = await cleanMessage(u, caller, options.text, options.entities)
  checkSchedule(u, caller, options.scheduleDate)
  const sent = await findSent(u, caller, peer, options.randomId)
  if (sent) return { message: sent, events: eventsOf(caller, sent) }
  await checkReply(u, caller, peer, options.replyToId)
  const content: Content = {
    ...message,
    ...(options.replyToId === undefined ? {} : { replyToId: options.replyToId }),
    ...(options.randomId === '0' ? {} : { randomId: options.randomId }),
    flags: messageFlags({
      ...options.flags,
      // Only bots protect single messages (https://core.telegram.org/method/messages.sendMessage).
      noforwards: caller.isBot && options.flags?.noforwards,
    }),
  }
  const posted = await post(u, caller, peer, content, options.sendAs)
  if (posted.boxKind === 'channel' && !caller.isBot) await readOwn(u, caller, posted)
  return { message: posted, events: eventsOf(caller, posted) }
}

function checkSchedule(u: Unit, caller: Caller, date: number | undefined): void {
  if (date === undefined || date <= u.now + SCHEDULE_LEAST) return
  throw rpcError(caller.isBot ? 'SCHEDULE_BOT_NOT_ALLOWED' : 'SCHEDULE_TOO_MUCH')
}

/** @throws RANDOM_ID_DUPLICATE for one that was used for another peer */
async function findSent(
  u: Unit,
  caller: Caller,
  peer: Peer,
  randomId: string,
): Promise<MessageRow | undefined> {
  if (randomId === '0') return undefined
  if (peer.kind === 'channel') {
    return u.db.messages.byRandomId('channel', peer.chat.id, caller.id, randomId)
  }
  const sent = await u.db.messages.byRandomId('account', caller.id, caller.id, randomId)
  if (sent && !isWith(sent, peer)) throw rpcError('RANDOM_ID_DUPLICATE')
  return sent
}

/** Whether a message is of the conversation with a peer. */
export function isWith(message: MessageRow, peer: Peer): boolean {
  const peerId = peer.kind === 'user' ? peer.user.id : peer.chat.id
  return message.peerKind === peer.kind && message.peerId === peerId
}

async function checkReply(
  u: Unit,
  caller: Caller,
  peer: Peer,
  replyToId: number | undefined,
): Promise<void> {
  if (replyToId === undefined) return
  const replied =
    peer.kind === 'channel'
      ? await u.db.messages.find('channel', peer.chat.id, replyToId)
      : await u.db.messages.find('account', caller.id, replyToId)
  if (!replied || !isWith(replied, peer)) {
    throw rpcError('REPLY_MESSAGE_ID_INVALID', { reason: `${replyToId} is not in this chat` })
  }
}

async function post(
  u: Unit,
  caller: Caller,
  peer: Peer,
  content: Content,
  sendAs: InputPeer | undefined,
): Promise<MessageRow> {
  if (peer.kind === 'user') {
    await checkSendAs(u, caller, sendAs, undefined)
    await checkUser(u, caller, peer.user)
    return postToUser(
      u,
      caller.id,
      peer.user.id,
      content,
      !(await isBlockedBy(u, caller, peer.user)),
    )
  }
  const { chat } = peer
  const member = await standing(u, chat, caller.id)
  if (peer.kind === 'chat') checkBasicGroup(chat, member)
  else checkChannel(chat, member)
  const speaks = chat.kind === 'channel' || isAnonymous(chat, member)
  await checkSendAs(u, caller, sendAs, speaks ? chat : undefined)
  if (!speaks) return postToChat(u, chat, caller.id, content)
  const signed = { ...content, authorId: caller.id, ...(await signature(u, caller, chat)) }
  return postToChat(u, chat, null, signed)
}

async function checkUser(u: Unit, caller: Caller, user: UserRow): Promise<void> {
  if (user.deleted) throw rpcError('INPUT_USER_DEACTIVATED')
  if (user.id === caller.id) return
  if (await u.db.blocked.has(caller.id, 'user', user.id)) throw rpcError('YOU_BLOCKED_USER')
  if (!caller.isBot) return
  if (user.isBot) throw rpcError('USER_IS_BOT')
  if (await isBlockedBy(u, caller, user)) throw rpcError('USER_IS_BLOCKED', { code: 403 })
  if (await u.db.acquaintances.mayWrite(caller.id, user.id)) return
  if (await mayContact(u, caller, user.id)) return
  throw rpcError('PEER_ID_INVALID', { reason: 'a bot may not write first' })
}

/**
 * Whether the user has blocked the caller. Only bots are told: a person's message is sent, and never
 * arrives (https://telegram.org/faq#q-how-do-i-know-if-someone-blocked-me).
 */
function isBlockedBy(u: Unit, caller: Caller, user: UserRow): Promise<boolean> {
  return u.db.blocked.has(user.id, 'user', caller.id)
}

function checkBasicGroup(chat: ChatRow, member: MemberRow | undefined): void {
  if (chat.deleted || !isPresent(member)) {
    throw rpcError('CHAT_WRITE_FORBIDDEN', {
      reason: chat.deleted ? 'the basic group is deactivated' : 'not in the basic group',
      ...(chat.migratedTo === null ? {} : { migrateToChatId: chat.migratedTo }),
    })
  }
  checkMayTalk(chat, member)
}

function checkChannel(chat: ChatRow, member: MemberRow | undefined): void {
  const open = chat.username !== null
  if (chat.deleted) throw rpcError('CHANNEL_PRIVATE', { reason: 'the channel is gone' })
  if (chat.kind === 'monoforum') throw rpcError('CHANNEL_MONOFORUM_UNSUPPORTED')
  if (!isPresent(member) && !open) throw rpcError('CHANNEL_PRIVATE', { reason: 'not a member' })
  if (member?.status === 'banned') throw rpcError('USER_BANNED_IN_CHANNEL')
  if (chat.kind === 'channel') {
    if (hasAdminRight(member, 'postMessages')) return
    throw rpcError('CHAT_ADMIN_REQUIRED', { reason: 'only admins with postMessages post' })
  }
  if (isPresent(member)) {
    checkMayTalk(chat, member)
    return
  }
  // The discussion group of a channel is open to guests, unless it was closed to them.
  if (chat.linkedChatId === null) throw rpcError('CHAT_WRITE_FORBIDDEN', { reason: 'not a member' })
  if (chat.joinToSend) throw rpcError('CHAT_GUEST_SEND_FORBIDDEN')
}

/** @throws CHAT_WRITE_FORBIDDEN, CHAT_SEND_PLAIN_FORBIDDEN */
export function checkMayTalk(chat: ChatRow, member: MemberRow): void {
  if (!mayAsMember(chat, member, 'sendMessages')) throw rpcError('CHAT_WRITE_FORBIDDEN')
  if (!mayAsMember(chat, member, 'sendPlain')) throw rpcError('CHAT_SEND_PLAIN_FORBIDDEN')
}

/** Whether an admin of a supergroup speaks as the group. The creator too may have chosen that. */
function isAnonymous(chat: ChatRow, member: MemberRow | undefined): boolean {
  if (chat.kind !== 'supergroup') return false
  if (member?.status !== 'creator' && member?.status !== 'admin') return false
  return ((member.adminRights >> ADMIN_RIGHTS.anonymous) & 1) === 1
}

async function checkSendAs(
  u: Unit,
  caller: Caller,
  sendAs: InputPeer | undefined,
  chat: ChatRow | undefined,
): Promise<void> {
  if (sendAs === undefined) return
  const peer = await resolvePeer(u, caller, sendAs)
  const allowed =
    peer.kind === 'user'
      ? peer.user.id === caller.id && chat?.kind !== 'supergroup'
      : peer.chat.id === chat?.id
  if (!allowed) throw rpcError('SEND_AS_PEER_INVALID')
}

async function signature(u: Unit, caller: Caller, chat: ChatRow): Promise<{ postAuthor?: string }> {
  if (!chat.signatures) return {}
  const user = await u.db.users.byId(caller.id)
  return user ? { postAuthor: `${user.firstName} ${user.lastName}`.trim() } : {}
}

/** Who writes in a channel has read it up to there. */
async function readOwn(u: Unit, caller: Caller, { boxId, id, pts }: MessageRow): Promise<void> {
  if (await u.db.messages.raiseRead(caller.id, 'channel', boxId, 'readInbox', id)) {
    await tellAccount(u, caller.id, readMark(boxId, id, pts), 0)
  }
}

function readMark(channelId: number, maxId: number, channelPts: number) {
  const kind = 'readInbox' as const
  return {
    kind,
    peerKind: 'channel' as const,
    peerId: channelId,
    maxId,
    stillUnread: 0,
    channelPts,
  }
}

function eventsOf(caller: Caller, message: MessageRow): LoggedEvent[] {
  const { boxKind, boxId, id, pts, date } = message
  const update = { kind: 'newMessage' as const, id }
  if (boxKind === 'account') {
    return [{ to: 'account', accountId: boxId, update, pts, ptsCount: 1, date }]
  }
  const events: LoggedEvent[] = [
    { to: 'channel', channelId: boxId, update, pts, ptsCount: 1, date },
  ]
  if (!caller.isBot) {
    const mark = readMark(boxId, id, pts)
    events.push({ to: 'account', accountId: caller.id, update: mark, pts: 0, ptsCount: 0, date })
  }
  return events
}
