import { rpcError } from '../core/rpc-error.ts'
import type { ChatRow, MemberRow } from '../store/tables/chats.ts'
import type { UserRow } from '../store/tables/users.ts'
import { hasMet } from './accounts/met.ts'
import { atTime, isPresent } from './chats/rights.ts'
import type { Caller, Unit } from './context.ts'
import { mentions } from './messages/mentions.ts'

/**
 * How a client names a peer, every variant of Telegram's InputPeer.
 *
 * Source: https://core.telegram.org/type/InputPeer
 */
export type InputPeer =
  | { readonly kind: 'empty' }
  | { readonly kind: 'self' }
  | { readonly kind: 'user'; readonly userId: number; readonly accessHash: bigint }
  | { readonly kind: 'chat'; readonly chatId: number }
  | { readonly kind: 'channel'; readonly channelId: number; readonly accessHash: bigint }
  | {
      readonly kind: 'userFromMessage'
      readonly peer: InputPeer
      readonly msgId: number
      readonly userId: number
    }
  | {
      readonly kind: 'channelFromMessage'
      readonly peer: InputPeer
      readonly msgId: number
      readonly channelId: number
    }

/** A chat as the viewer's own client would name it: for callers that have the row already. */
export function chatAsInput(u: Unit, viewer: Caller, chat: ChatRow): InputPeer {
  if (chat.kind === 'group') return { kind: 'chat', chatId: chat.id }
  const accessHash = u.accessHashes.of(viewer.id, 'channel', chat.id)
  return { kind: 'channel', channelId: chat.id, accessHash }
}

/** An account as a viewer's client would name it that knows it, whether or not the viewer met it. */
export function userAsInput(u: Unit, viewer: Caller, userId: number): InputPeer {
  return { kind: 'user', userId, accessHash: u.accessHashes.of(viewer.id, 'user', userId) }
}

/** A peer that exists and that the caller may name. */
export type Peer =
  | { readonly kind: 'user'; readonly user: UserRow }
  | { readonly kind: 'chat'; readonly chat: ChatRow }
  | { readonly kind: 'channel'; readonly chat: ChatRow }

/**
 * Finds the peer that a client names and checks its access hash; a bot may leave out that of somebody whom
 * it met (accounts/met.ts).
 *
 * @throws PEER_ID_INVALID for `empty` and for a user that does not exist or whose hash is wrong
 * @throws CHAT_ID_INVALID for a basic group that does not exist or that the caller never was in
 * @throws CHANNEL_INVALID for a channel that does not exist or whose hash is wrong (0 included)
 * @throws MSG_ID_INVALID where a *FromMessage does not lead to the peer
 * Spec: section 3.1 and 3.2.
 */
export async function resolvePeer(u: Unit, caller: Caller, input: InputPeer): Promise<Peer> {
  switch (input.kind) {
    case 'empty':
      throw rpcError('PEER_ID_INVALID', { reason: 'inputPeerEmpty' })
    case 'self':
      return { kind: 'user', user: await requireUser(u, caller.id) }
    case 'user':
      if (!(await mayName(u, caller, input))) {
        throw rpcError('PEER_ID_INVALID', { reason: `wrong access hash for user ${input.userId}` })
      }
      return { kind: 'user', user: await requireUser(u, input.userId) }
    case 'chat':
      return { kind: 'chat', chat: await findBasicGroup(u, caller, input.chatId) }
    case 'channel':
      checkChannelHash(u, caller, input.channelId, input.accessHash)
      return { kind: 'channel', chat: await requireChannel(u, input.channelId) }
    case 'userFromMessage':
      await checkMention(u, caller, input.peer, input.msgId, 'user', input.userId)
      return { kind: 'user', user: await requireUser(u, input.userId) }
    case 'channelFromMessage':
      await checkMention(u, caller, input.peer, input.msgId, 'channel', input.channelId)
      return { kind: 'channel', chat: await requireChannel(u, input.channelId) }
  }
}

/** A chat of any kind, from an input that must name one. @throws PEER_ID_INVALID for users, and as `resolvePeer` */
export async function resolveChat(u: Unit, caller: Caller, input: InputPeer): Promise<ChatRow> {
  const peer = await resolvePeer(u, caller, input)
  if (peer.kind !== 'user') return peer.chat
  if (peer.user.deleted) throw rpcError('INPUT_USER_DEACTIVATED')
  throw rpcError('PEER_ID_INVALID', { reason: 'a user, where a chat is needed' })
}

/** A channel or supergroup. @throws CHANNEL_INVALID for everything else, and as `resolvePeer` */
export async function resolveChannel(u: Unit, caller: Caller, input: InputPeer): Promise<ChatRow> {
  if (input.kind !== 'channel' && input.kind !== 'channelFromMessage')
    throw rpcError('CHANNEL_INVALID')
  const peer = await resolvePeer(u, caller, input)
  if (peer.kind !== 'channel') throw rpcError('CHANNEL_INVALID')
  return peer.chat
}

