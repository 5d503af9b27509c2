import type { Sql } from '../sql.ts'

/** Whom bots met outside of chats, and who of them lets the bot write. */
export function acquaintancesTable(sql: Sql) {
  const find = (botId: number, userId: number) =>
    sql.get<{ mayWrite: number }>(
      `SELECT "mayWrite" FROM acquaintances WHERE "botId" = $1 AND "userId" = $2`,
      botId,
      userId,
    )
  return {
    /** Whether the bot met the person. */
    async has(botId: number, userId: number): Promise<boolean> {
      return (await find(botId, userId)) !== undefined
    },
    /** Whether the person wrote to the bot at any time. */
    async mayWrite(botId: number, userId: number): Promise<boolean> {
      return (await find(botId, userId))?.mayWrite === 1
    },
    /** Whether both have a standing in one chat: they are or were in it, or were shut out of it. */
    async haveSharedChat(a: number, b: number): Promise<boolean> {
      const row = await sql.get(
        `SELECT 1 AS "yes" FROM members x JOIN members y ON y."chatId" = x."chatId"
         WHERE x."userId" = $1 AND y."userId" = $2 LIMIT 1`,
        a,
        b,
      )
      return row !== undefined
    },
    /** Notes that the bot was told of a person; what it may do does not change. */
    meet: (botId: number, userId: number) =>
      sql.run(
        `INSERT INTO acquaintances ("botId", "userId", "mayWrite") VALUES ($1, $2, 0)
         ON CONFLICT ("botId", "userId") DO NOTHING`,
        botId,
        userId,
      ),
    /** Notes that an account wrote to another: a bot may write to people who wrote to it. */
    wrote: (fromId: number, toId: number) =>
      sql.run(
        `INSERT INTO acquaintances ("botId", "userId", "mayWrite")
         SELECT b."userId", $1, 1 FROM bots b
         WHERE b."userId" = $2 AND NOT EXISTS (SELECT 1 FROM bots f WHERE f."userId" = $3)
         ON CONFLICT ("botId", "userId") DO UPDATE SET "mayWrite" = 1
         WHERE acquaintances."mayWrite" = 0`,
        fromId,
        toId,
        fromId,
      ),
  }
}
