import {
  inLists,
  rowsAmong,
  insertText,
  updateText,
  valuesOf,
  type Flag,
  type Sql,
} from '../sql.ts'

/** Whose numbering a message or update belongs to. */
export type BoxKind = 'account' | 'channel'

/** What a dialog is with. `chat` is a basic group, `channel` a supergroup, channel or monoforum. */
export type PeerKind = 'user' | 'chat' | 'channel'

/**
 * A message in one box. Private chats and basic groups are copied into every member's box under that
 * box's own id; channels hold theirs once.
 *
 * Source: https://core.telegram.org/api/updates#message-related-event-sequences
 */
export interface MessageRow {
  boxKind: BoxKind
  boxId: number
  id: number
  /** Ties the copies in several boxes together; 0 in a channel's, which has one only. */
  uid: number
  peerKind: PeerKind
  peerId: number
  /** As whom it was sent; null where the chat itself speaks (posts, anonymous admins). */
  fromId: number | null
  /** The account that sent it, also where the chat speaks; null for what nobody sent. */
  authorId: number | null
  /** A post of a broadcast channel. */
  post: Flag
  /** Name of the admin under a post, in channels that sign. */
  postAuthor: string | null
  out: Flag
  /** Bits of domain/messages/flags.ts. */
  flags: number
  date: number
  text: string
  /** Formatting as JSON (domain/messages/entity.ts), null for none. */
  entities: string | null
  /** A service action as JSON (domain/messages/action.ts), null for a text. */
  action: string | null
  randomId: string | null
  replyToId: number | null
  /** Where the thread of answers began, in a supergroup, unless it is `replyToId`. */
  replyTopId: number | null
  /** The discussion group that its channel had when a post was made. */
  commentsIn: number | null
  /** When its text was last changed, null for never. */
  editDate: number | null
  /** The box's pts after this message. */
  pts: number
}

/** What an edit changes of a message. */
export type EditedColumns = Pick<MessageRow, 'text' | 'entities' | 'flags' | 'editDate'>

/** One account's conversation with a peer. Channels' read marks live here as well. */
export interface DialogRow {
  accountId: number
  peerKind: PeerKind
  peerId: number
  topMessage: number
  topDate: number
  readInbox: number
  readOutbox: number
  /** Place among the pinned dialogs, the highest first; 0 is not pinned. */
  pinned: number
  /** The account keeps it marked as unread, whatever was read. */
  unreadMark: Flag
  /** Of a channel: messages up to this one are hidden from the account. */
  clearedTo: number
}

const MESSAGE = [
  'boxKind', 'boxId', 'id', 'uid', 'peerKind', 'peerId', 'fromId', 'authorId', 'post', 'postAuthor',
  'out', 'flags', 'date', 'text', 'entities', 'action', 'randomId', 'replyToId', 'replyTopId',
  'commentsIn', 'editDate', 'pts',
] as const satisfies readonly (keyof MessageRow)[] // prettier-ignore

const INSERT_MESSAGE = insertText('messages', MESSAGE)

