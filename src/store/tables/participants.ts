import { rowsAmong, type Sql, type SqlValue } from '../sql.ts'
import { isPresentText, type MemberRow } from './chats.ts'
import { nameSearch } from './name-search.ts'

/** Which standings of a chat a list holds (https://core.telegram.org/type/ChannelParticipantsFilter). */
export type ParticipantsOf =
  /** Everybody in the chat, the last who came first. */
  | 'recent'
  /** The creator, then admins. */
  | 'admins'
  | 'bots'
  /** Banned accounts. */
  | 'kicked'
  /** Restricted accounts, in the chat or not. */
  | 'restricted'
  /** Members whom the viewer has among their contacts. */
  | 'contacts'

/** What a list is narrowed by. */
export interface ParticipantsQuery {
  readonly of: ParticipantsOf
  /** Start of a word in the name or of the username; '' for all. */
  readonly search: string
  readonly viewerId: number
  /** Bans that ended by then no longer count. */
  readonly now: number
}

const IN_CHAT = isPresentText('m')
const IN_FORCE = `(m."untilDate" = 0 OR m."untilDate" > $2)`

interface List {
  /** A short list in which members are looked up, instead of going through all of them. */
  readonly among?: string
  readonly condition: string
  /** What `$2` is, where the list has one. */
  readonly param?: 'now' | 'viewerId'
}

const LISTS: Readonly<Record<ParticipantsOf, List>> = {
  recent: { condition: IN_CHAT },
  admins: { condition: `m."status" IN ('creator', 'admin')` },
  bots: {
    among: 'chat_bots b',
    condition: `${IN_CHAT} AND b."chatId" = $1 AND b."botId" = m."userId"`,
  },
  kicked: { condition: `m."status" = 'banned' AND ${IN_FORCE}`, param: 'now' },
  restricted: {
    condition: `m."status" IN ('restricted', 'left') AND m."bannedRights" <> 0 AND ${IN_FORCE}`,
    param: 'now',
  },
  contacts: {
    among: 'contacts k',
    condition: `${IN_CHAT} AND k."ownerId" = $2 AND k."userId" = m."userId"`,
    param: 'viewerId',
  },
}

/** Lists of a chat's members by what they are, with a search by name, and who appointed whom. */
export function participantsTable(sql: Sql) {
  return {
    page: (chatId: number, query: ParticipantsQuery, limit: number, offset: number) => {
      const order = query.of === 'admins' ? ADMINS_FIRST : `m."date" DESC, m."userId" DESC`
      const { text, params } = from(chatId, query)
      const n = params.length
      return sql.all<MemberRow>(
        `SELECT m.* ${text} ORDER BY ${order} LIMIT $${n + 1} OFFSET $${n + 2}`,
        ...params,
        limit,
        offset,
      )
    },
    /** Those whom an account made admins of the chat, and those whom these made admins, and so on. */
    async appointedBy(chatId: number, userId: number): Promise<Set<number>> {
      const appointed = new Set<number>()
      for (let by = [userId]; by.length > 0;) {
        const rows = await rowsAmong<{ userId: number }>(
          sql,
          by,
          [chatId],
          (list) =>
            `SELECT "userId" FROM members WHERE "chatId" = $1 AND "promotedBy" IN (${list})`,
        )
        const next = rows.map((row) => row.userId).filter((id) => !appointed.has(id))
        for (const id of next) appointed.add(id)
        by = next
      }
      return appointed
    },
    async count(chatId: number, query: ParticipantsQuery): Promise<number> {
      const { text, params } = from(chatId, query)
      const row = await sql.get<{ n: number }>(`SELECT COUNT(*) AS "n" ${text}`, ...params)
      return row?.n ?? 0
    },
  }
}

const ADMINS_FIRST = `CASE m."status" WHEN 'creator' THEN 0 ELSE 1 END, m."date", m."userId"`

function from(chatId: number, query: ParticipantsQuery): { text: string; params: SqlValue[] } {
  const { among, condition, param } = LISTS[query.of]
  // CROSS JOIN makes SQLite begin with the short list.
  const tables = among === undefined ? 'members m' : `${among} CROSS JOIN members m`
  const where = `WHERE m."chatId" = $1 AND ${condition}`
  const params = param === undefined ? [chatId] : [chatId, query[param]]
  const named = nameSearch(query.search, params.length + 1)
  if (named === undefined) return { text: `FROM ${tables} ${where}`, params }
  return {
    text: `FROM ${tables} JOIN users u ON u."id" = m."userId" ${where} AND ${named.text}`,
    params: [...params, named.value],
  }
}
