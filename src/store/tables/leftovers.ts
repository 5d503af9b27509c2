import type { Sql } from '../sql.ts'

/** Something that was deleted while rows of it are still there. */
export interface LeftoverRow {
  kind: 'chat' | 'account'
  id: number
  /** Business time of the deletion, unix seconds. */
  since: number
}

/**
 * How some rows of a deleted chat (`$1`), `$2` at most, are deleted, table by table. Its row and its members
 * stay, since an id must go on leading somewhere; so does the newest update, by which clients that were away
 * learn that the chat is gone.
 */
const OF_CHAT: readonly string[] = [
  `DELETE FROM join_queries WHERE "queryId" IN (
     SELECT "queryId" FROM join_queries WHERE "chatId" = $1 LIMIT $2)`,
  `DELETE FROM join_requests WHERE "chatId" = $1 AND "userId" IN (
     SELECT "userId" FROM join_requests WHERE "chatId" = $1 LIMIT $2)`,
  `DELETE FROM invites WHERE "id" IN (SELECT "id" FROM invites WHERE "chatId" = $1 LIMIT $2)`,
  `DELETE FROM peeks WHERE "chatId" = $1 AND "userId" IN (
     SELECT "userId" FROM peeks WHERE "chatId" = $1 LIMIT $2)`,
  `DELETE FROM chat_bots WHERE "chatId" = $1 AND "botId" IN (
     SELECT "botId" FROM chat_bots WHERE "chatId" = $1 LIMIT $2)`,
  `DELETE FROM admin_log WHERE "chatId" = $1 AND "id" IN (
     SELECT "id" FROM admin_log WHERE "chatId" = $1 LIMIT $2)`,
  `DELETE FROM photos WHERE "id" IN (SELECT "id" FROM photos WHERE "chatId" = $1 LIMIT $2)`,
  `DELETE FROM messages WHERE "boxKind" = 'channel' AND "boxId" = $1 AND "id" IN (
     SELECT "id" FROM messages WHERE "boxKind" = 'channel' AND "boxId" = $1 LIMIT $2)`,
  `DELETE FROM dialogs WHERE "peerKind" = 'channel' AND "peerId" = $1 AND "accountId" IN (
     SELECT "accountId" FROM dialogs WHERE "peerKind" = 'channel' AND "peerId" = $1 LIMIT $2)`,
  `DELETE FROM updates WHERE "boxKind" = 'channel' AND "boxId" = $1 AND ("pts", "n") IN (
     SELECT "pts", "n" FROM updates WHERE "boxKind" = 'channel' AND "boxId" = $1 AND ("pts", "n") < (
       SELECT "pts", "n" FROM updates WHERE "boxKind" = 'channel' AND "boxId" = $1
       ORDER BY "pts" DESC, "n" DESC LIMIT 1) LIMIT $2)`,
]

/** The same of a deleted account: its own box, which nobody can open any more. */
const OF_ACCOUNT: readonly string[] = [
  `DELETE FROM messages WHERE "boxKind" = 'account' AND "boxId" = $1 AND "id" IN (
     SELECT "id" FROM messages WHERE "boxKind" = 'account' AND "boxId" = $1 LIMIT $2)`,
  `DELETE FROM dialogs WHERE "accountId" = $1 AND ("peerKind", "peerId") IN (
     SELECT "peerKind", "peerId" FROM dialogs WHERE "accountId" = $1 LIMIT $2)`,
  `DELETE FROM updates WHERE "boxKind" = 'account' AND "boxId" = $1 AND ("pts", "n") IN (
     SELECT "pts", "n" FROM updates WHERE "boxKind" = 'account' AND "boxId" = $1 LIMIT $2)`,
]

/** What deleted chats and accounts leave behind, to be swept some rows at a time. */
export function leftoversTable(sql: Sql) {
  return {
    add: (row: LeftoverRow) =>
      sql.run(
        `INSERT INTO leftovers ("kind", "id", "since") VALUES ($1, $2, $3)
         ON CONFLICT ("kind", "id") DO NOTHING`,
        row.kind,
        row.id,
        row.since,
      ),
    /** The one that was deleted first, if that is no later than `until`. */
    first: (until: number) =>
      sql.get<LeftoverRow>(
        `SELECT * FROM leftovers WHERE "since" <= $1 ORDER BY "since", "kind", "id" LIMIT 1`,
        until,
      ),
    /** Deletes at most `limit` rows of each table that belong to it; false where none is left. */
    async sweep({ kind, id }: LeftoverRow, limit: number): Promise<boolean> {
      let swept = 0
      for (const text of kind === 'chat' ? OF_CHAT : OF_ACCOUNT)
        swept += await sql.run(text, id, limit)
      if (swept > 0) return true
      await sql.run(`DELETE FROM leftovers WHERE "kind" = $1 AND "id" = $2`, kind, id)
      return false
    },
  }
}
