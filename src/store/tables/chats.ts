import {
  columns,
  rowsAmong,
  insertText,
  updateText,
  valuesOf,
  type Flag,
  type Sql,
} from '../sql.ts'
import { UpperBounds } from '../upper-bounds.ts'

/** The three kinds of chat, and the direct-messages chat of a channel. */
export type ChatKind = 'group' | 'supergroup' | 'channel' | 'monoforum'

/** A chat of any kind. Ids are unique over the kinds. */
export interface ChatRow {
  id: number
  kind: ChatKind
  title: string
  about: string
  username: string | null
  creatorId: number
  date: number
  /** Of a basic group's member list; rises with each change. */
  version: number
  /** A deleted chat, and a basic group that was migrated, take no more changes. */
  deleted: Flag
  migratedTo: number | null
  migratedFrom: number | null
  participantsCount: number
  /** Bits of chatBannedRights that hold for everyone. */
  defaultBannedRights: number
  pts: number
  lastMessageId: number
  joinToSend: Flag
  joinRequest: Flag
  guardBotId: number | null
  signatures: Flag
  linkedChatId: number | null
  /** Of a monoforum: its channel. */
  monoforumOf: number | null
  /** Of a channel: its monoforum. */
  monoforumId: number | null
  requestsPending: number
  photoId: number | null
}

/** Where an account stands in a chat; `left` and `banned` rows stay. */
export type MemberStatus = 'creator' | 'admin' | 'member' | 'restricted' | 'left' | 'banned'

/** Statuses of those who are in the chat. A `restricted` member may be in. */
export const PRESENT: readonly MemberStatus[] = ['creator', 'admin', 'member', 'restricted']

/**
 * SQL condition that holds for the rows of those who are in their chat.
 *
 * @param members the name under which the statement knows the table of members
 */
export function isPresentText(members: string): string {
  return `${members}."status" IN (${statusList(PRESENT)})`
}

/** Standings as the text of a list: one of parameters would not show SQLite that an index holds just these. */
function statusList(statuses: readonly MemberStatus[]): string {
  return statuses.map((status) => `'${status}'`).join(', ')
}

/** One account's standing in one chat. */
export interface MemberRow {
  chatId: number
  userId: number
  status: MemberStatus
  date: number
  inviterId: number | null
  /** Bits of chatAdminRights. */
  adminRights: number
  rank: string
  /** Who made them an admin, the last time that somebody did; kept when the office is taken away. */
  promotedBy: number | null
  /** Bits of chatBannedRights. */
  bannedRights: number
  untilDate: number
  kickedBy: number | null
  /** The link by which the account is in the chat. */
  inviteId: number | null
  viaRequest: Flag
  viaChatlist: Flag
  approvedBy: number | null
  subscriptionUntil: number | null
  /** Of somebody who is out: nobody removed them. */
  leftByChoice: Flag
}

const CHAT = [
  'id', 'kind', 'title', 'about', 'username', 'creatorId', 'date', 'version', 'deleted', 'migratedTo',
  'migratedFrom', 'participantsCount', 'defaultBannedRights', 'pts', 'lastMessageId',
  'joinToSend', 'joinRequest', 'guardBotId', 'signatures', 'linkedChatId', 'monoforumOf', 'monoforumId',
  'requestsPending', 'photoId',
] as const satisfies readonly (keyof ChatRow)[] // prettier-ignore

const MEMBER = [
  'chatId', 'userId', 'status', 'date', 'inviterId', 'adminRights', 'rank', 'promotedBy', 'bannedRights',
  'untilDate', 'kickedBy', 'inviteId', 'viaRequest', 'viaChatlist', 'approvedBy', 'subscriptionUntil',
  'leftByChoice',
] as const satisfies readonly (keyof MemberRow)[] // prettier-ignore

const INSERT_CHAT = insertText('chats', CHAT)
const INSERT_CHAT_BELOW = `INSERT INTO chats (${columns(CHAT)})
  SELECT ${CHAT.map((_, i) => `$${i + 1}`).join(', ')}
  WHERE (SELECT COUNT(*) FROM chats WHERE "creatorId" = $${CHAT.length + 1}) < $${CHAT.length + 2}`
const PUT_MEMBER = `${insertText('members', MEMBER)} ON CONFLICT ("chatId", "userId") DO UPDATE SET ${MEMBER.slice(
  2,
)
  .map((name) => `"${name}" = excluded."${name}"`)
  .join(', ')}`
const IN_CHAT = isPresentText('members')
const BY_OFFICE = `ORDER BY CASE "status" WHEN 'creator' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END, "date", "userId"`
// Conditional writes, so that two at once neither take two places nor free two.
const ENTER = `${PUT_MEMBER} WHERE NOT (${IN_CHAT})`
// Bots are few, members many: what is offered to the bots of a chat must not look at all its members.
const NOTE_BOT = `INSERT INTO chat_bots ("chatId", "botId") SELECT $1, "userId" FROM bots WHERE "userId" = $2
  ON CONFLICT ("chatId", "botId") DO NOTHING`
