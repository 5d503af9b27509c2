import { RpcError, rpcError } from '../core/rpc-error.ts'
import type { Unit } from '../domain/context.ts'
import { guardedJoin, waitForGuard, type GuardedJoin } from '../domain/join-requests/guard.ts'
import type { Joining } from '../domain/join-requests/joining.ts'
import { openJoinWebApp } from '../domain/join-requests/web-app.ts'
import type { TypeMessagesChatInviteJoinResult } from '../tl/generated/messages.ts'
import type { Client } from './clients.ts'
import { Deferred } from './deferred.ts'
import { Encoder, type Viewer } from './encode/encoder.ts'
import { encodeJoin, encodeJoined } from './encode/join.ts'
import type { RpcContext } from './method.ts'

/** The layer that brought guard bots, their pages and JOIN_GUARD_TIMEOUT. */
const GUARD_LAYER = 227
/** From this layer on, clients ask for a guard's page by the query; in 227 the answer holds it. */
const WEB_VIEW_QUERY_LAYER = 228
/** What Mini Apps take for a client that doesn't say on what it runs. */
const UNKNOWN_PLATFORM = 'unknown'

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
        encodeGuarded(unit, caller, client, await guardedJoin(unit, caller, chat, queryId)),
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
  caller: Viewer,
  client: Client,
  join: GuardedJoin,
): Promise<TypeMessagesChatInviteJoinResult> {
  if (join.kind === 'joined') {
    return {
      _: 'messages.chatInviteJoinResultOk',
      updates: await encodeJoined(u, caller, join.chat),
    }
  }
  if (client.layer < GUARD_LAYER) {
    throw rpcError('INVITE_REQUEST_SENT', { reason: `layer ${client.layer} knows no guard's page` })
  }
  const { botId, queryId } = join
  const e = new Encoder(u, caller)
  const answer = {
    _: 'messages.chatInviteJoinResultWebView',
    botId: e.user(botId),
    queryId: BigInt(queryId),
    users: await e.users(),
  } as const
  if (client.layer >= WEB_VIEW_QUERY_LAYER) return answer
  const languageCode = client.device.langCode
  const viewer = { platform: UNKNOWN_PLATFORM, themeParams: undefined, languageCode }
  const url = await openJoinWebApp(u, caller, queryId, viewer)
  const webview = { _: 'webViewResultUrl', queryId: BigInt(queryId), url }
  // Layer 227's own field, which tl/conversions.ts lets through.
  return { ...answer, ...{ webview } }
}
