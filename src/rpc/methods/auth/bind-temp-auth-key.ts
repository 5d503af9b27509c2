import { rpcError } from '../../../core/rpc-error.ts'
import { authKeyIdFromLong } from '../../../mtproto/auth-keys.ts'
import { openBindTempAuthKey } from '../../../mtproto/crypto/bind-temp-key.ts'
import type { AuthBindTempAuthKeyRequest } from '../../../tl/generated/auth.ts'
import { openMethod, type Method, type RpcContext } from '../../method.ts'

/** What key binding needs of the MTProto server. */
export interface KeyBinder {
  /** Binds a temporary key to a permanent one, in the store and for its live sessions. */
  bind(tempKeyId: string, permKeyId: string): Promise<void>
}

/**
 * auth.bindTempAuthKey: https://core.telegram.org/method/auth.bindTempAuthKey
 *
 * Called through the temporary key. The message inside is encrypted with the permanent one, which
 * proves that the caller has both. The binding itself is made after the unit, since the MTProto server
 * writes it in a unit of its own.
 *
 * @throws TEMP_AUTH_KEY_EMPTY when called through a permanent key, TEMP_AUTH_KEY_ALREADY_BOUND,
 *   ENCRYPTED_MESSAGE_INVALID, EXPIRES_AT_INVALID
 */
export function createBindTempAuthKey(binder: KeyBinder): Method<'auth.bindTempAuthKey'> {
  return openMethod('auth.bindTempAuthKey', async (ctx, request) => {
    const permKeyId = authKeyIdFromLong(request.permAuthKeyId)
    await checkTempKey(ctx, permKeyId)
    await checkMessage(ctx, request, permKeyId)
    // A msg_id is the client's wall clock in its upper half, checked by the session on arrival.
    if (request.expiresAt <= Number(ctx.msgId >> 32n)) throw rpcError('EXPIRES_AT_INVALID')
    ctx.afterCommit(() => binder.bind(ctx.session.keyId, permKeyId))
    return true
  })
}

async function checkTempKey({ u, session }: RpcContext, permKeyId: string): Promise<void> {
  const row = await u.db.auth.key(session.keyId)
  if (row?.kind !== 'temp') throw rpcError('TEMP_AUTH_KEY_EMPTY')
  // Some clients bind once more after a reconnect; that changes nothing.
  if (row.boundTo !== null && row.boundTo !== permKeyId)
    throw rpcError('TEMP_AUTH_KEY_ALREADY_BOUND')
}

async function checkMessage(
  { u, session, msgId }: RpcContext,
  request: AuthBindTempAuthKeyRequest,
  permKeyId: string,
): Promise<void> {
  const perm = await u.db.auth.key(permKeyId)
  if (perm?.kind !== 'perm') throw rpcError('ENCRYPTED_MESSAGE_INVALID')
  const inner = openBindTempAuthKey(Buffer.from(perm.key), permKeyId, request.encryptedMessage)
  const genuine =
    inner?.nonce === request.nonce &&
    inner.tempAuthKeyId === session.keyId &&
    inner.tempSessionId === session.id &&
    inner.expiresAt === request.expiresAt &&
    inner.msgId === msgId
  if (!genuine) throw rpcError('ENCRYPTED_MESSAGE_INVALID')
}
