import type { Sql, SqlValue } from '../sql.ts'
import { isPresentText, type MemberRow } from './chats.ts'

/** Which standings of a chat a list holds (https://core.telegram.org/type/ChannelParticipantsFilter). */
export type ParticipantsOf =
  /** Everybody in the chat, whoever came last first. */
  | 'recent'
  /** The creator, then admins. */
  | 'admins'
  | 'bots'
  /** Banned accounts. */
  | 'kicked'
  /** Restricted accounts, in the chat or not. */
  | 'restricted'
  /** Members whom the viewer has among his contacts. */
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
const CONDITION: Readonly<Record<ParticipantsOf, string>> = {
  recent: IN_CHAT,
  admins: `m."status" IN ('creator', 'admin')`,
  bots: `${IN_CHAT} AND u."isBot" = 1`,
  kicked: `m."status" = 'banned' AND ${IN_FORCE}`,
  restricted: `m."status" IN ('restricted', 'left') AND m."bannedRights" <> 0 AND ${IN_FORCE}`,
  contacts: `${IN_CHAT} AND EXISTS (
    SELECT 1 FROM contacts k WHERE k."ownerId" = $3 AND k."userId" = m."userId")`,
}

/** Lists of a chat's members by what they are, with a search by name (ASCII case folding only). */
export function participantsTable(sql: Sql) {
  return {
    page: (chatId: number, query: ParticipantsQuery, limit: number, offset: number) => {
      const order = query.of === 'admins' ? ADMINS_FIRST : `m."date" DESC, m."userId" DESC`
      return sql.all<MemberRow>(
        `SELECT m.* ${from(query)} ORDER BY ${order} LIMIT $5 OFFSET $6`,
        ...params(chatId, query),
        limit,
        offset,
      )
    },
    async count(chatId: number, query: ParticipantsQuery): Promise<number> {
      const row = await sql.get<{ n: number }>(
        `SELECT COUNT(*) AS "n" ${from(query)}`,
        ...params(chatId, query),
      )
      return row?.n ?? 0
    },
  }
}

const ADMINS_FIRST = `CASE m."status" WHEN 'creator' THEN 0 ELSE 1 END, m."date", m."userId"`

// Every parameter is named in every text: PostgreSQL refuses one whose type it can't tell.
function from(query: ParticipantsQuery): string {
  return `FROM members m JOIN users u ON u."id" = m."userId"
    WHERE m."chatId" = $1 AND ${CONDITION[query.of]}
      AND CAST($2 AS BIGINT) >= 0 AND CAST($3 AS BIGINT) >= 0
      AND ' ' || LOWER(u."firstName" || ' ' || u."lastName" || ' ' || COALESCE(u."username", ''))
          LIKE $4 ESCAPE '\\'`
}

function params(chatId: number, { search, viewerId, now }: ParticipantsQuery): SqlValue[] {
  const word = search
    .trim()
    .toLowerCase()
    .replaceAll(/[\\%_]/g, '\\$&')
  return [chatId, now, viewerId, word === '' ? '%' : `% ${word}%`]
}
