import { RpcError, rpcError } from '../core/rpc-error.ts'
import type { Caller, Unit } from '../domain/context.ts'
import { guardedJoin, waitForGuard, type GuardedJoin } from '../domain/join-requests/guard.ts'
import type { Joining } from '../domain/join-requests/joining.ts'
import type { TypeMessagesChatInviteJoinResult } from '../tl/generated/messages.ts'
import { Deferred } from './deferred.ts'
import { Encoder } from './encode/encoder.ts'
import { encodeJoin, encodeJoined } from './encode/join.ts'
import type { RpcContext } from './method.ts'

/** The layer in which a join may answer that a guard bot's page must be opened; 227 had another form. */
const WEB_VIEW_LAYER = 228
/** The layer that brought guard bots, and with them JOIN_GUARD_TIMEOUT. */
const GUARD_LAYER = 227

/**
 * The answer of messages.importChatInvite and channels.joinChannel. Where a guard bot was asked, it
 * comes when the bot has decided (spec section 5.4). The newest layer wraps the Updates; below layer
 * 227 they stand alone (tl/conversions.ts).
 */
export async function answerJoin(
  { u, caller, client }: Pick<RpcContext, 'u' | 'caller' | 'client'>,
  joining: Joining,
): Promise<TypeMessagesChatInviteJoinResult | Deferred<TypeMessagesChatInviteJoinResult>> {
  if (joining.kind === 'joined') {
    const updates = await encodeJoin(u, caller, joining.chat)
    return { _: 'messages.chatInviteJoinResultOk', updates }
  }
  const { chat, queryId } = joining
  return new Deferred(async ({ domain, signal }) => {
    await waitForGuard(domain, queryId, signal)
    try {
      return await domain.unit(async (unit) =>
        encodeGuarded(unit, caller, client.layer, await guardedJoin(unit, caller, chat, queryId)),
      )
    } catch (error) {
      // Older clients know only that a request was sent, and it was.
      const late = error instanceof RpcError && error.type === 'JOIN_GUARD_TIMEOUT'
      throw late && client.layer < GUARD_LAYER ? rpcError('INVITE_REQUEST_SENT') : error
    }
  })
}

async function encodeGuarded(
  u: Unit,
  caller: Caller,
  layer: number,
  join: GuardedJoin,
): Promise<TypeMessagesChatInviteJoinResult> {
  if (join.kind === 'joined') {
    return {
      _: 'messages.chatInviteJoinResultOk',
      updates: await encodeJoined(u, caller, join.chat),
    }
  }
  if (layer < WEB_VIEW_LAYER) {
    throw rpcError('INVITE_REQUEST_SENT', { reason: `layer ${layer} knows no guard's page` })
  }
  const e = new Encoder(u, caller)
  return {
    _: 'messages.chatInviteJoinResultWebView',
    botId: e.user(join.botId),
    queryId: BigInt(join.queryId),
    users: await e.users(),
  }
}
