import { rpcError, type RpcErrorName } from '../../core/rpc-error.ts'
import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type { Caller, Unit } from '../context.ts'
import { sees, standing } from '../peers.ts'
import {
  ADMIN_RIGHTS,
  hasAdminRight,
  isPresent,
  isTaken,
  type AdminRight,
  type BannedRight,
} from './rights.ts'

/**
 * The caller's standing in a chat that he must be in to do something there.
 *
 * @param gone how a basic group answers somebody who is not in it, and everybody once it is deactivated
 * @throws CHANNEL_PRIVATE for a channel or supergroup that is gone or that he is not in
 * @throws CHANNEL_MONOFORUM_UNSUPPORTED: a channel's direct messages are managed through the channel
 */
export async function requireMember(
  u: Unit,
  caller: Caller,
  chat: ChatRow,
  gone: RpcErrorName = 'CHAT_WRITE_FORBIDDEN',
): Promise<MemberRow> {
  const member = await standing(u, chat, caller.id)
  if (chat.kind === 'monoforum' && !chat.deleted) throw rpcError('CHANNEL_MONOFORUM_UNSUPPORTED')
  if (!chat.deleted && isPresent(member)) return member
  const reason = chat.deleted ? 'the chat is gone' : 'the caller is not in the chat'
  if (chat.kind !== 'group') throw rpcError('CHANNEL_PRIVATE', { reason })
  const { migratedTo } = chat
  throw rpcError(gone, { reason, ...(migratedTo === null ? {} : { migrateToChatId: migratedTo }) })
}

/**
 * Checks that the caller may do something in the chat: by an admin right, or in groups by what
 * everybody may, where `everybody` names that permission.
 *
 * @throws CHAT_ADMIN_REQUIRED, and as `requireMember`
 * Source: https://core.telegram.org/api/rights
 */
export async function requireRight(
  u: Unit,
  caller: Caller,
  chat: ChatRow,
  right: AdminRight,
  options: { readonly everybody?: BannedRight; readonly gone?: RpcErrorName } = {},
): Promise<MemberRow> {
  const member = await requireMember(u, caller, chat, options.gone)
  if (hasAdminRight(member, right)) return member
  const { everybody } = options
  if (everybody !== undefined && chat.kind !== 'channel' && !isTaken(chat, member, everybody)) {
    return member
  }
  throw rpcError('CHAT_ADMIN_REQUIRED', {
    reason: `${member.status} ${caller.id} lacks ${right}`,
  })
}

/** @throws CHAT_ADMIN_REQUIRED for everybody but the creator, and as `requireMember` */
export async function requireCreator(
  u: Unit,
  caller: Caller,
  chat: ChatRow,
  gone?: RpcErrorName,
): Promise<MemberRow> {
  const member = await requireMember(u, caller, chat, gone)
  if (member.status === 'creator') return member
  throw rpcError('CHAT_ADMIN_REQUIRED', { reason: `${caller.id} is not the creator` })
}

/**
 * Checks that the caller may see a channel or supergroup: he is in it, or it is public and he is not
 * banned, or he looks into it by a link (invites/peek.ts). A channel's direct messages are seen by
 * whoever sees the channel, but not read (messages/history.ts, `hiddenUpTo`).
 *
 * @throws CHANNEL_PRIVATE
 */
export async function requireVisible(
  u: Unit,
  caller: Caller,
  chat: ChatRow,
): Promise<MemberRow | undefined> {
  const member = await standing(u, chat, caller.id)
  if (chat.deleted) throw rpcError('CHANNEL_PRIVATE', { reason: 'the channel is gone' })
  if (member?.status === 'banned') throw rpcError('CHANNEL_PRIVATE', { reason: 'banned' })
  if (await sees(u, caller, chat, member)) return member
  const parent = chat.monoforumOf === null ? undefined : await u.db.chats.byId(chat.monoforumOf)
  if (!parent) throw rpcError('CHANNEL_PRIVATE', { reason: 'not a member of a private channel' })
  await requireVisible(u, caller, parent)
  return member
}

/** Whether somebody is an admin of any kind. */
export function isAdmin(member: MemberRow | undefined): boolean {
  return member?.status === 'creator' || member?.status === 'admin'
}

/** Admin rights that mean something in a kind of chat; others are dropped, as clients do. */
export function meaningfulRights(chat: ChatRow, mask: number): number {
  const none: readonly AdminRight[] =
    chat.kind === 'channel'
      ? ['pinMessages', 'anonymous', 'manageTopics']
      : ['postMessages', 'editMessages', 'manageDirectMessages']
  return none.reduce((rest, right) => rest & ~(1 << ADMIN_RIGHTS[right]), mask)
}
