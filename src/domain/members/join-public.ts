import { rpcError } from '../../core/rpc-error.ts'
import { isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { requestToJoin } from '../invites/request.ts'
import type { Joining } from '../join-requests/joining.ts'
import { resolveChannel, standing, type InputPeer } from '../peers.ts'
import { addMember } from './join.ts'

/**
 * Joins a public channel or supergroup, or lets a creator back into his own
 * (https://core.telegram.org/method/channels.joinChannel). Where joining needs approval, a request
 * without a link is stored (spec section 5.3).
 *
 * @throws INVITE_REQUEST_SENT, the success of a request
 * @throws CHANNEL_INVALID, CHANNEL_PRIVATE for a private channel or a banned account,
 *   CHANNEL_MONOFORUM_UNSUPPORTED, USER_ALREADY_PARTICIPANT, CHANNELS_TOO_MUCH, USERS_TOO_MUCH
 */
export async function joinPublic(u: Unit, caller: Caller, input: InputPeer): Promise<Joining> {
  const chat = await resolveChannel(u, caller, input)
  const open = chat.username !== null || chat.creatorId === caller.id
  if (!open && chat.kind !== 'monoforum') {
    throw rpcError('CHANNEL_PRIVATE', { reason: 'a private chat is joined by link' })
  }
  if (chat.joinRequest && chat.creatorId !== caller.id && !chat.deleted) {
    const member = await standing(u, chat, caller.id)
    if (member?.status === 'banned') throw rpcError('CHANNEL_PRIVATE', { reason: 'banned' })
    if (isPresent(member)) throw rpcError('USER_ALREADY_PARTICIPANT')
    return requestToJoin(u, caller, chat, undefined)
  }
  await addMember(u, chat, caller.id, { kind: 'public' })
  return { kind: 'joined', chat }
}
