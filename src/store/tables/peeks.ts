import type { Sql } from '../sql.ts'

/** Who may look into a private channel or supergroup without being in it, and until when. */
export function peeksTable(sql: Sql) {
  return {
    /** When the account's look into the chat ends, in unix seconds; undefined where it has none. */
    async endOf(chatId: number, userId: number): Promise<number | undefined> {
      const row = await sql.get<{ expiresAt: number }>(
        `SELECT "expiresAt" FROM peeks WHERE "chatId" = $1 AND "userId" = $2`,
        chatId,
        userId,
      )
      return row?.expiresAt
    },
    /** Lets the account look into the chat until a time; an older end is replaced. */
    put: (chatId: number, userId: number, expiresAt: number) =>
      sql.run(
        `INSERT INTO peeks ("chatId", "userId", "expiresAt") VALUES ($1, $2, $3)
         ON CONFLICT ("chatId", "userId") DO UPDATE SET "expiresAt" = excluded."expiresAt"`,
        chatId,
        userId,
        expiresAt,
      ),
    /** Forgets what ended by then. */
    deleteEnded: (now: number) => sql.run(`DELETE FROM peeks WHERE "expiresAt" <= $1`, now),
  }
}
