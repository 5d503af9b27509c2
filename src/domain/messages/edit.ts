import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { EditedColumns, MessageRow } from '../../store/tables/messages.ts'
import { requireMember, requireVisible } from '../chats/access.ts'
import { hasAdminRight, isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { resolvePeer, type InputPeer, type Peer } from '../peers.ts'
import { tellAccount, tellChannel } from '../updates/log.ts'
import type { LoggedEvent } from '../updates/update.ts'
import { cleanMessage } from './clean-message.ts'
import type { GivenEntity } from './entity.ts'
import { MESSAGE_FLAGS } from './flags.ts'
import { checkMayTalk, isWith } from './send.ts'

/** What a message is to say from now on. */
export interface EditOptions {
  /** Undefined where the client changes something else only. */
  readonly text: string | undefined
  readonly entities: readonly GivenEntity[]
  /** The client gives media, of which there are none here. */
  readonly media: boolean
  /** A preview of a page would be above the text. */
  readonly invertMedia?: boolean
}

/** A message that was edited, and what its editor must hear of it. */
export interface EditedMessage {
  readonly message: MessageRow
  readonly event: LoggedEvent
}

/**
 * Changes the text of a message for everybody who has it
 * (https://core.telegram.org/method/messages.editMessage): one's own, and in a broadcast channel every
 * post with the right to edit.
 *
 * @throws PEER_ID_INVALID, CHAT_ID_INVALID, CHANNEL_INVALID, CHANNEL_PRIVATE: as `resolvePeer`
 * @throws MESSAGE_ID_INVALID for one that is not there, or is a service message
 * @throws MESSAGE_AUTHOR_REQUIRED (403), CHAT_ADMIN_REQUIRED (posts without a right), CHAT_WRITE_FORBIDDEN
 * @throws MESSAGE_EDIT_TIME_EXPIRED after `messageEditSeconds`
 * @throws MESSAGE_EMPTY, MESSAGE_TOO_LONG, MESSAGE_NOT_MODIFIED, MEDIA_NEW_INVALID,
 *   ENTITY_BOUNDS_INVALID
 */
export async function editText(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  id: number,
  options: EditOptions,
): Promise<EditedMessage> {
  const peer = await resolvePeer(u, caller, input)
  const message = await requireEditable(u, caller, peer, id)
  if (options.media) throw rpcError('MEDIA_NEW_INVALID', { reason: 'there are no media' })
  if (options.text === undefined) throw rpcError('MESSAGE_NOT_MODIFIED')
  const { text, entities: found } = await cleanMessage(u, caller, options.text, options.entities)
  const entities = found.length === 0 ? null : JSON.stringify(found)
  const invert = 1 << MESSAGE_FLAGS.invertMedia
  const flags = (message.flags & ~invert) | (options.invertMedia ? invert : 0)
  const same = text === message.text && entities === message.entities && flags === message.flags
  if (same) throw rpcError('MESSAGE_NOT_MODIFIED')
  return rewrite(u, message, { text, entities, flags, editDate: u.now })
}

async function requireEditable(
  u: Unit,
  caller: Caller,
  peer: Peer,
  id: number,
): Promise<MessageRow> {
  if (peer.kind === 'channel') {
    await requireVisible(u, caller, peer.chat)
    const message = await u.db.messages.find('channel', peer.chat.id, id)
    if (message?.action !== null) throw rpcError('MESSAGE_ID_INVALID')
    await checkChannelRight(u, caller, peer.chat, message)
    return message
  }
  const message = await u.db.messages.find('account', caller.id, id)
  if (message?.action !== null || !isWith(message, peer)) throw rpcError('MESSAGE_ID_INVALID')
  if (message.authorId !== caller.id) throw rpcError('MESSAGE_AUTHOR_REQUIRED')
  if (peer.kind === 'chat') checkMayTalk(peer.chat, await requireMember(u, caller, peer.chat))
  const toHimself = peer.kind === 'user' && peer.user.id === caller.id
  if (!toHimself) checkAge(u, caller, message)
  return message
}

async function checkChannelRight(
  u: Unit,
  caller: Caller,
  chat: ChatRow,
  message: MessageRow,
): Promise<void> {
  const member = await u.db.members.find(chat.id, caller.id)
  const own = message.authorId === caller.id
  if (message.post) {
    if (hasAdminRight(member, 'editMessages')) return
    if (!own) throw rpcError('MESSAGE_AUTHOR_REQUIRED')
    if (!hasAdminRight(member, 'postMessages')) throw rpcError('CHAT_ADMIN_REQUIRED')
  } else {
    if (!own) throw rpcError('MESSAGE_AUTHOR_REQUIRED')
    // A guest of a discussion group may write there, so they may edit as well.
    if (isPresent(member)) checkMayTalk(chat, member)
  }
  if (!hasAdminRight(member, 'pinMessages')) checkAge(u, caller, message)
}

/** People have a time for it, bots have not (help.getConfig `edit_time_limit`). */
function checkAge(u: Unit, caller: Caller, message: MessageRow): void {
  if (caller.isBot || message.date + u.limits.messageEditSeconds >= u.now) return
  throw rpcError('MESSAGE_EDIT_TIME_EXPIRED')
}

/** Changes every copy, and tells each box of its own. */
async function rewrite(
  u: Unit,
  message: MessageRow,
  columns: EditedColumns,
): Promise<EditedMessage> {
  const copies = message.boxKind === 'channel' ? [message] : await u.db.messages.copies(message.uid)
  let own: EditedMessage | undefined
  for (const copy of copies) {
    await u.db.messages.edit(copy, columns)
    const event = await tellEdit(u, copy)
    if (copy.boxId === message.boxId) own = { message: { ...copy, ...columns }, event }
  }
  if (own === undefined) throw new Error(`message ${message.id} is none of its own copies`)
  return own
}

async function tellEdit(u: Unit, { boxKind, boxId, id }: MessageRow): Promise<LoggedEvent> {
  const update = { kind: 'editMessage', id } as const
  return boxKind === 'channel'
    ? { to: 'channel', channelId: boxId, ...(await tellChannel(u, boxId, update, 1)) }
    : { to: 'account', accountId: boxId, ...(await tellAccount(u, boxId, update, 1)) }
}
