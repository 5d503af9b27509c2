import { rpcError } from '../../core/rpc-error.ts'
import { flag } from '../../store/sql.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { InviteRow, JoinRequestRow } from '../../store/tables/invites.ts'
import type { JoinQueryRow } from '../../store/tables/join-queries.ts'
import type { Caller, Unit } from '../context.ts'
import type { Joining } from '../join-requests/joining.ts'
import { tellOfRequest } from '../join-requests/pending.ts'
import { guardOf, openQuery } from '../join-requests/query.ts'

/**
 * Stores a request to join, by a link or directly in a public group, tells those who may answer it, and
 * answers it with the error that means success (spec section 5.1). A repeated request changes nothing.
 * Where a guard bot is asked first, its answer is to be waited for.
 *
 * @throws INVITE_REQUEST_SENT where admins decide; the unit is kept
 * @throws INPUT_USER_DEACTIVATED for a deleted account
 */
export async function requestToJoin(
  u: Unit,
  caller: Caller,
  chat: ChatRow,
  invite: InviteRow | undefined,
): Promise<Joining> {
  const query = await placeRequest(u, caller, chat, invite)
  if (query) return { kind: 'asked', chat, queryId: query.queryId }
  throw rpcError('INVITE_REQUEST_SENT', { keepsUnit: true })
}

/**
 * Stores a request to join and tells those who may answer it; what `requestToJoin` does before it
 * answers. Returns what a guard bot is asked about it.
 *
 * @param viaChatlist whether a folder link led to the chat
 * @throws INPUT_USER_DEACTIVATED for a deleted account
 */
export async function placeRequest(
  u: Unit,
  caller: Caller,
  chat: ChatRow,
  invite: InviteRow | undefined,
  viaChatlist = false,
): Promise<JoinQueryRow | undefined> {
  const user = await u.db.users.byId(caller.id)
  if (!user || user.deleted) throw rpcError('INPUT_USER_DEACTIVATED')
  const request: JoinRequestRow = {
    chatId: chat.id,
    userId: caller.id,
    inviteId: invite?.id ?? null,
    date: u.now,
    about: user.about,
    viaChatlist: flag(viaChatlist),
    lastMessageId: user.lastMessageId,
  }
  const fresh = await u.db.invites.insertRequest(request)
  if (fresh) await count(u, chat, request)
  const query = fresh
    ? await askGuard(u, chat, request)
    : await u.db.joinQueries.about(chat.id, caller.id)
  if (fresh) await tellOfRequest(u, chat, request, query)
  return query
}

async function count(u: Unit, chat: ChatRow, { inviteId }: JoinRequestRow): Promise<void> {
  await u.db.chats.addRequestsPending(chat.id, 1)
  chat.requestsPending += 1
  if (inviteId !== null) await u.db.invites.addRequested(inviteId, 1)
}

async function askGuard(u: Unit, chat: ChatRow, { userId }: JoinRequestRow) {
  const botId = await guardOf(u, chat)
  return botId === undefined ? undefined : openQuery(u, chat, userId, botId)
}
