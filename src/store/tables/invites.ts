import { columns, updateText, valuesOf, type Flag, type Sql } from '../sql.ts'
import { UpperBounds } from '../upper-bounds.ts'

/** An invite link of one admin in one chat. */
export interface InviteRow {
  /** The part after `https://t.me/+`. */
  hash: string
  chatId: number
  adminId: number
  /** The admin's primary link; it carries no title, limit or date. */
  permanent: Flag
  revoked: Flag
  requestNeeded: Flag
  title: string | null
  date: number
  /** Start of the current validity, set by an edit. */
  startDate: number | null
  expireDate: number | null
  usageLimit: number | null
  /** Members who are in the chat by this link. */
  usage: number
  /** Join requests by this link that nobody has answered. */
  requested: number
  subscriptionPeriod: number | null
  subscriptionAmount: number | null
  subscriptionExpired: number
}

/** A request to join that waits for an admin. */
export interface JoinRequestRow {
  chatId: number
  userId: number
  /** Null for a direct request in a public group. */
  inviteHash: string | null
  date: number
  /** The requester's bio at that time. */
  about: string
  /** Made by joining a folder that leads to the chat. */
  viaChatlist: Flag
  /** The newest message that the requester's box had by then. */
  lastMessageId: number
}

/** A request to store; most come by no folder. */
export type NewJoinRequest = Omit<JoinRequestRow, 'viaChatlist' | 'lastMessageId'> &
  Partial<Pick<JoinRequestRow, 'viaChatlist' | 'lastMessageId'>>

/** A page of one admin's links. */
export interface InvitePage {
  readonly chatId: number
  readonly adminId: number
  readonly revoked: Flag
  /** The last link of the page before. */
  readonly after: { readonly date: number; readonly hash: string } | undefined
  readonly limit: number
}

/** A page of the requests of a chat. */
export interface RequestPage {
  readonly chatId: number
  /** One of the chat's links; undefined for all of its requests. */
  readonly inviteHash: string | undefined
  /** The last request of the page before. */
  readonly after: Pick<JoinRequestRow, 'date' | 'userId'> | undefined
  readonly limit: number
}

const INVITE = [
  'hash', 'chatId', 'adminId', 'permanent', 'revoked', 'requestNeeded', 'title', 'date', 'startDate',
  'expireDate', 'usageLimit', 'usage', 'requested', 'subscriptionPeriod', 'subscriptionAmount',
  'subscriptionExpired',
] as const satisfies readonly (keyof InviteRow)[] // prettier-ignore

const ROW = columns(INVITE)
// "n" tells in which order an admin's links were made, several within one second too.
const INSERT_INVITE = `INSERT INTO invites (${ROW}, "n")
  SELECT ${INVITE.map((_, i) => `$${i + 1}`).join(', ')}, COALESCE(MAX(last."n"), 0) + 1 FROM (
    SELECT MAX("n") AS "n" FROM invites WHERE "chatId" = $2 AND "adminId" = $3 AND "revoked" = 0
    UNION ALL
    SELECT MAX("n") AS "n" FROM invites WHERE "chatId" = $2 AND "adminId" = $3 AND "revoked" = 1
  ) AS last`

