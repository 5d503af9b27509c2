import type { Flag, Sql, SqlValue } from '../sql.ts'
import { isPresentText } from './chats.ts'
import { nameSearch } from './name-search.ts'

/** Somebody who came into a chat by a link or a request, or asks to. */
export interface ImporterRow {
  readonly userId: number
  /** When he came in, or asked. */
  readonly date: number
  /** What he said about himself when he asked; null for members. */
  readonly about: string | null
  /** Who let him in; null for requests, and for links that need no approval. */
  readonly approvedBy: number | null
  readonly viaChatlist: Flag
}

/** Which importers of a chat. */
export type ImportersOf =
  | { readonly of: 'requests' }
  | { readonly of: 'requestsByLink'; readonly inviteId: number }
  /** Members by any link or request. */
  | { readonly of: 'members' }
  | { readonly of: 'membersByLink'; readonly inviteId: number }
  /** Members by the links of one admin, and those who asked without a link. */
  | { readonly of: 'membersByAdmin'; readonly adminId: number }

/** A part of a list of importers, newest first. */
export interface ImportersPage {
  /** The last row of the page before. */
  readonly after: { readonly date: number; readonly userId: number } | undefined
  readonly limit: number
}

const IN_CHAT = isPresentText('x')
const REQUEST = `x."userId", x."date", x."about", NULL AS "approvedBy", x."viaChatlist"
  FROM join_requests x`
const MEMBER = `x."userId", x."date", NULL AS "about", x."approvedBy", x."viaChatlist" FROM members x`

/** Lists of those who used a chat's links, with a search by name. */
export function importersTable(sql: Sql) {
  return {
    /** @param search start of a word in the name or of the username; '' for all */
    page(chatId: number, which: ImportersOf, search: string, page: ImportersPage) {
      const { after, limit } = page
      const { rows, where, params } = source(chatId, which, search)
      const n = params.length
      return sql.all<ImporterRow>(
        `SELECT ${rows} ${where}
           AND (x."date" < $${n + 1} OR (x."date" = $${n + 2} AND x."userId" < $${n + 3}))
         ORDER BY x."date" DESC, x."userId" DESC LIMIT $${n + 4}`,
        ...params,
        after?.date ?? Number.MAX_SAFE_INTEGER,
        after?.date ?? Number.MAX_SAFE_INTEGER,
        after?.userId ?? 0,
        limit,
      )
    },
    /** How many rows all pages of the list have. */
    async count(chatId: number, which: ImportersOf, search: string): Promise<number> {
      const { rows, where, params } = source(chatId, which, search)
      const row = await sql.get<{ n: number }>(
        `SELECT COUNT(*) AS "n" FROM (SELECT ${rows} ${where}) AS list`,
        ...params,
      )
      return row?.n ?? 0
    },
  }
}

interface Source {
  readonly rows: string
  readonly where: string
  readonly params: SqlValue[]
}

function source(chatId: number, which: ImportersOf, search: string): Source {
  const { rows, condition, params } = listOf(chatId, which)
  const where = `WHERE x."chatId" = $1 AND ${condition}`
  const named = nameSearch(search, params.length + 1)
  if (named === undefined) return { rows, where, params }
  return {
    rows: `${rows} JOIN users u ON u."id" = x."userId"`,
    where: `${where} AND ${named.text}`,
    params: [...params, named.value],
  }
}

function listOf(chatId: number, which: ImportersOf) {
  switch (which.of) {
    case 'requests':
      return { rows: REQUEST, condition: '1 = 1', params: [chatId] }
    case 'requestsByLink':
      return { rows: REQUEST, condition: `x."inviteId" = $2`, params: [chatId, which.inviteId] }
    case 'members':
      return {
        rows: MEMBER,
        condition: `${IN_CHAT} AND (x."inviteId" IS NOT NULL OR x."viaRequest" = 1)`,
        params: [chatId],
      }
    case 'membersByLink':
      return {
        rows: MEMBER,
        condition: `${IN_CHAT} AND x."inviteId" = $2`,
        params: [chatId, which.inviteId],
      }
    case 'membersByAdmin':
      return {
        rows: MEMBER,
        condition: `${IN_CHAT} AND (x."inviteId" IN (
            SELECT i."id" FROM invites i WHERE i."chatId" = $2 AND i."adminId" = $3)
          OR (x."inviteId" IS NULL AND x."viaRequest" = 1))`,
        params: [chatId, chatId, which.adminId],
      }
  }
}
