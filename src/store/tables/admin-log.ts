import type { Sql, SqlValue } from '../sql.ts'
import { likeText } from './like.ts'

/** One event of a chat's admin log, as it was at its time. */
export interface AdminLogRow {
  chatId: number
  /** Place in the chat's log, from 1 on. */
  id: number
  date: number
  /** Who did it. */
  userId: number
  /** The other account that the event is about. */
  subjectId: number | null
  /** Bits of channelAdminLogEventsFilter that show the event. */
  filter: number
  /** What a search looks through beside the names, in lower case. */
  text: string
  /** The event as JSON (domain/admin-log/action.ts). */
  payload: string
}

/** Which events, newest first. */
export interface AdminLogPage {
  readonly chatId: number
  /** Bits of channelAdminLogEventsFilter; undefined for all events. */
  readonly filter: number | undefined
  /** Who did it; undefined for everybody. */
  readonly userIds: readonly number[] | undefined
  /** Part of a name or of the event's text; '' for all. */
  readonly search: string
  /** Events before this id. */
  readonly beforeId: number
  /** Events after this id. */
  readonly afterId: number
  /** Events after this time. */
  readonly since: number
  readonly limit: number
}

const EVERY_BIT = 0x7fff_ffff

/** Admin logs of supergroups and channels, with a search by name (ASCII case folding only). */
export function adminLogTable(sql: Sql) {
  return {
    /** Adds an event; resolves to its id. */
    async append(row: Omit<AdminLogRow, 'id'>): Promise<number> {
      const added = await sql.get<{ id: number }>(
        `INSERT INTO admin_log ("chatId", "id", "date", "userId", "subjectId", "filter", "text", "payload")
         SELECT $1, COALESCE(MAX("id"), 0) + 1, $2, $3, $4, $5, $6, $7 FROM admin_log WHERE "chatId" = $1
         RETURNING "id"`,
        row.chatId,
        row.date,
        row.userId,
        row.subjectId,
        row.filter,
        row.text,
        row.payload,
      )
      if (!added) throw new Error(`no event was added to the admin log of ${row.chatId}`)
      return added.id
    },
    page(page: AdminLogPage): Promise<AdminLogRow[]> {
      const { userIds } = page
      const params: SqlValue[] = [
        page.chatId,
        page.beforeId,
        page.afterId,
        page.since,
        page.filter ?? EVERY_BIT,
        like(page.search),
        page.limit,
        ...(userIds ?? []),
      ]
      const by = userIds?.map((_, i) => `$${i + 8}`).join(', ')
      return sql.all<AdminLogRow>(
        `SELECT * FROM admin_log e WHERE e."chatId" = $1 AND e."id" < $2 AND e."id" > $3 AND e."date" > $4
           AND (e."filter" & CAST($5 AS INTEGER)) <> 0
           ${by === undefined ? '' : `AND e."userId" IN (${by || 'NULL'})`}
           AND ($6 = '%' OR e."text" LIKE $6 ESCAPE '\\' OR EXISTS (${NAMED}))
         ORDER BY e."id" DESC LIMIT $7`,
        ...params,
      )
    },
    /**
     * Forgets events up to an id, and those before the first one that is newer than a date. The order of
     * ids is that of time, so nothing that stays is looked at.
     */
    async trim(chatId: number, upToId: number, upToDate: number): Promise<void> {
      await sql.run(`DELETE FROM admin_log WHERE "chatId" = $1 AND "id" <= $2`, chatId, upToId)
      await sql.run(
        `DELETE FROM admin_log WHERE "chatId" = $1 AND "id" < (
           SELECT e."id" FROM admin_log e WHERE e."chatId" = $2 AND e."date" > $3 ORDER BY e."id" LIMIT 1)`,
        chatId,
        chatId,
        upToDate,
      )
    },
  }
}

const NAMED = `SELECT 1 FROM users u WHERE u."id" IN (e."userId", e."subjectId")
  AND LOWER(u."firstName" || ' ' || u."lastName" || ' ' || COALESCE(u."username", '')) LIKE $6 ESCAPE '\\'`

function like(search: string): string {
  const part = likeText(search.trim().toLowerCase())
  return part === '' ? '%' : `%${part}%`
}
