import type { Sql, SqlValue } from '../sql.ts'
import { likeText } from './like.ts'
import type { BoxKind, MessageRow, PeerKind } from './messages.ts'

/** Which messages: those with one peer in one box. */
export interface HistoryKey {
  readonly boxKind: BoxKind
  readonly boxId: number
  readonly peerKind: PeerKind
  readonly peerId: number
  /** Messages up to this one are left out; 0 unless told. */
  readonly clearedTo?: number
}

const SAME = `"boxKind" = $1 AND "boxId" = $2 AND "peerKind" = $3 AND "peerId" = $4 AND "id" > $5`

function keyValues(key: HistoryKey): SqlValue[] {
  return [key.boxKind, key.boxId, key.peerKind, key.peerId, key.clearedTo ?? 0]
}

const IN_SPAN = `"id" <= $6 AND "date" >= $7 AND "date" <= $8`

function spanValues({ maxId, minDate, maxDate }: HistorySpan): SqlValue[] {
  return [maxId, minDate, maxDate]
}

/** What messages.search looks for, all of it at once. */
export interface SearchTerms {
  /** Part of the text, in any case; empty for every text. */
  readonly text: string
  readonly fromId: number | undefined
  /** Exclusive bounds of the date; 0 for none. */
  readonly minDate: number
  readonly maxDate: number
}

/** Part of a list by ids and time. */
export interface HistorySpan {
  /** The newest one, included. */
  readonly maxId: number
  /** Bounds of the date, both included. */
  readonly minDate: number
  readonly maxDate: number
}

/** A count: PostgreSQL hands it over as text. */
interface Count {
  readonly n: number | string
}

function numberOf(row: Count | undefined): number {
  return Number(row?.n ?? 0)
}

