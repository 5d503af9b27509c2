import { rowsAmong, type Flag, type Sql } from '../sql.ts'
import { isPresentText, type MemberRow, type MemberStatus } from './chats.ts'

/** A bot that is in a chat, with what decides which messages it hears there. */
export interface BotInChat {
  readonly userId: number
  readonly username: string | null
  readonly status: MemberStatus
  readonly canReadAllGroupMessages: Flag
}

/** A channel that something happened in. */
export interface ActiveChannel {
  readonly id: number
  readonly pts: number
  readonly deleted: Flag
  /** Date of the newest update in the channel's sequence, null if none is logged. */
  readonly sequencedAt: number | null
}

/** Accounts among whom the members of a chat are looked for. */
export interface Accounts {
  readonly ids: readonly number[]
  has(id: number): boolean
}

/** Some of those who were looked for. */
export interface PresentPage {
  readonly found: readonly number[]
  /** How many were looked at. */
  readonly looked: number
  /** Where to go on; undefined where that was all. */
  readonly next: PresentFrom | undefined
}

/** By whom the search goes, and after how many accounts, or after which member, it goes on. */
export interface PresentFrom {
  readonly by: 'accounts' | 'members'
  readonly after: number
}

const IN_CHAT = isPresentText('m')

/** Who hears what: the questions of the update machinery about members and channels. */
export function audienceTable(sql: Sql) {
  const firstOf = async (chatId: number, accounts: number): Promise<PresentFrom> => {
    const chat = await sql.get<{ participantsCount: number }>(
      `SELECT "participantsCount" FROM chats WHERE "id" = $1`,
      chatId,
    )
    const by = chat && chat.participantsCount < accounts ? 'members' : 'accounts'
    return { by, after: 0 }
  }
  return {
    /**
     * Those of the given accounts who are in the chat; goes by the accounts or by the members, whichever
     * are fewer, and looks at so many of them at once.
     *
     * @param from where the page before ended; undefined for the first one
     */
    async present(
      chatId: number,
      accounts: Accounts,
      from: PresentFrom | undefined,
      most: number,
    ): Promise<PresentPage> {
      const text = `SELECT m."userId" FROM members m WHERE m."chatId" = $1 AND ${IN_CHAT}`
      const { by, after } = from ?? (await firstOf(chatId, accounts.ids.length))
      if (by === 'members') {
        const some = `${text} AND m."userId" > $2 ORDER BY m."userId" LIMIT $3`
        const rows = await sql.all<{ userId: number }>(some, chatId, after, most)
        const ids = rows.map((row) => row.userId)
        const last = ids.length < most ? undefined : ids.at(-1)
        return {
          found: ids.filter((id) => accounts.has(id)),
          looked: ids.length,
          next: last === undefined ? undefined : { by, after: last },
        }
      }
      const end = after + most
      const some = accounts.ids.slice(after, end)
      const rows = await rowsAmong<{ userId: number }>(
        sql,
        some,
        [chatId],
        (list) => `${text} AND m."userId" IN (${list})`,
      )
      const next = end < accounts.ids.length ? { by, after: end } : undefined
      return { found: rows.map((row) => row.userId), looked: some.length, next }
    },
    /** The bots of a chat. */
    bots: (chatId: number) =>
      sql.all<BotInChat>(
        // CROSS JOIN makes SQLite begin with the few bots and not with all members.
        `SELECT m."userId", u."username", m."status", b."canReadAllGroupMessages"
         FROM chat_bots x CROSS JOIN members m
         JOIN bots b ON b."userId" = m."userId" JOIN users u ON u."id" = m."userId"
         WHERE x."chatId" = $1 AND m."chatId" = x."chatId" AND m."userId" = x."botId" AND ${IN_CHAT}
         ORDER BY m."userId"`,
        chatId,
      ),
    /** One account as a bot of a chat; undefined where it is no bot or not there. */
    bot: (chatId: number, userId: number) =>
      sql.get<BotInChat>(
        `SELECT m."userId", u."username", m."status", b."canReadAllGroupMessages" FROM members m
         JOIN bots b ON b."userId" = m."userId" JOIN users u ON u."id" = m."userId"
         WHERE m."chatId" = $1 AND m."userId" = $2 AND ${IN_CHAT}`,
        chatId,
        userId,
      ),
    /** Bots that are admins of a chat. */
    async adminBots(chatId: number): Promise<number[]> {
      const rows = await sql.all<{ userId: number }>(
        `SELECT m."userId" FROM members m JOIN bots b ON b."userId" = m."userId"
         WHERE m."chatId" = $1 AND m."status" IN ('creator', 'admin') ORDER BY m."userId"`,
        chatId,
      )
      return rows.map((row) => row.userId)
    },
    /** The standings of everybody who is an admin of a chat, its creator among them. */
    admins: (chatId: number) =>
      sql.all<MemberRow & { readonly isBot: Flag }>(
        `SELECT m.*, u."isBot" FROM members m JOIN users u ON u."id" = m."userId"
         WHERE m."chatId" = $1 AND m."status" IN ('creator', 'admin') ORDER BY m."userId"`,
        chatId,
      ),
    /**
     * Channels and supergroups of an account that something happened in at a time or later; deleted ones
     * too, whose end is something that happened.
     */
    channelsSince: (userId: number, date: number) =>
      sql.all<ActiveChannel>(
        `SELECT c."id", c."pts", c."deleted",
           (SELECT x."date" FROM updates x WHERE x."boxKind" = 'channel' AND x."boxId" = c."id"
              AND x."ptsCount" > 0 ORDER BY x."pts" DESC, x."n" DESC LIMIT 1) AS "sequencedAt"
         FROM members m JOIN chats c ON c."id" = m."chatId"
         WHERE m."userId" = $1 AND ${IN_CHAT} AND c."kind" <> 'group'
           AND (SELECT x."date" FROM updates x WHERE x."boxKind" = 'channel' AND x."boxId" = c."id"
              ORDER BY x."pts" DESC, x."n" DESC LIMIT 1) >= $2
         ORDER BY c."id"`,
        userId,
        date,
      ),
  }
}
