import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChat, resolveUser, type InputPeer } from '../peers.ts'
import { resolveSeenChannel } from './seen.ts'
import { checkPublicCount } from './username.ts'

/** Chats in one answer of messages.getCommonChats. */
const COMMON_MAX = 100

/**
 * Basic groups by id (https://core.telegram.org/method/messages.getChats).
 *
 * @throws CHAT_ID_INVALID for one that the caller never was in
 */
export async function getBasicGroups(
  u: Unit,
  caller: Caller,
  ids: readonly number[],
): Promise<ChatRow[]> {
  const chats: ChatRow[] = []
  for (const chatId of ids) chats.push(await resolveChat(u, caller, { kind: 'chat', chatId }))
  return chats
}

/**
 * Channels and supergroups (https://core.telegram.org/method/channels.getChannels).
 *
 * @throws CHANNEL_INVALID for an unknown one or a wrong hash
 */
export async function getChannels(
  u: Unit,
  caller: Caller,
  inputs: readonly InputPeer[],
): Promise<ChatRow[]> {
  const chats: ChatRow[] = []
  for (const input of inputs) chats.push(await resolveSeenChannel(u, caller, input))
  return chats
}

/**
 * Groups and supergroups that the caller shares with a user, newest first
 * (https://core.telegram.org/method/messages.getCommonChats).
 *
 * @param maxId only chats with a lower id; 0 for all
 * @throws USER_ID_INVALID, also for the caller himself
 */
export async function getCommonChats(
  u: Unit,
  caller: Caller,
  userInput: InputPeer,
  maxId: number,
  limit: number,
): Promise<{ count: number; chats: ChatRow[] }> {
  const user = await resolveUser(u, caller, userInput)
  if (user.id === caller.id) throw rpcError('USER_ID_INVALID')
  const all = await u.db.chats.common(caller.id, user.id, maxId || Number.MAX_SAFE_INTEGER)
  const size = Math.min(limit || COMMON_MAX, COMMON_MAX)
  return { count: all.length, chats: all.slice(0, Math.max(size, 0)) }
}

/**
 * Public channels and supergroups that the caller made
 * (https://core.telegram.org/method/channels.getAdminedPublicChannels).
 *
 * @param checkLimit answers with the error, where there is one, instead of the list
 * @throws CHANNELS_ADMIN_PUBLIC_TOO_MUCH
 */
export async function getAdminedPublicChannels(
  u: Unit,
  caller: Caller,
  checkLimit: boolean,
): Promise<ChatRow[]> {
  if (!checkLimit) return u.db.chats.publicOf(caller.id)
  await checkPublicCount(u, caller.id)
  return []
}