/** Invite links and the requests made by them. */
export function invitesTable(sql: Sql) {
  const bounds = new UpperBounds()
  const ownerOf = (chatId: number, adminId: number): string => `${chatId} ${adminId}`
  const countOf = async (chatId: number, adminId: number, revoked?: Flag): Promise<number> => {
    const row = await sql.get<{ n: number }>(
      `SELECT COUNT(*) AS "n" FROM invites WHERE "chatId" = $1 AND "adminId" = $2
       ${revoked === undefined ? '' : 'AND "revoked" = $3'}`,
      ...(revoked === undefined ? [chatId, adminId] : [chatId, adminId, revoked]),
    )
    return row?.n ?? 0
  }
  /** The place in a list of links after which a page begins. */
  const placeOf = async (
    [chatId, adminId, revoked]: readonly [number, number, Flag],
    { date, hash }: { readonly date: number; readonly hash: string },
  ): Promise<number> => {
    const last = await sql.get<{ chatId: number; adminId: number; n: number }>(
      `SELECT "chatId", "adminId", "n" FROM invites WHERE "hash" = $1`,
      hash,
    )
    if (last?.chatId === chatId && last.adminId === adminId) return last.n
    const older = await sql.get<{ n: number }>(
      `SELECT "n" FROM invites WHERE "chatId" = $1 AND "adminId" = $2 AND "revoked" = $3 AND "date" <= $4
       ORDER BY "n" DESC LIMIT 1`,
      chatId,
      adminId,
      revoked,
      date,
    )
    return (older?.n ?? 0) + 1
  }
  return {
    byHash: (hash: string) =>
      sql.get<InviteRow>(`SELECT ${ROW} FROM invites WHERE "hash" = $1`, hash),
    insert(row: InviteRow): Promise<number> {
      bounds.added(ownerOf(row.chatId, row.adminId))
      return sql.run(INSERT_INVITE, ...valuesOf(row, INVITE))
    },
    async update(hash: string, patch: Partial<InviteRow>): Promise<void> {
      const statement = updateText('invites', patch, `"hash" = ?`, [hash])
      if (statement) await sql.run(statement.text, ...statement.params)
    },
    /** The admin's primary link that is in force. */
    primary: (chatId: number, adminId: number) =>
      sql.get<InviteRow>(
        `SELECT ${ROW} FROM invites WHERE "chatId" = $1 AND "adminId" = $2 AND "permanent" = 1 AND "revoked" = 0`,
        chatId,
        adminId,
      ),
    /** How many links of the admin exist: revoked ones, those in force, or both together. */
    countOf,
    /** Whether the admin has fewer links than `limit`, revoked ones counted; cheap however many there are. */
    hasRoom: (chatId: number, adminId: number, limit: number): Promise<boolean> =>
      bounds.isBelow(ownerOf(chatId, adminId), limit, () => countOf(chatId, adminId)),
    deleteOldestRevoked: (chatId: number, adminId: number) =>
      sql.run(
        `DELETE FROM invites WHERE "hash" = (
           SELECT "hash" FROM invites WHERE "chatId" = $1 AND "adminId" = $2 AND "revoked" = 1
           ORDER BY "n" LIMIT 1)`,
        chatId,
        adminId,
      ),
    /**
     * The admin's links but for the primary one that is in force, newest first, from after a link on. Where
     * that one is gone, from the newest of its second on: better one twice than one never.
     */
    async page({ chatId, adminId, revoked, after, limit }: InvitePage): Promise<InviteRow[]> {
      const list = [chatId, adminId, revoked] as const
      return sql.all<InviteRow>(
        `SELECT ${ROW} FROM invites WHERE "chatId" = $1 AND "adminId" = $2 AND "revoked" = $3
           AND ("permanent" = 0 OR "revoked" = 1) AND "n" < $4
         ORDER BY "n" DESC LIMIT $5`,
        ...list,
        after === undefined ? Number.MAX_SAFE_INTEGER : await placeOf(list, after),
        limit,
      )
    },
    /** How many links every admin of the chat has, in force and revoked; those with none are left out. */
    countByAdmin: (chatId: number) =>
      sql.all<{ adminId: number; active: number; revoked: number }>(
        `SELECT "adminId", COUNT(*) - SUM("revoked") AS "active", SUM("revoked") AS "revoked"
         FROM invites WHERE "chatId" = $1 GROUP BY "adminId" ORDER BY "adminId"`,
        chatId,
      ),
    /**
     * Sets whether the chat's links in force need approval, all of them or the primary ones only; a link
     * that needs it has no limit, and paid links stay as they are. Returns how many changed.
     */
    setRequestNeeded: (chatId: number, needed: Flag, primaryOnly: boolean) =>
      sql.run(
        `UPDATE invites SET "requestNeeded" = $1,
           "usageLimit" = CASE WHEN CAST($2 AS INTEGER) = 1 THEN NULL ELSE "usageLimit" END
         WHERE "chatId" = $3 AND "revoked" = 0 AND "requestNeeded" <> $4
           AND "subscriptionPeriod" IS NULL${primaryOnly ? ' AND "permanent" = 1' : ''}`,
        needed,
        needed,
        chatId,
        needed,
      ),
    delete: (hash: string) => sql.run(`DELETE FROM invites WHERE "hash" = $1`, hash),
    /** Deletes so many of an admin's revoked links, the oldest first, and returns them. */
    deleteRevoked: (chatId: number, adminId: number, limit: number) =>
      sql.all<InviteRow>(
        `DELETE FROM invites WHERE "hash" IN (
            SELECT "hash" FROM invites WHERE "chatId" = $1 AND "adminId" = $2 AND "revoked" = 1
            ORDER BY "date", "n" LIMIT $3) RETURNING ${ROW}`,
        chatId,
        adminId,
        limit,
      ),
    /**
     * Takes one use of the link if it is in force and its limit leaves one; a conditional update, so
     * that no number of concurrent joins passes the limit.
     */
    async takeUse(hash: string, now: number): Promise<boolean> {
      const changed = await sql.run(
        `UPDATE invites SET "usage" = "usage" + 1
         WHERE "hash" = $1 AND "revoked" = 0
           AND ("expireDate" IS NULL OR "expireDate" > $2)
           AND ("usageLimit" IS NULL OR "usage" < "usageLimit")`,
        hash,
        now,
      )
      return changed === 1
    },
    /** Counts a member who got in by a request through the link; the link need not be in force any more. */
    countUse: (hash: string) =>
      sql.run(`UPDATE invites SET "usage" = "usage" + 1 WHERE "hash" = $1`, hash),
    /** Gives a use back when its member leaves. */
    freeUse: (hash: string) =>
      sql.run(`UPDATE invites SET "usage" = "usage" - 1 WHERE "hash" = $1 AND "usage" > 0`, hash),
    /** Moves every link and request of a chat to another: a migrated basic group keeps them. */
    async moveChat(from: number, to: number): Promise<void> {
      bounds.clear()
      await sql.run(`UPDATE invites SET "chatId" = $1 WHERE "chatId" = $2`, to, from)
      await sql.run(`UPDATE join_requests SET "chatId" = $1 WHERE "chatId" = $2`, to, from)
    },

    request: (chatId: number, userId: number) =>
      sql.get<JoinRequestRow>(
        `SELECT * FROM join_requests WHERE "chatId" = $1 AND "userId" = $2`,
        chatId,
        userId,
      ),
    /** Stores a request; false when the account has one already. */
    async insertRequest(row: NewJoinRequest): Promise<boolean> {
      const changed = await sql.run(
        `INSERT INTO join_requests
           ("chatId", "userId", "inviteHash", "date", "about", "viaChatlist", "lastMessageId")
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ("chatId", "userId") DO NOTHING`,
        row.chatId,
        row.userId,
        row.inviteHash,
        row.date,
        row.about,
        row.viaChatlist ?? 0,
        row.lastMessageId ?? 0,
      )
      return changed === 1
    },
    deleteRequest: (chatId: number, userId: number) =>
      sql.run(`DELETE FROM join_requests WHERE "chatId" = $1 AND "userId" = $2`, chatId, userId),
    deleteRequestsIn: (chatId: number) =>
      sql.run(`DELETE FROM join_requests WHERE "chatId" = $1`, chatId),
    /** Requests of a chat, or of one of its links, oldest first, from after one of them on. */
    requestsIn({ chatId, inviteHash, after, limit }: RequestPage): Promise<JoinRequestRow[]> {
      const { date, userId } = after ?? { date: -1, userId: 0 }
      const page = `("date" > $2 OR ("date" = $2 AND "userId" > $3)) ORDER BY "date", "userId" LIMIT $4`
      return inviteHash === undefined
        ? sql.all<JoinRequestRow>(
            `SELECT * FROM join_requests WHERE "chatId" = $1 AND ${page}`,
            chatId,
            date,
            userId,
            limit,
          )
        : sql.all<JoinRequestRow>(
            `SELECT * FROM join_requests WHERE "inviteHash" = $1 AND ${page}`,
            inviteHash,
            date,
            userId,
            limit,
          )
    },
    /** Every request of an account, oldest first. */
    requestsOf: (userId: number) =>
      sql.all<JoinRequestRow>(
        `SELECT * FROM join_requests WHERE "userId" = $1 ORDER BY "date", "chatId"`,
        userId,
      ),
    /** The newest requests of a chat. */
    recentRequests: (chatId: number, limit: number) =>
      sql.all<JoinRequestRow>(
        `SELECT * FROM join_requests WHERE "chatId" = $1 ORDER BY "date" DESC, "userId" DESC LIMIT $2`,
        chatId,
        limit,
      ),
    addRequested: (hash: string, by: number) =>
      sql.run(`UPDATE invites SET "requested" = "requested" + $1 WHERE "hash" = $2`, by, hash),
  }
}