/** A user. @throws USER_ID_INVALID for everything else or a wrong hash, MSG_ID_INVALID as `resolvePeer` */
export async function resolveUser(u: Unit, caller: Caller, input: InputPeer): Promise<UserRow> {
  if (input.kind === 'self') return requireUser(u, caller.id)
  if (input.kind !== 'user' && input.kind !== 'userFromMessage') throw rpcError('USER_ID_INVALID')
  if (input.kind === 'user' && !(await mayName(u, caller, input))) {
    throw rpcError('USER_ID_INVALID', { reason: `wrong access hash for user ${input.userId}` })
  }
  if (input.kind === 'userFromMessage') {
    await checkMention(u, caller, input.peer, input.msgId, 'user', input.userId)
  }
  const user = await u.db.users.byId(input.userId)
  if (!user) throw rpcError('USER_ID_INVALID', { reason: `no user ${input.userId}` })
  return user
}

/** An account's standing in a chat as it is now, undefined if it never was there. */
export async function standing(
  u: Unit,
  chat: ChatRow,
  userId: number,
): Promise<MemberRow | undefined> {
  return atTime(await u.db.members.find(chat.id, userId), u.now)
}

/** Whether the hash proves that the caller has seen the peer. */
export function isAccessHash(
  u: Unit,
  caller: Caller,
  kind: 'user' | 'channel',
  id: number,
  accessHash: bigint,
): boolean {
  return u.accessHashes.of(caller.id, kind, id) === accessHash
}

/** Whether the caller may name a user so: by a hash of the caller's own, or by none where they met. */
async function mayName(
  u: Unit,
  caller: Caller,
  { userId, accessHash }: InputPeer & { kind: 'user' },
): Promise<boolean> {
  if (isAccessHash(u, caller, 'user', userId, accessHash)) return true
  return accessHash === 0n && hasMet(u, caller, userId)
}

function checkChannelHash(u: Unit, caller: Caller, id: number, accessHash: bigint): void {
  if (isAccessHash(u, caller, 'channel', id, accessHash)) return
  throw rpcError('CHANNEL_INVALID', { reason: `wrong access hash for channel ${id}` })
}

async function requireUser(u: Unit, id: number): Promise<UserRow> {
  const user = await u.db.users.byId(id)
  if (!user) throw rpcError('PEER_ID_INVALID', { reason: `no user ${id}` })
  return user
}

async function requireChannel(u: Unit, id: number): Promise<ChatRow> {
  const chat = await u.db.chats.byId(id)
  if (!chat || chat.kind === 'group')
    throw rpcError('CHANNEL_INVALID', { reason: `no channel ${id}` })
  return chat
}

/** Basic groups have no access hash: having been there is what lets an account name one. */
async function findBasicGroup(u: Unit, caller: Caller, id: number): Promise<ChatRow> {
  const chat = await u.db.chats.byId(id)
  if (!chat || chat.kind !== 'group')
    throw rpcError('CHAT_ID_INVALID', { reason: `no basic group ${id}` })
  if (!(await standing(u, chat, caller.id))) {
    throw rpcError('CHAT_ID_INVALID', { reason: `never a member of basic group ${id}` })
  }
  return chat
}

/**
 * Checks that a message which the caller can see names the peer. Bots may not use this form.
 *
 * Source: https://core.telegram.org/api/min
 */
async function checkMention(
  u: Unit,
  caller: Caller,
  where: InputPeer,
  msgId: number,
  kind: 'user' | 'channel',
  id: number,
): Promise<void> {
  if (caller.isBot) throw rpcError('FROM_MESSAGE_BOT_DISABLED')
  if (where.kind === 'userFromMessage' || where.kind === 'channelFromMessage')
    throw rpcError('MSG_ID_INVALID')
  const peer = await resolvePeer(u, caller, where)
  const message =
    peer.kind === 'channel'
      ? await u.db.messages.find('channel', peer.chat.id, msgId)
      : await u.db.messages.find('account', caller.id, msgId)
  const visible =
    peer.kind !== 'channel' ||
    (await sees(u, caller, peer.chat, await standing(u, peer.chat, caller.id)))
  const inDialog =
    message?.peerId === (peer.kind === 'user' ? peer.user.id : peer.chat.id) &&
    message.peerKind === peer.kind
  if (!message || !visible || !inDialog || !mentions(message, kind, id))
    throw rpcError('MSG_ID_INVALID')
}

/**
 * Whether callers, with their standing there, see a channel or supergroup by themselves: they are in it, or
 * it is public and they are not banned, or they look into it by a link (invites/peek.ts).
 */
export async function sees(
  u: Unit,
  caller: Caller,
  chat: ChatRow,
  member: MemberRow | undefined,
): Promise<boolean> {
  if (chat.deleted || member?.status === 'banned') return false
  if (chat.username !== null || isPresent(member)) return true
  return ((await u.db.peeks.endOf(chat.id, caller.id)) ?? 0) > u.now
}
