import { insertText, updateText, valuesOf, type Flag, type Sql } from '../sql.ts'

/** Whose numbering a message or update belongs to. */
export type BoxKind = 'account' | 'channel'

/** What a dialog is with. `chat` is a basic group, `channel` a supergroup, channel or monoforum. */
export type PeerKind = 'user' | 'chat' | 'channel'

/**
 * A message in one box. Private chats and basic groups are copied into every member's box under that
 * box's own id (`uid` ties the copies together); channels hold theirs once.
 *
 * Source: https://core.telegram.org/api/updates#message-related-event-sequences
 */
export interface MessageRow {
  boxKind: BoxKind
  boxId: number
  id: number
  uid: number
  peerKind: PeerKind
  peerId: number
  fromId: number | null
  out: Flag
  date: number
  text: string
  /** A service action as JSON (domain/messages/action.ts), null for a text. */
  action: string | null
  randomId: string | null
  replyToId: number | null
}

/** One account's conversation with a peer. Channels' read marks live here as well. */
export interface DialogRow {
  accountId: number
  peerKind: PeerKind
  peerId: number
  topMessage: number
  topDate: number
  readInbox: number
  readOutbox: number
}

const MESSAGE = [
  'boxKind', 'boxId', 'id', 'uid', 'peerKind', 'peerId', 'fromId', 'out', 'date', 'text', 'action',
  'randomId', 'replyToId',
] as const satisfies readonly (keyof MessageRow)[] // prettier-ignore

const INSERT_MESSAGE = insertText('messages', MESSAGE)

/** Messages and dialogs. */
export function messagesTable(sql: Sql) {
  return {
    find: (boxKind: BoxKind, boxId: number, id: number) =>
      sql.get<MessageRow>(
        `SELECT * FROM messages WHERE "boxKind" = $1 AND "boxId" = $2 AND "id" = $3`,
        boxKind,
        boxId,
        id,
      ),
    byIds: (boxKind: BoxKind, boxId: number, ids: readonly number[]) =>
      sql.all<MessageRow>(
        `SELECT * FROM messages WHERE "boxKind" = $1 AND "boxId" = $2
           AND "id" IN (${ids.map((_, i) => `$${i + 3}`).join(', ') || 'NULL'}) ORDER BY "id"`,
        boxKind,
        boxId,
        ...ids,
      ),
    /** All copies of one message, over the boxes. */
    copies: (uid: number) => sql.all<MessageRow>(`SELECT * FROM messages WHERE "uid" = $1`, uid),
    byRandomId: (boxKind: BoxKind, boxId: number, fromId: number, randomId: string) =>
      sql.get<MessageRow>(
        `SELECT * FROM messages WHERE "boxKind" = $1 AND "boxId" = $2 AND "fromId" = $3 AND "randomId" = $4`,
        boxKind,
        boxId,
        fromId,
        randomId,
      ),
    insert: (row: MessageRow) => sql.run(INSERT_MESSAGE, ...valuesOf(row, MESSAGE)),
    delete: (boxKind: BoxKind, boxId: number, id: number) =>
      sql.run(
        `DELETE FROM messages WHERE "boxKind" = $1 AND "boxId" = $2 AND "id" = $3`,
        boxKind,
        boxId,
        id,
      ),
    /** Messages with a peer below `beforeId` (exclusive), newest first. */
    history: (
      boxKind: BoxKind,
      boxId: number,
      peerKind: PeerKind,
      peerId: number,
      beforeId: number,
      limit: number,
      offset = 0,
    ) =>
      sql.all<MessageRow>(
        `SELECT * FROM messages WHERE "boxKind" = $1 AND "boxId" = $2 AND "peerKind" = $3 AND "peerId" = $4
           AND "id" < $5 ORDER BY "id" DESC LIMIT $6 OFFSET $7`,
        boxKind,
        boxId,
        peerKind,
        peerId,
        beforeId,
        limit,
        offset,
      ),
    /** Messages with a peer from `fromId` on (inclusive), oldest first. */
    historyAfter: (
      boxKind: BoxKind,
      boxId: number,
      peerKind: PeerKind,
      peerId: number,
      fromId: number,
      limit: number,
    ) =>
      sql.all<MessageRow>(
        `SELECT * FROM messages WHERE "boxKind" = $1 AND "boxId" = $2 AND "peerKind" = $3 AND "peerId" = $4
           AND "id" >= $5 ORDER BY "id" LIMIT $6`,
        boxKind,
        boxId,
        peerKind,
        peerId,
        fromId,
        limit,
      ),
    async count(
      boxKind: BoxKind,
      boxId: number,
      peerKind: PeerKind,
      peerId: number,
    ): Promise<number> {
      const row = await sql.get<{ n: number }>(
        `SELECT COUNT(*) AS "n" FROM messages
         WHERE "boxKind" = $1 AND "boxId" = $2 AND "peerKind" = $3 AND "peerId" = $4`,
        boxKind,
        boxId,
        peerKind,
        peerId,
      )
      return Number(row?.n ?? 0)
    },
    /** Incoming messages with a peer above `afterId`. */
    async unread(
      boxKind: BoxKind,
      boxId: number,
      peerKind: PeerKind,
      peerId: number,
      afterId: number,
      selfId: number,
    ): Promise<number> {
      const row = await sql.get<{ n: number }>(
        `SELECT COUNT(*) AS "n" FROM messages
         WHERE "boxKind" = $1 AND "boxId" = $2 AND "peerKind" = $3 AND "peerId" = $4 AND "id" > $5
           AND ("fromId" IS NULL OR "fromId" <> $6)`,
        boxKind,
        boxId,
        peerKind,
        peerId,
        afterId,
        selfId,
      )
      return Number(row?.n ?? 0)
    },

    dialog: (accountId: number, peerKind: PeerKind, peerId: number) =>
      sql.get<DialogRow>(
        `SELECT * FROM dialogs WHERE "accountId" = $1 AND "peerKind" = $2 AND "peerId" = $3`,
        accountId,
        peerKind,
        peerId,
      ),
    dialogsOf: (accountId: number) =>
      sql.all<DialogRow>(
        `SELECT * FROM dialogs WHERE "accountId" = $1 ORDER BY "topDate" DESC, "peerId" DESC`,
        accountId,
      ),
    /** Makes the dialog if missing and sets its newest message. */
    touchDialog: (
      accountId: number,
      peerKind: PeerKind,
      peerId: number,
      topMessage: number,
      topDate: number,
    ) =>
      sql.run(
        `INSERT INTO dialogs ("accountId", "peerKind", "peerId", "topMessage", "topDate") VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT ("accountId", "peerKind", "peerId")
         DO UPDATE SET "topMessage" = excluded."topMessage", "topDate" = excluded."topDate"`,
        accountId,
        peerKind,
        peerId,
        topMessage,
        topDate,
      ),
    async updateDialog(
      accountId: number,
      peerKind: PeerKind,
      peerId: number,
      patch: Partial<DialogRow>,
    ): Promise<void> {
      const statement = updateText(
        'dialogs',
        patch,
        `"accountId" = ? AND "peerKind" = ? AND "peerId" = ?`,
        [accountId, peerKind, peerId],
      )
      if (statement) await sql.run(statement.text, ...statement.params)
    },
    deleteDialog: (accountId: number, peerKind: PeerKind, peerId: number) =>
      sql.run(
        `DELETE FROM dialogs WHERE "accountId" = $1 AND "peerKind" = $2 AND "peerId" = $3`,
        accountId,
        peerKind,
        peerId,
      ),
  }
}
