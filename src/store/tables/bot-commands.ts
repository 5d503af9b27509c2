import type { Sql } from '../sql.ts'

/** A bot's list of commands for one scope and language. */
export interface BotCommandsRow {
  botId: number
  /** Whom it is for (domain/bots/commands.ts). */
  scope: string
  /** Two letters, '' for everybody else. */
  languageCode: string
  /** JSON. */
  commands: string
}

/** Lists of commands. */
export function botCommandsTable(sql: Sql) {
  return {
    find: (botId: number, scope: string, languageCode: string) =>
      sql.get<BotCommandsRow>(
        `SELECT * FROM bot_commands WHERE "botId" = $1 AND "scope" = $2 AND "languageCode" = $3`,
        botId,
        scope,
        languageCode,
      ),
    put: (row: BotCommandsRow) =>
      sql.run(
        `INSERT INTO bot_commands ("botId", "scope", "languageCode", "commands") VALUES ($1, $2, $3, $4)
         ON CONFLICT ("botId", "scope", "languageCode") DO UPDATE SET "commands" = excluded."commands"`,
        row.botId,
        row.scope,
        row.languageCode,
        row.commands,
      ),
    delete: (botId: number, scope: string, languageCode: string) =>
      sql.run(
        `DELETE FROM bot_commands WHERE "botId" = $1 AND "scope" = $2 AND "languageCode" = $3`,
        botId,
        scope,
        languageCode,
      ),
    async count(botId: number): Promise<number> {
      const row = await sql.get<{ n: number }>(
        `SELECT COUNT(*) AS "n" FROM bot_commands WHERE "botId" = $1`,
        botId,
      )
      return row?.n ?? 0
    },
  }
}
