import { insertText, rowsAmong, updateText, valuesOf, type Flag, type Sql } from '../sql.ts'

/** An account: a person or a bot. `phone` is digits only and absent for bots. */
export interface UserRow {
  id: number
  phone: string | null
  firstName: string
  lastName: string
  /** As the owner wrote it; uniqueness is held by `usernames`. */
  username: string | null
  about: string
  isBot: Flag
  premium: Flag
  deleted: Flag
  createdAt: number
  stars: number
  /** Of the account's own box: private chats and basic groups. */
  pts: number
  qts: number
  lastMessageId: number
  /** Two-factor parameters as JSON, null without a password. */
  password: string | null
  /** Wrong passwords in a row, and when the last one came. */
  passwordFailures: number
  passwordFailedAt: number
  /** Language of the person's client as its initConnection named it last; '' where none did. */
  langCode: string
}

/** What makes a bot of an account. */
export interface BotRow {
  userId: number
  ownerId: number | null
  token: string
  canJoinGroups: Flag
  canReadAllGroupMessages: Flag
  infoVersion: number
  /** Commands, webhook and the like, as JSON. */
  settings: string
  /** Until when a bot that logged out of the Bot API stays out; 0 for one that did not. */
  loggedOutUntil: number
}

const USER = [
  'id', 'phone', 'firstName', 'lastName', 'username', 'about', 'isBot', 'premium', 'deleted',
  'createdAt', 'stars', 'pts', 'qts', 'lastMessageId', 'password', 'passwordFailures',
  'passwordFailedAt', 'langCode',
] as const satisfies readonly (keyof UserRow)[] // prettier-ignore

const BOT = [
  'userId', 'ownerId', 'token', 'canJoinGroups', 'canReadAllGroupMessages', 'infoVersion', 'settings',
  'loggedOutUntil',
] as const satisfies readonly (keyof BotRow)[] // prettier-ignore

const INSERT_USER = insertText('users', USER)
const INSERT_BOT = insertText('bots', BOT)

