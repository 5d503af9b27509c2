import { insertText, valuesOf, type Sql } from '../sql.ts'

/** What a guard bot was asked about a join request and has not decided yet. */
export interface JoinQueryRow {
  /** A signed 64-bit number in decimal. */
  queryId: string
  chatId: number
  userId: number
  botId: number
  /** The page that the bot wants to be opened before it decides. */
  webAppUrl: string | null
}

const QUERY = [
  'queryId', 'chatId', 'userId', 'botId', 'webAppUrl',
] as const satisfies readonly (keyof JoinQueryRow)[] // prettier-ignore

const INSERT = insertText('join_queries', QUERY)

/** Questions to guard bots; each belongs to one pending join request. */
export function joinQueriesTable(sql: Sql) {
  return {
    byId: (queryId: string) =>
      sql.get<JoinQueryRow>(`SELECT * FROM join_queries WHERE "queryId" = $1`, queryId),
    /** The question about an account's request to join a chat. */
    about: (chatId: number, userId: number) =>
      sql.get<JoinQueryRow>(
        `SELECT * FROM join_queries WHERE "chatId" = $1 AND "userId" = $2`,
        chatId,
        userId,
      ),
    /** The questions about all requests to join a chat. */
    in: (chatId: number) =>
      sql.all<JoinQueryRow>(
        `SELECT * FROM join_queries WHERE "chatId" = $1 ORDER BY "userId"`,
        chatId,
      ),
    insert: (row: JoinQueryRow) => sql.run(INSERT, ...valuesOf(row, QUERY)),
    setWebApp: (queryId: string, url: string) =>
      sql.run(`UPDATE join_queries SET "webAppUrl" = $1 WHERE "queryId" = $2`, url, queryId),
    /** Takes a question back; false when it was decided already. */
    async delete(queryId: string): Promise<boolean> {
      return (await sql.run(`DELETE FROM join_queries WHERE "queryId" = $1`, queryId)) === 1
    },
  }
}
