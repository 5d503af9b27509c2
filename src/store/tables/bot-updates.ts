import { insertText, rowsAmong, updateText, valuesOf, type Flag, type Sql } from '../sql.ts'

/** How a bot gets its updates by the Bot API. */
export interface BotQueueRow {
  botId: number
  /** The newest update's id. */
  lastId: number
  /** Whether the bot ever asked for updates, or for a webhook. */
  asked: Flag
  /** Kinds of updates that the bot wants, as a JSON list; null for the usual ones. */
  allowed: string | null
  /** Where updates are posted to; empty without a webhook. */
  url: string
  secretToken: string
  /** The receiver's address; the one that the bot named where `ipFixed` is set. */
  ipAddress: string
  ipFixed: Flag
  maxConnections: number
  /** Of the newest failed delivery; 0 for none. */
  errorDate: number
  errorMessage: string
}

/** The part of a queue that is its webhook. */
export type WebhookColumns = Pick<
  BotQueueRow,
  'url' | 'secretToken' | 'ipAddress' | 'ipFixed' | 'maxConnections' | 'errorDate' | 'errorMessage'
>

/** An update that its bot has not confirmed. */
export interface BotUpdateRow {
  botId: number
  id: number
  /** The chat that it is about, which orders deliveries: a private chat by its user, else the chat. */
  chatId: number
  /** Business time of the event, unix seconds. */
  date: number
  /** The event as JSON (domain/bots/updates.ts). */
  payload: string
}

const UPDATE = [
  'botId', 'id', 'chatId', 'date', 'payload',
] as const satisfies readonly (keyof BotUpdateRow)[] // prettier-ignore

const INSERT = insertText('bot_updates', UPDATE)

/** Unconfirmed updates of bots, and how these want them. */
export function botUpdatesTable(sql: Sql) {
  return {
    queue: (botId: number) =>
      sql.get<BotQueueRow>(`SELECT * FROM bot_queues WHERE "botId" = $1`, botId),
    /** Makes a bot's queue if it has none; ids begin after `lastId`. */
    open: (botId: number, lastId: number) =>
      sql.run(
        `INSERT INTO bot_queues ("botId", "lastId") VALUES ($1, $2) ON CONFLICT ("botId") DO NOTHING`,
        botId,
        lastId,
      ),
    async updateQueue(
      botId: number,
      patch: Partial<Pick<BotQueueRow, 'asked' | 'allowed'> & WebhookColumns>,
    ): Promise<void> {
      const statement = updateText('bot_queues', patch, `"botId" = ?`, [botId])
      if (statement) await sql.run(statement.text, ...statement.params)
    },
    /** Takes the next id of a queue that is there. */
    async nextId(botId: number): Promise<number> {
      const row = await sql.get<{ lastId: number }>(
        `UPDATE bot_queues SET "lastId" = "lastId" + 1 WHERE "botId" = $1 RETURNING "lastId"`,
        botId,
      )
      if (!row) throw new Error(`bot ${botId} has no queue`)
      return row.lastId
    },
    /** Bots that have a webhook. */
    async withWebhook(): Promise<number[]> {
      const rows = await sql.all<{ botId: number }>(
        `SELECT "botId" FROM bot_queues WHERE "url" <> '' ORDER BY "botId"`,
      )
      return rows.map((row) => row.botId)
    },
    append: (row: BotUpdateRow) => sql.run(INSERT, ...valuesOf(row, UPDATE)),
    find: (botId: number, id: number) =>
      sql.get<BotUpdateRow>(
        `SELECT * FROM bot_updates WHERE "botId" = $1 AND "id" = $2`,
        botId,
        id,
      ),
    /** Updates from an id on that are younger than `after`, the oldest first. */
    from: (botId: number, id: number, after: number, limit: number) =>
      sql.all<BotUpdateRow>(
        `SELECT * FROM bot_updates WHERE "botId" = $1 AND "id" >= $2 AND "date" > $3
         ORDER BY "id" LIMIT $4`,
        botId,
        id,
        after,
        limit,
      ),
    /** The same without what they say. */
    heads: (botId: number, after: number, limit: number) =>
      sql.all<Pick<BotUpdateRow, 'id' | 'chatId'>>(
        `SELECT "id", "chatId" FROM bot_updates WHERE "botId" = $1 AND "date" > $2
         ORDER BY "id" LIMIT $3`,
        botId,
        after,
        limit,
      ),
    /** How many updates are younger than `after`. */
    async count(botId: number, after: number): Promise<number> {
      const row = await sql.get<{ n: number }>(
        `SELECT COUNT(*) AS "n" FROM bot_updates WHERE "botId" = $1 AND "date" > $2`,
        botId,
        after,
      )
      return row?.n ?? 0
    },
    delete: (botId: number, id: number) =>
      sql.run(`DELETE FROM bot_updates WHERE "botId" = $1 AND "id" = $2`, botId, id),
    /** Forgets the updates before an id. */
    deleteBefore: (botId: number, id: number) =>
      sql.run(`DELETE FROM bot_updates WHERE "botId" = $1 AND "id" < $2`, botId, id),
    /** Forgets updates that are not younger than `after`. */
    deleteOld: (botId: number, after: number) =>
      sql.run(`DELETE FROM bot_updates WHERE "botId" = $1 AND "date" <= $2`, botId, after),
    deleteAll: (botId: number) => sql.run(`DELETE FROM bot_updates WHERE "botId" = $1`, botId),
    /** Those of the given accounts that are bots. */
    async botsAmong(accountIds: readonly number[]): Promise<number[]> {
      const rows = await rowsAmong<{ userId: number }>(
        sql,
        accountIds,
        [],
        (list) => `SELECT "userId" FROM bots WHERE "userId" IN (${list})`,
      )
      return rows.map((row) => row.userId)
    },
  }
}
