import type { Sql } from '../sql.ts'
import type { PeerKind } from './messages.ts'

/** A peer that an account has blocked. */
export interface BlockedRow {
  ownerId: number
  peerKind: PeerKind
  peerId: number
  date: number
}

/** Whom accounts have blocked. */
export function blockedTable(sql: Sql) {
  return {
    /** Whether `ownerId` has blocked the peer. */
    async has(ownerId: number, peerKind: PeerKind, peerId: number): Promise<boolean> {
      const row = await sql.get(
        `SELECT 1 AS "yes" FROM blocked_peers
         WHERE "ownerId" = $1 AND "peerKind" = $2 AND "peerId" = $3`,
        ownerId,
        peerKind,
        peerId,
      )
      return row !== undefined
    },
    /** Blocks a peer; false when it is blocked already. */
    async add(row: BlockedRow): Promise<boolean> {
      const changed = await sql.run(
        `INSERT INTO blocked_peers ("ownerId", "peerKind", "peerId", "date") VALUES ($1, $2, $3, $4)
         ON CONFLICT ("ownerId", "peerKind", "peerId") DO NOTHING`,
        row.ownerId,
        row.peerKind,
        row.peerId,
        row.date,
      )
      return changed === 1
    },
    /** Lifts a block; false when there was none. */
    async remove(ownerId: number, peerKind: PeerKind, peerId: number): Promise<boolean> {
      const changed = await sql.run(
        `DELETE FROM blocked_peers WHERE "ownerId" = $1 AND "peerKind" = $2 AND "peerId" = $3`,
        ownerId,
        peerKind,
        peerId,
      )
      return changed === 1
    },
    /** A part of whom the account has blocked, the last one first. */
    page: (ownerId: number, limit: number, offset: number) =>
      sql.all<BlockedRow>(
        `SELECT * FROM blocked_peers WHERE "ownerId" = $1
         ORDER BY "date" DESC, "peerId" DESC LIMIT $2 OFFSET $3`,
        ownerId,
        limit,
        offset,
      ),
    async count(ownerId: number): Promise<number> {
      const row = await sql.get<{ n: number }>(
        `SELECT COUNT(*) AS "n" FROM blocked_peers WHERE "ownerId" = $1`,
        ownerId,
      )
      return row?.n ?? 0
    },
    /** Empties an account's own list. */
    forget: (ownerId: number) => sql.run(`DELETE FROM blocked_peers WHERE "ownerId" = $1`, ownerId),
  }
}
