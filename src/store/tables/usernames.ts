import type { Sql } from '../sql.ts'
import { likeText } from './like.ts'

/** Whom a public name leads to. */
export interface UsernameRow {
  /** Lower case: names differ by more than case. */
  name: string
  kind: 'user' | 'chat'
  id: number
}

/** The one name space of accounts and chats. */
export function usernamesTable(sql: Sql) {
  return {
    find: (name: string) =>
      sql.get<UsernameRow>(`SELECT * FROM usernames WHERE "name" = $1`, name.toLowerCase()),
    /** Takes a name; false when somebody else holds it. */
    async take(name: string, kind: UsernameRow['kind'], id: number): Promise<boolean> {
      const changed = await sql.run(
        `INSERT INTO usernames ("name", "kind", "id") VALUES ($1, $2, $3) ON CONFLICT ("name") DO NOTHING`,
        name.toLowerCase(),
        kind,
        id,
      )
      return changed === 1
    },
    /** Names that begin with a text, in order. */
    startingWith: (prefix: string, limit: number) =>
      sql.all<UsernameRow>(
        `SELECT * FROM usernames WHERE "name" LIKE $1 ESCAPE '\\' ORDER BY "name" LIMIT $2`,
        `${likeText(prefix.toLowerCase())}%`,
        limit,
      ),
    release: (name: string) =>
      sql.run(`DELETE FROM usernames WHERE "name" = $1`, name.toLowerCase()),
  }
}
