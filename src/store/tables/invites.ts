import type { SealedIds } from '../../core/sealed-ids.ts'
import {
  columns,
  insertText,
  updateText,
  valuesOf,
  type Flag,
  type Sql,
  type SqlValue,
} from '../sql.ts'
import { UpperBounds } from '../upper-bounds.ts'

/** An invite link of one admin in one chat. */
export interface InviteRow {
  /** A later link has a higher one, in all chats. */
  id: number
  /** The part after `https://t.me/+`: the sealed id, which no column holds. */
  readonly hash: string
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

/** A link to store. */
export type NewInvite = Omit<InviteRow, 'id' | 'hash'>

/** A request to join that waits for an admin. */
export interface JoinRequestRow {
  chatId: number
  userId: number
  /** Null for a direct request in a public group. */
  inviteId: number | null
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
  /** The last link of the page before; without an id where that is unknown. */
  readonly after: { readonly date: number; readonly id: number | undefined } | undefined
  readonly limit: number
}

/** A page of the requests of a chat. */
export interface RequestPage {
  readonly chatId: number
  /** One of the chat's links; undefined for all of its requests. */
  readonly inviteId: number | undefined
  /** The last request of the page before. */
  readonly after: Pick<JoinRequestRow, 'date' | 'userId'> | undefined
  readonly limit: number
}

const INVITE = [
  'chatId', 'adminId', 'permanent', 'revoked', 'requestNeeded', 'title', 'date', 'startDate',
  'expireDate', 'usageLimit', 'usage', 'requested', 'subscriptionPeriod', 'subscriptionAmount',
  'subscriptionExpired',
] as const satisfies readonly (keyof NewInvite)[] // prettier-ignore

const ROW = columns(['id', ...INVITE])
const BY_ID = `SELECT ${ROW} FROM invites WHERE "id" = $1`
const INSERT_INVITE = `${insertText('invites', INVITE)} RETURNING "id"`

/** A link as it is stored: its hash is made of its id. */
type StoredInvite = Omit<InviteRow, 'hash'>

/** Invite links and the requests made by them. */
export function invitesTable(sql: Sql, sealed: SealedIds) {
  const bounds = new UpperBounds()
  const ownerOf = (chatId: number, adminId: number): string => `${chatId} ${adminId}`
  const whole = (row: StoredInvite): InviteRow => ({ ...row, hash: sealed.seal(row.id) })
  const one = async (text: string, ...params: SqlValue[]): Promise<InviteRow | undefined> => {
    const row = await sql.get<StoredInvite>(text, ...params)
    return row && whole(row)
  }
  const many = async (text: string, ...params: SqlValue[]): Promise<InviteRow[]> =>
    (await sql.all<StoredInvite>(text, ...params)).map(whole)
  const countOf = async (chatId: number, adminId: number, revoked?: Flag): Promise<number> => {
    const row = await sql.get<{ n: number }>(
      `SELECT COUNT(*) AS "n" FROM invites WHERE "chatId" = $1 AND "adminId" = $2
       ${revoked === undefined ? '' : 'AND "revoked" = $3'}`,
      ...(revoked === undefined ? [chatId, adminId] : [chatId, adminId, revoked]),
    )
    return row?.n ?? 0
  }
  /** The id below which a page of links begins. */
  const placeOf = async (
    [chatId, adminId, revoked]: readonly [number, number, Flag],
    { date, id }: { readonly date: number; readonly id: number | undefined },
  ): Promise<number> => {
    if (id !== undefined) return id
    const older = await sql.get<{ id: number }>(
      `SELECT "id" FROM invites WHERE "chatId" = $1 AND "adminId" = $2 AND "revoked" = $3 AND "date" <= $4
       ORDER BY "id" DESC LIMIT 1`,
      chatId,
      adminId,
      revoked,
      date,
    )
    return (older?.id ?? 0) + 1
  }
  return {
    byId: (id: number) => one(BY_ID, id),
    /** The link that a hash is of; a hash that this server did not make costs no query. */
    async byHash(hash: string): Promise<InviteRow | undefined> {
      const id = sealed.unseal(hash)
      const row = id === undefined ? undefined : await sql.get<StoredInvite>(BY_ID, id)
      return row && { ...row, hash }
    },
    /** The id in a hash, also where its link is gone; undefined for a hash that this server did not make. */
    idOf: (hash: string) => sealed.unseal(hash),
    /** Stores a link and returns it with its id and hash. */
    async insert(row: NewInvite): Promise<InviteRow> {
      bounds.added(ownerOf(row.chatId, row.adminId))
      const made = await sql.get<{ id: number }>(INSERT_INVITE, ...valuesOf(row, INVITE))
      if (made === undefined) throw new Error('an insert returned no row')
      return whole({ ...row, id: made.id })
    },
    async update(id: number, patch: Partial<NewInvite>): Promise<void> {
      const statement = updateText('invites', patch, `"id" = ?`, [id])
      if (statement) await sql.run(statement.text, ...statement.params)
    },
    /** The admin's primary link that is in force. */
    primary: (chatId: number, adminId: number) =>
      one(
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
        `DELETE FROM invites WHERE "id" = (
           SELECT "id" FROM invites WHERE "chatId" = $1 AND "adminId" = $2 AND "revoked" = 1
           ORDER BY "id" LIMIT 1)`,
        chatId,
        adminId,
      ),
    /**
     * The admin's links but for the primary one that is in force, newest first, from after a link on. Where
     * that one is unknown, from the newest of its second on: better one twice than one never.
     */
    async page({ chatId, adminId, revoked, after, limit }: InvitePage): Promise<InviteRow[]> {
      const list = [chatId, adminId, revoked] as const
      return many(
        `SELECT ${ROW} FROM invites WHERE "chatId" = $1 AND "adminId" = $2 AND "revoked" = $3
           AND ("permanent" = 0 OR "revoked" = 1) AND "id" < $4
         ORDER BY "id" DESC LIMIT $5`,
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
    delete: (id: number) => sql.run(`DELETE FROM invites WHERE "id" = $1`, id),
    /** Deletes so many of an admin's revoked links, the oldest first, and returns them. */
    deleteRevoked: (chatId: number, adminId: number, limit: number) =>
      many(
        `DELETE FROM invites WHERE "id" IN (
            SELECT "id" FROM invites WHERE "chatId" = $1 AND "adminId" = $2 AND "revoked" = 1
            ORDER BY "id" LIMIT $3) RETURNING ${ROW}`,
        chatId,
        adminId,
        limit,
      ),
    /**
     * Takes one use of the link if it is in force and its limit leaves one; a conditional update, so
     * that no number of concurrent joins passes the limit.
     */
    async takeUse(id: number, now: number): Promise<boolean> {
      const changed = await sql.run(
        `UPDATE invites SET "usage" = "usage" + 1
         WHERE "id" = $1 AND "revoked" = 0
           AND ("expireDate" IS NULL OR "expireDate" > $2)
           AND ("usageLimit" IS NULL OR "usage" < "usageLimit")`,
        id,
        now,
      )
      return changed === 1
    },
    /** Counts a member who got in by a request through the link; the link need not be in force any more. */
    countUse: (id: number) =>
      sql.run(`UPDATE invites SET "usage" = "usage" + 1 WHERE "id" = $1`, id),
    /** Gives a use back when its member leaves. */
    freeUse: (id: number) =>
      sql.run(`UPDATE invites SET "usage" = "usage" - 1 WHERE "id" = $1 AND "usage" > 0`, id),
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
           ("chatId", "userId", "inviteId", "date", "about", "viaChatlist", "lastMessageId")
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ("chatId", "userId") DO NOTHING`,
        row.chatId,
        row.userId,
        row.inviteId,
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
    requestsIn({ chatId, inviteId, after, limit }: RequestPage): Promise<JoinRequestRow[]> {
      const { date, userId } = after ?? { date: -1, userId: 0 }
      const page = `("date" > $2 OR ("date" = $2 AND "userId" > $3)) ORDER BY "date", "userId" LIMIT $4`
      return inviteId === undefined
        ? sql.all<JoinRequestRow>(
            `SELECT * FROM join_requests WHERE "chatId" = $1 AND ${page}`,
            chatId,
            date,
            userId,
            limit,
          )
        : sql.all<JoinRequestRow>(
            `SELECT * FROM join_requests WHERE "inviteId" = $1 AND ${page}`,
            inviteId,
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
    addRequested: (id: number, by: number) =>
      sql.run(`UPDATE invites SET "requested" = "requested" + $1 WHERE "id" = $2`, by, id),
  }
}