/** Messages and dialogs; lists of messages are in history.ts. */
export function messagesTable(sql: Sql) {
  return {
    find: (boxKind: BoxKind, boxId: number, id: number) =>
      sql.get<MessageRow>(
        `SELECT * FROM messages WHERE "boxKind" = $1 AND "boxId" = $2 AND "id" = $3`,
        boxKind,
        boxId,
        id,
      ),
    /** Messages of the given ids, the lowest first; unknown ids are left out. */
    async byIds(boxKind: BoxKind, boxId: number, ids: readonly number[]): Promise<MessageRow[]> {
      const rows = await rowsAmong<MessageRow>(
        sql,
        ids,
        [boxKind, boxId],
        (list) =>
          `SELECT * FROM messages WHERE "boxKind" = $1 AND "boxId" = $2 AND "id" IN (${list})`,
      )
      return rows.sort((a, b) => a.id - b.id)
    },
    /** All copies of one message, over the boxes. */
    copies: (uid: number) =>
      sql.all<MessageRow>(`SELECT * FROM messages WHERE "uid" = $1 AND "uid" <> 0`, uid),
    /** The message that an account sent under a random_id, if it is still there. */
    byRandomId: (boxKind: BoxKind, boxId: number, authorId: number, randomId: string) =>
      sql.get<MessageRow>(
        `SELECT * FROM messages WHERE "boxKind" = $1 AND "boxId" = $2 AND "authorId" = $3 AND "randomId" = $4`,
        boxKind,
        boxId,
        authorId,
        randomId,
      ),
    insert: (row: MessageRow) => sql.run(INSERT_MESSAGE, ...valuesOf(row, MESSAGE)),
    async deleteIds(boxKind: BoxKind, boxId: number, ids: readonly number[]): Promise<void> {
      for (const { text, params } of inLists(ids, 3)) {
        await sql.run(
          `DELETE FROM messages WHERE "boxKind" = $1 AND "boxId" = $2 AND "id" IN (${text})`,
          boxKind,
          boxId,
          ...params,
        )
      }
    },
    /** Changes what a message says in one box. */
    edit: (
      { boxKind, boxId, id }: Pick<MessageRow, 'boxKind' | 'boxId' | 'id'>,
      { text, entities, flags, editDate }: EditedColumns,
    ) =>
      sql.run(
        `UPDATE messages SET "text" = $1, "entities" = $2, "flags" = $3, "editDate" = $4
         WHERE "boxKind" = $5 AND "boxId" = $6 AND "id" = $7`,
        text,
        entities,
        flags,
        editDate,
        boxKind,
        boxId,
        id,
      ),
    /** Deletes all messages with a peer; resolves to their ids. */
    async deleteHistory(
      boxKind: BoxKind,
      boxId: number,
      peerKind: PeerKind,
      peerId: number,
    ): Promise<number[]> {
      const rows = await sql.all<{ id: number }>(
        `DELETE FROM messages WHERE "boxKind" = $1 AND "boxId" = $2 AND "peerKind" = $3 AND "peerId" = $4
         RETURNING "id"`,
        boxKind,
        boxId,
        peerKind,
        peerId,
      )
      return rows.map((row) => row.id).sort((a, b) => a - b)
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
    /** The account's pinned dialogs in their order. */
    pinned: (accountId: number) =>
      sql.all<DialogRow>(
        `SELECT * FROM dialogs WHERE "accountId" = $1 AND "pinned" > 0 ORDER BY "pinned" DESC`,
        accountId,
      ),
    /** Dialogs that the account marked as unread. */
    unreadMarks: (accountId: number) =>
      sql.all<DialogRow>(
        `SELECT * FROM dialogs WHERE "accountId" = $1 AND "unreadMark" = 1 ORDER BY "topDate" DESC, "peerId" DESC`,
        accountId,
      ),
    /** Puts a dialog above all pinned ones if fewer than `limit` are; false where there is no room. */
    async pin(
      accountId: number,
      peerKind: PeerKind,
      peerId: number,
      limit: number,
    ): Promise<boolean> {
      const changed = await sql.run(
        `INSERT INTO dialogs ("accountId", "peerKind", "peerId", "pinned")
         SELECT $1, $2, $3, COALESCE(MAX("pinned"), 0) + 1 FROM dialogs
         WHERE "accountId" = $4 AND "pinned" > 0 HAVING COUNT(*) < $5
         ON CONFLICT ("accountId", "peerKind", "peerId") DO UPDATE SET "pinned" = excluded."pinned"`,
        accountId,
        peerKind,
        peerId,
        accountId,
        limit,
      )
      return changed === 1
    },
    /** Takes the place among the pinned dialogs from every one of them. */
    unpinAll: (accountId: number) =>
      sql.run(`UPDATE dialogs SET "pinned" = 0 WHERE "accountId" = $1 AND "pinned" > 0`, accountId),
    /** Marks a dialog as unread; false where it is marked already. */
    async markUnread(accountId: number, peerKind: PeerKind, peerId: number): Promise<boolean> {
      const changed = await sql.run(
        `INSERT INTO dialogs ("accountId", "peerKind", "peerId", "unreadMark") VALUES ($1, $2, $3, 1)
         ON CONFLICT ("accountId", "peerKind", "peerId") DO UPDATE SET "unreadMark" = 1
         WHERE dialogs."unreadMark" = 0`,
        accountId,
        peerKind,
        peerId,
      )
      return changed === 1
    },
    /** Takes the mark away; false where there is none. */
    async unmarkUnread(accountId: number, peerKind: PeerKind, peerId: number): Promise<boolean> {
      const changed = await sql.run(
        `UPDATE dialogs SET "unreadMark" = 0
         WHERE "accountId" = $1 AND "peerKind" = $2 AND "peerId" = $3 AND "unreadMark" = 1`,
        accountId,
        peerKind,
        peerId,
      )
      return changed === 1
    },
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
    /** Raises how far an account has read, or cleared, a peer; false where it was as far already. */
    async raiseRead(
      accountId: number,
      peerKind: PeerKind,
      peerId: number,
      mark: 'readInbox' | 'readOutbox' | 'clearedTo',
      upTo: number,
    ): Promise<boolean> {
      const changed = await sql.run(
        `INSERT INTO dialogs ("accountId", "peerKind", "peerId", "${mark}") VALUES ($1, $2, $3, $4)
         ON CONFLICT ("accountId", "peerKind", "peerId") DO UPDATE SET "${mark}" = excluded."${mark}"
         WHERE dialogs."${mark}" < excluded."${mark}"`,
        accountId,
        peerKind,
        peerId,
        upTo,
      )
      return changed === 1
    },
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
