import { createHash } from 'node:crypto'
import { rpcError } from '../../core/rpc-error.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Unit } from '../context.ts'
import { authorizeKey } from './authorization.ts'

const KEY_BYTES = 256

/** What a minted login looks like in account.getAuthorizations until its client introduces itself. */
const MINTED_DEVICE = {
  deviceModel: 'Session string',
  systemVersion: '',
  appVersion: '',
  systemLangCode: '',
  langPack: '',
  langCode: '',
}

/** A new auth key with an account logged in on it. */
export interface MintedKey {
  readonly user: UserRow
  /** 16 hex digits. */
  readonly keyId: string
  /** 256 bytes. A secret. */
  readonly key: Buffer
}

/** What minting needs to know of the server. */
export interface MintFacts {
  /** Layer until the client says its own. */
  readonly layer: number
  readonly apiId: number
  /** Wall clock, unix seconds: the age of keys does not follow business time. */
  readonly wallNow: number
}

/**
 * Makes a permanent auth key that is logged in from the start, without key exchange, code or password:
 * for session strings, which the control API hands out.
 *
 * @throws USER_ID_INVALID when there is no such account
 */
export async function mintKey(u: Unit, accountId: number, facts: MintFacts): Promise<MintedKey> {
  const user = await u.db.users.byId(accountId)
  if (!user || user.deleted)
    throw rpcError('USER_ID_INVALID', { reason: `no account ${accountId} to make a session for` })
  const key = u.random.bytes(KEY_BYTES)
  const keyId = createHash('sha1').update(key).digest('hex').slice(24)
  await u.db.auth.insertKey({
    id: keyId,
    key,
    kind: 'perm',
    expiresAt: null,
    boundTo: null,
    dc: null,
    createdAt: facts.wallNow,
  })
  const device = { ...MINTED_DEVICE, apiId: facts.apiId }
  await authorizeKey(u, { keyId, layer: facts.layer, device }, user)
  return { user, keyId, key }
}

/**
 * The key that was made under a name before, as long as its account is logged in on it, else a new one:
 * so that what is shown at every start does not add a login each time.
 *
 * @throws USER_ID_INVALID when there is no such account
 */
export async function keptKey(
  u: Unit,
  name: string,
  accountId: number,
  facts: MintFacts,
): Promise<MintedKey> {
  const kept = `key:${name}`
  const keyId = await u.db.meta.get(kept)
  const row = keyId === undefined ? undefined : await u.db.auth.key(keyId)
  const user = await u.db.users.byId(accountId)
  if (row && user && !user.deleted) {
    const login = await u.db.auth.authorization(row.id)
    if (login?.accountId === accountId) return { user, keyId: row.id, key: Buffer.from(row.key) }
  }
  const made = await mintKey(u, accountId, facts)
  await u.db.meta.set(kept, made.keyId)
  return made
}
