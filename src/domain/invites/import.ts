import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { Caller, Unit } from '../context.ts'
import type { Joining } from '../join-requests/joining.ts'
import { addMember } from '../members/join.ts'
import { findInvite } from './check.ts'
import { requestToJoin } from './request.ts'

/**
 * Joins a chat by a link (https://core.telegram.org/method/messages.importChatInvite; spec section
 * 2.7). What happened is in the unit's events.
 *
 * @throws as `findInvite`
 * @throws USER_ALREADY_PARTICIPANT for somebody who is in
 * @throws INVITE_REQUEST_SENT, the success of a link that needs approval; the request is kept
 * @throws STARS_PAYMENT_REQUIRED for a paid link
 * @throws USERS_TOO_MUCH, CHANNELS_TOO_MUCH
 */
export async function importInvite(u: Unit, caller: Caller, hash: string): Promise<Joining> {
  const { invite, chat, member, already } = await findInvite(u, caller, hash)
  if (already) throw rpcError('USER_ALREADY_PARTICIPANT')
  if (invite.requestNeeded) return requestToJoin(u, caller, chat, invite)
  if (isPaid(chat, invite.subscriptionAmount)) throw rpcError('STARS_PAYMENT_REQUIRED')
  await addMember(u, chat, caller.id, { kind: 'link', invite }, { standing: member })
  return { kind: 'joined', chat }
}

/** A price holds in a private channel only; a public one is free to join (spec section 2.8). */
function isPaid(chat: ChatRow, amount: number | null): boolean {
  return amount !== null && chat.username === null
}