/** Lists of messages with one peer. */
export function historyTable(sql: Sql) {
  return {
    /** Messages below an id (exclusive), newest first. */
    before: (key: HistoryKey, beforeId: number, limit: number, offset = 0) =>
      sql.all<MessageRow>(
        `SELECT * FROM messages WHERE ${SAME} AND "id" < $6 ORDER BY "id" DESC LIMIT $7 OFFSET $8`,
        ...keyValues(key),
        beforeId,
        limit,
        offset,
      ),
    /** Messages from an id on (inclusive), oldest first. */
    from: (key: HistoryKey, fromId: number, limit: number) =>
      sql.all<MessageRow>(
        `SELECT * FROM messages WHERE ${SAME} AND "id" >= $6 ORDER BY "id" LIMIT $7`,
        ...keyValues(key),
        fromId,
        limit,
      ),
    /** Messages that came in, oldest first. */
    incoming: (key: HistoryKey, limit: number) =>
      sql.all<MessageRow>(
        `SELECT * FROM messages WHERE ${SAME} AND "out" = 0 ORDER BY "id" LIMIT $6`,
        ...keyValues(key),
        limit,
      ),
    /** The newest message. */
    top: (key: HistoryKey) =>
      sql.get<MessageRow>(
        `SELECT * FROM messages WHERE ${SAME} ORDER BY "id" DESC LIMIT 1`,
        ...keyValues(key),
      ),
    /** Id of the newest message that is older than a time; 0 where there is none. */
    async idBefore(key: HistoryKey, date: number): Promise<number> {
      const row = await sql.get<{ id: number }>(
        `SELECT "id" FROM messages WHERE ${SAME} AND "date" < $6 ORDER BY "id" DESC LIMIT 1`,
        ...keyValues(key),
        date,
      )
      return row?.id ?? 0
    },
    async count(key: HistoryKey): Promise<number> {
      const row = await sql.get<Count>(
        `SELECT COUNT(*) AS "n" FROM messages WHERE ${SAME}`,
        ...keyValues(key),
      )
      return numberOf(row)
    },
    /** Ids of the messages of a part, oldest first. */
    async idsIn(key: HistoryKey, span: HistorySpan, limit: number): Promise<number[]> {
      const rows = await sql.all<{ id: number }>(
        `SELECT "id" FROM messages WHERE ${SAME} AND ${IN_SPAN} ORDER BY "id" LIMIT $9`,
        ...keyValues(key),
        ...spanValues(span),
        limit,
      )
      return rows.map((row) => row.id)
    },
    /** How many messages a part has. */
    async countIn(key: HistoryKey, span: HistorySpan): Promise<number> {
      const row = await sql.get<Count>(
        `SELECT COUNT(*) AS "n" FROM messages WHERE ${SAME} AND ${IN_SPAN}`,
        ...keyValues(key),
        ...spanValues(span),
      )
      return numberOf(row)
    },
    /** How many messages above an id somebody else sent. */
    async unread(key: HistoryKey, afterId: number, selfId: number): Promise<number> {
      const row = await sql.get<Count>(
        `SELECT COUNT(*) AS "n" FROM messages
         WHERE ${SAME} AND "id" > $6 AND ("authorId" IS NULL OR "authorId" <> $7)`,
        ...keyValues(key),
        afterId,
        selfId,
      )
      return numberOf(row)
    },
    /** For everybody who sent one of the messages in (afterId, upToId]: the newest of theirs. */
    newestByAuthor: (key: HistoryKey, afterId: number, upToId: number) =>
      sql.all<{ authorId: number; id: number }>(
        `SELECT "authorId", MAX("id") AS "id" FROM messages
         WHERE ${SAME} AND "id" > $6 AND "id" <= $7 AND "authorId" IS NOT NULL
         GROUP BY "authorId" ORDER BY "authorId"`,
        ...keyValues(key),
        afterId,
        upToId,
      ),
    /** Texts that match, below an id (exclusive), newest first. */
    search: (
      key: HistoryKey,
      terms: SearchTerms,
      beforeId: number,
      limit: number,
      offset: number,
    ) => {
      const { where, params } = matching(key, terms)
      const n = params.length
      return sql.all<MessageRow>(
        `SELECT * FROM messages WHERE ${where} AND "id" < $${n + 1}
         ORDER BY "id" DESC LIMIT $${n + 2} OFFSET $${n + 3}`,
        ...params,
        beforeId,
        limit,
        offset,
      )
    },
    /** How many texts match. */
    async searchCount(key: HistoryKey, terms: SearchTerms): Promise<number> {
      const { where, params } = matching(key, terms)
      const row = await sql.get<Count>(
        `SELECT COUNT(*) AS "n" FROM messages WHERE ${where}`,
        ...params,
      )
      return numberOf(row)
    },
    /** Unread messages of an account's own box, over all its dialogs. */
    async unreadOf(accountId: number): Promise<number> {
      const row = await sql.get<Count>(
        `SELECT COALESCE(SUM((SELECT COUNT(*) FROM messages m
           WHERE m."boxKind" = 'account' AND m."boxId" = d."accountId" AND m."peerKind" = d."peerKind"
             AND m."peerId" = d."peerId" AND m."id" > d."readInbox"
             AND (m."authorId" IS NULL OR m."authorId" <> d."accountId"))), 0) AS "n"
         FROM dialogs d WHERE d."accountId" = $1 AND d."peerKind" <> 'channel'`,
        accountId,
      )
      return numberOf(row)
    },
  }
}

function matching(key: HistoryKey, terms: SearchTerms): { where: string; params: SqlValue[] } {
  const params = keyValues(key)
  let where = `${SAME} AND "action" IS NULL`
  if (terms.text !== '') {
    params.push(`%${likeText(terms.text)}%`)
    where += ` AND LOWER("text") LIKE LOWER($${params.length}) ESCAPE '\\'`
  }
  if (terms.fromId !== undefined) where += ` AND "fromId" = $${params.push(terms.fromId)}`
  if (terms.minDate > 0) where += ` AND "date" > $${params.push(terms.minDate)}`
  if (terms.maxDate > 0) where += ` AND "date" < $${params.push(terms.maxDate)}`
  return { where, params }
}