const EXIT = `UPDATE members SET ${MEMBER.slice(2)
  .map((name, i) => `"${name}" = $${i + 3}`)
  .join(', ')} WHERE "chatId" = $1 AND "userId" = $2 AND ${IN_CHAT}`

/** Chats of all kinds. */
export function chatsTable(sql: Sql) {
  return {
    byId: (id: number) => sql.get<ChatRow>(`SELECT * FROM chats WHERE "id" = $1`, id),
    /** Chats of the given ids, in no certain order; unknown ids are left out. */
    byIds: (ids: readonly number[]) =>
      rowsAmong<ChatRow>(sql, ids, [], (list) => `SELECT * FROM chats WHERE "id" IN (${list})`),
    /** Every chat, oldest first. */
    all: () => sql.all<ChatRow>(`SELECT * FROM chats ORDER BY "id"`),
    insert: (row: ChatRow) => sql.run(INSERT_CHAT, ...valuesOf(row, CHAT)),
    /** Stores a chat if its creator has made fewer than `limit`, deleted ones counted; false otherwise. */
    async insertBelow(row: ChatRow, limit: number): Promise<boolean> {
      const { creatorId } = row
      return (await sql.run(INSERT_CHAT_BELOW, ...valuesOf(row, CHAT), creatorId, limit)) === 1
    },
    async update(id: number, patch: Partial<ChatRow>): Promise<void> {
      const statement = updateText('chats', patch, `"id" = ?`, [id])
      if (statement) await sql.run(statement.text, ...statement.params)
    },
    /** Raises the channel's pts and returns it. */
    async addPts(id: number, count: number): Promise<number> {
      const row = await sql.get<{ pts: number }>(
        `UPDATE chats SET "pts" = "pts" + $1 WHERE "id" = $2 RETURNING "pts"`,
        count,
        id,
      )
      if (!row) throw new Error(`no chat ${id}`)
      return row.pts
    },
    /** Takes the next message id of the channel, and the pts at which it is told. */
    async nextMessage(id: number): Promise<Readonly<Pick<ChatRow, 'lastMessageId' | 'pts'>>> {
      const row = await sql.get<Pick<ChatRow, 'lastMessageId' | 'pts'>>(
        `UPDATE chats SET "lastMessageId" = "lastMessageId" + 1, "pts" = "pts" + 1 WHERE "id" = $1
         RETURNING "lastMessageId", "pts"`,
        id,
      )
      if (!row) throw new Error(`no chat ${id}`)
      return row
    },
    /**
     * Takes `count` places in the chat if the limit leaves them; a conditional update, so that
     * concurrent joins never pass it.
     */
    async takePlaces(id: number, count: number, limit: number): Promise<boolean> {
      const changed = await sql.run(
        `UPDATE chats SET "participantsCount" = "participantsCount" + $1, "version" = "version" + 1
         WHERE "id" = $2 AND "participantsCount" + $3 <= $4`,
        count,
        id,
        count,
        limit,
      )
      return changed === 1
    },
    /** Counts join requests that wait for an admin. */
    addRequestsPending: (id: number, by: number) =>
      sql.run(
        `UPDATE chats SET "requestsPending" = "requestsPending" + $1 WHERE "id" = $2`,
        by,
        id,
      ),
    /** Notes a change of a basic group's member list that moves nobody in or out. */
    bumpVersion: (id: number) =>
      sql.run(`UPDATE chats SET "version" = "version" + 1 WHERE "id" = $1`, id),
    /** Public chats of a creator, oldest first. */
    publicOf: (creatorId: number) =>
      sql.all<ChatRow>(
        `SELECT * FROM chats WHERE "creatorId" = $1 AND "username" IS NOT NULL AND "deleted" = 0
         ORDER BY "id"`,
        creatorId,
      ),
    /** Groups and supergroups that two accounts are in, newest first, below an id. */
    common: (a: number, b: number, belowId: number) =>
      sql.all<ChatRow>(
        `SELECT c.* FROM members x
         JOIN members y ON y."chatId" = x."chatId" AND y."userId" = $1
         JOIN chats c ON c."id" = x."chatId"
         WHERE x."userId" = $2 AND c."id" < $3 AND c."deleted" = 0 AND c."kind" IN ('group', 'supergroup')
           AND ${isPresentText('x')} AND ${isPresentText('y')}
         ORDER BY c."id" DESC`,
        b,
        a,
        belowId,
      ),
    /** Gives a place back. */
    freePlace: (id: number) =>
      sql.run(
        `UPDATE chats SET "participantsCount" = "participantsCount" - 1, "version" = "version" + 1
         WHERE "id" = $1`,
        id,
      ),
  }
}

