import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChannel, type InputPeer } from '../peers.ts'
import { addMember } from './join.ts'

/**
 * Joins a public channel or supergroup, or lets a creator back into his own
 * (https://core.telegram.org/method/channels.joinChannel).
 *
 * @throws CHANNEL_INVALID, CHANNEL_PRIVATE for a private channel or a banned account,
 *   CHANNEL_MONOFORUM_UNSUPPORTED, USER_ALREADY_PARTICIPANT, CHANNELS_TOO_MUCH, USERS_TOO_MUCH
 */
export async function joinPublic(u: Unit, caller: Caller, input: InputPeer): Promise<ChatRow> {
  const chat = await resolveChannel(u, caller, input)
  const open = chat.username !== null || chat.creatorId === caller.id
  if (!open && chat.kind !== 'monoforum') {
    throw rpcError('CHANNEL_PRIVATE', { reason: 'a private chat is joined by link' })
  }
  await addMember(u, chat, caller.id, { kind: 'public' })
  return chat
}