/** Accounts, bots and contacts. */
export function usersTable(sql: Sql) {
  return {
    byId: (id: number) => sql.get<UserRow>(`SELECT * FROM users WHERE "id" = $1`, id),
    byPhone: (phone: string) => sql.get<UserRow>(`SELECT * FROM users WHERE "phone" = $1`, phone),
    /** Accounts of the given ids, in no certain order; unknown ids are left out. */
    byIds: (ids: readonly number[]) =>
      rowsAmong<UserRow>(sql, ids, [], (list) => `SELECT * FROM users WHERE "id" IN (${list})`),
    /** Every account, oldest first. */
    all: () => sql.all<UserRow>(`SELECT * FROM users ORDER BY "id"`),
    insert: (row: UserRow) => sql.run(INSERT_USER, ...valuesOf(row, USER)),
    async update(id: number, patch: Partial<UserRow>): Promise<void> {
      const statement = updateText('users', patch, `"id" = ?`, [id])
      if (statement) await sql.run(statement.text, ...statement.params)
    },
    /** Takes one of `limit` tries at the password; false when none was left. */
    async takePasswordTry(id: number, now: number, limit: number): Promise<boolean> {
      const changed = await sql.run(
        `UPDATE users SET "passwordFailures" = "passwordFailures" + 1, "passwordFailedAt" = $1
         WHERE "id" = $2 AND "passwordFailures" < $3`,
        now,
        id,
        limit,
      )
      return changed === 1
    },
    /** Raises the box's pts and returns it. */
    async addPts(id: number, count: number): Promise<number> {
      const row = await sql.get<{ pts: number }>(
        `UPDATE users SET "pts" = "pts" + $1 WHERE "id" = $2 RETURNING "pts"`,
        count,
        id,
      )
      if (!row) throw new Error(`no account ${id}`)
      return row.pts
    },
    /** Raises the bot's qts and returns it. */
    async addQts(id: number): Promise<number> {
      const row = await sql.get<{ qts: number }>(
        `UPDATE users SET "qts" = "qts" + 1 WHERE "id" = $1 RETURNING "qts"`,
        id,
      )
      if (!row) throw new Error(`no account ${id}`)
      return row.qts
    },
    /** Takes the next message id of the account's box. */
    async nextMessageId(id: number): Promise<number> {
      const row = await sql.get<{ lastMessageId: number }>(
        `UPDATE users SET "lastMessageId" = "lastMessageId" + 1 WHERE "id" = $1 RETURNING "lastMessageId"`,
        id,
      )
      if (!row) throw new Error(`no account ${id}`)
      return row.lastMessageId
    },
    botById: (userId: number) => sql.get<BotRow>(`SELECT * FROM bots WHERE "userId" = $1`, userId),
    /** Those of the given accounts that are bots, in no certain order. */
    botsByIds: (ids: readonly number[]) =>
      rowsAmong<BotRow>(sql, ids, [], (list) => `SELECT * FROM bots WHERE "userId" IN (${list})`),
    allBots: () => sql.all<BotRow>(`SELECT * FROM bots ORDER BY "userId"`),
    insertBot: (row: BotRow) => sql.run(INSERT_BOT, ...valuesOf(row, BOT)),
    async updateBot(userId: number, patch: Partial<BotRow>): Promise<void> {
      const statement = updateText('bots', patch, `"userId" = ?`, [userId])
      if (statement) await sql.run(statement.text, ...statement.params)
    },
    /** Whether `ownerId` has `userId` in the contact list. */
    async isContact(ownerId: number, userId: number): Promise<boolean> {
      return (
        (await sql.get(
          `SELECT 1 AS "yes" FROM contacts WHERE "ownerId" = $1 AND "userId" = $2`,
          ownerId,
          userId,
        )) !== undefined
      )
    },
    /** Those of the given accounts whom `ownerId` has in the contact list. */
    async contactsAmong(ownerId: number, userIds: readonly number[]): Promise<number[]> {
      const rows = await rowsAmong<{ userId: number }>(
        sql,
        userIds,
        [ownerId],
        (list) => `SELECT "userId" FROM contacts WHERE "ownerId" = $1 AND "userId" IN (${list})`,
      )
      return rows.map((row) => row.userId)
    },
    /** Those of the given accounts who have `userId` in their contact list. */
    async contactOwnersAmong(userId: number, ownerIds: readonly number[]): Promise<number[]> {
      const rows = await rowsAmong<{ ownerId: number }>(
        sql,
        ownerIds,
        [userId],
        (list) => `SELECT "ownerId" FROM contacts WHERE "userId" = $1 AND "ownerId" IN (${list})`,
      )
      return rows.map((row) => row.ownerId)
    },
    contactsOf: (ownerId: number) =>
      sql.all<ContactRow>(`SELECT * FROM contacts WHERE "ownerId" = $1 ORDER BY "userId"`, ownerId),
    addContact: (row: ContactRow) =>
      sql.run(
        `INSERT INTO contacts ("ownerId", "userId", "firstName", "lastName", "date") VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT ("ownerId", "userId") DO UPDATE SET "firstName" = excluded."firstName", "lastName" = excluded."lastName"`,
        row.ownerId,
        row.userId,
        row.firstName,
        row.lastName,
        row.date,
      ),
    removeContact: (ownerId: number, userId: number) =>
      sql.run(`DELETE FROM contacts WHERE "ownerId" = $1 AND "userId" = $2`, ownerId, userId),
    /** Accounts that have `userId` in their contact list. */
    async contactOwners(userId: number): Promise<number[]> {
      const rows = await sql.all<{ ownerId: number }>(
        `SELECT "ownerId" FROM contacts WHERE "userId" = $1 ORDER BY "ownerId"`,
        userId,
      )
      return rows.map((row) => row.ownerId)
    },
    /** Empties an account's own contact list. */
    removeContactsOf: (ownerId: number) =>
      sql.run(`DELETE FROM contacts WHERE "ownerId" = $1`, ownerId),
  }
}

/** One entry of an account's contact list, with the names its owner gave. */
export interface ContactRow {
  ownerId: number
  userId: number
  firstName: string
  lastName: string
  date: number
}