/** Members, former members and banned accounts of chats. */
export function membersTable(sql: Sql) {
  // Chats that are no channels are counted in: what is too high is counted anew where it matters.
  const channels = new UpperBounds()
  const noteIn = (userId: number, status: MemberStatus | undefined): void => {
    if (status !== undefined && PRESENT.includes(status)) channels.added(String(userId))
  }
  const channelCount = async (userId: number): Promise<number> => {
    const row = await sql.get<{ n: number }>(
      `SELECT COUNT(*) AS "n" FROM members m JOIN chats c ON c."id" = m."chatId"
       WHERE m."userId" = $1 AND c."kind" IN ('supergroup', 'channel') AND c."deleted" = 0
         AND ${isPresentText('m')}`,
      userId,
    )
    return row?.n ?? 0
  }
  return {
    find: (chatId: number, userId: number) =>
      sql.get<MemberRow>(
        `SELECT * FROM members WHERE "chatId" = $1 AND "userId" = $2`,
        chatId,
        userId,
      ),
    /** Stores the whole standing, over an older one. */
    async put(row: MemberRow): Promise<void> {
      noteIn(row.userId, row.status)
      await sql.run(PUT_MEMBER, ...valuesOf(row, MEMBER))
      await sql.run(NOTE_BOT, row.chatId, row.userId)
    },
    async update(chatId: number, userId: number, patch: Partial<MemberRow>): Promise<void> {
      noteIn(userId, patch.status)
      const statement = updateText('members', patch, `"chatId" = ? AND "userId" = ?`, [
        chatId,
        userId,
      ])
      if (statement) await sql.run(statement.text, ...statement.params)
    },
    /** Stores the standing of somebody who gets in; false when they are in already. */
    async enter(row: MemberRow): Promise<boolean> {
      noteIn(row.userId, row.status)
      if ((await sql.run(ENTER, ...valuesOf(row, MEMBER))) === 0) return false
      await sql.run(NOTE_BOT, row.chatId, row.userId)
      return true
    },
    /** Stores the standing of somebody who gets out; false when they are not in. */
    async exit(row: MemberRow): Promise<boolean> {
      return (await sql.run(EXIT, ...valuesOf(row, MEMBER))) === 1
    },
    /** Those who are in the chat, creator first, then admins, then by date. */
    present: (chatId: number, limit: number) =>
      sql.all<MemberRow>(
        `SELECT * FROM members WHERE "chatId" = $1 AND ${IN_CHAT} ${BY_OFFICE} LIMIT $2`,
        chatId,
        limit,
      ),
    /** Ids of those who are in the chat. */
    async presentIds(chatId: number): Promise<number[]> {
      const rows = await sql.all<{ userId: number }>(
        `SELECT "userId" FROM members WHERE "chatId" = $1 AND ${IN_CHAT} ORDER BY "userId"`,
        chatId,
      )
      return rows.map((row) => row.userId)
    },
    withStatus: (chatId: number, statuses: readonly MemberStatus[], limit: number) =>
      sql.all<MemberRow>(
        `SELECT * FROM members WHERE "chatId" = $1 AND "status" IN (${statusList(statuses)})
         ${BY_OFFICE} LIMIT $2`,
        chatId,
        limit,
      ),
    async countWithStatus(chatId: number, statuses: readonly MemberStatus[]): Promise<number> {
      const row = await sql.get<{ n: number }>(
        `SELECT COUNT(*) AS "n" FROM members WHERE "chatId" = $1 AND "status" IN (${statusList(statuses)})`,
        chatId,
      )
      return row?.n ?? 0
    },
    /** Chats that the account is in. */
    chatsOf: (userId: number) =>
      sql.all<MemberRow>(
        `SELECT * FROM members WHERE "userId" = $1 AND ${IN_CHAT} ORDER BY "chatId"`,
        userId,
      ),
    /** Whether the account is in fewer channels and supergroups than `limit`; cheap however many there are. */
    hasRoomForChannel: (userId: number, limit: number): Promise<boolean> =>
      channels.isBelow(String(userId), limit, () => channelCount(userId)),
    /** Chats that both are in. */
    async commonChatIds(a: number, b: number): Promise<number[]> {
      const rows = await sql.all<{ chatId: number }>(
        `SELECT x."chatId" FROM members x JOIN members y ON y."chatId" = x."chatId"
         WHERE x."userId" = $1 AND y."userId" = $2
           AND ${isPresentText('x')} AND ${isPresentText('y')} ORDER BY x."chatId"`,
        a,
        b,
      )
      return rows.map((row) => row.chatId)
    },
  }
}
