import { authKeyIdFromLong } from '../../../mtproto/auth-keys.ts'
import { openMethod, type Method } from '../../method.ts'

/** What dropping keys needs of the MTProto server. */
export interface KeyDropper {
  /** Deletes a key and forgets its sessions. */
  drop(keyId: string): Promise<void>
}

/**
 * auth.dropTempAuthKeys: https://core.telegram.org/method/auth.dropTempAuthKeys
 *
 * Deletes the temporary keys that are bound to the caller's permanent one, but for those named and the
 * one that the call came through.
 */
export function createDropTempAuthKeys(dropper: KeyDropper): Method<'auth.dropTempAuthKeys'> {
  return openMethod('auth.dropTempAuthKeys', async (ctx, request) => {
    const { client, session, u } = ctx
    const kept = new Set([session.keyId, ...request.exceptAuthKeys.map(authKeyIdFromLong)])
    const bound = await u.db.auth.tempKeysOf(client.keyId)
    ctx.afterCommit(async () => {
      for (const keyId of bound) if (!kept.has(keyId)) await dropper.drop(keyId)
    })
    return true
  })
}
