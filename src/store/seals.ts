import { systemRandom } from '../core/random.ts'
import { createSealedIds, type SealedIds } from '../core/sealed-ids.ts'
import type { Sql } from './sql.ts'
import { metaTable } from './tables/meta.ts'

/** How ids of links become what is written in the links. */
export interface Seals {
  /** Hashes of invite links. */
  readonly invites: SealedIds
  /** Slugs of folder links. */
  readonly chatlists: SealedIds
}

/** Kinds of sealed ids: a link of one kind is none of the other. A number is never used for another kind. */
const KINDS = { invites: 1, chatlists: 2 } as const

const KEY_BYTES = 32

/**
 * Reads the key of the links, made with the database. It is in the database itself, so that a copy of that
 * knows its links, and a reset keeps it like the server's other secrets (start/secrets.ts).
 */
export async function loadSeals(sql: Sql): Promise<Seals> {
  const meta = metaTable(sql)
  const name = 'secret:links'
  const known = await meta.get(name)
  const key = known === undefined ? systemRandom.bytes(KEY_BYTES) : Buffer.from(known, 'hex')
  if (known === undefined) await meta.set(name, key.toString('hex'))
  return {
    invites: createSealedIds(key, KINDS.invites),
    chatlists: createSealedIds(key, KINDS.chatlists),
  }
}
