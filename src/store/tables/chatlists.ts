import type { SealedIds } from '../../core/sealed-ids.ts'
import { columns, insertText, updateText, valuesOf, type Flag, type Sql } from '../sql.ts'

/**
 * A folder of an account. The row with id 0 is no folder: it holds the place of "All chats" among them,
 * for accounts that moved it.
 */
export interface FolderRow {
  accountId: number
  id: number
  /** A chatlist was shared by a link or came by one; it holds chats by name only. */
  kind: 'folder' | 'chatlist' | 'default'
  position: number
  title: string
  /** Formatting of the title as JSON. */
  entities: string
  titleNoanimate: Flag
  emoticon: string | null
  color: number | null
  /** Bits of dialogFilter's flags: which kinds of chats belong to it. */
  flags: number
  /** Peers as JSON, in order; so are the two next. */
  pinned: string
  included: string
  excluded: string
  /** The link by which the account got the folder. */
  joinedInviteId: number | null
  /** Ids of the link's chats that the account was asked about already, as JSON. */
  seenChats: string
}

/** A link by which others get a folder. */
export interface ChatlistInviteRow {
  /** A later link has a higher one. */
  id: number
  /** The part after `https://t.me/addlist/`: the sealed id, which no column holds. */
  readonly slug: string
  ownerId: number
  folderId: number
  title: string
  date: number
  /** Ids of its channels and supergroups as JSON, in order. */
  chatIds: string
}

/** A link to store. */
export type NewChatlistInvite = Omit<ChatlistInviteRow, 'id' | 'slug'>

const FOLDER = [
  'accountId', 'id', 'kind', 'position', 'title', 'entities', 'titleNoanimate', 'emoticon', 'color', 'flags',
  'pinned', 'included', 'excluded', 'joinedInviteId', 'seenChats',
] as const satisfies readonly (keyof FolderRow)[] // prettier-ignore

const INVITE = [
  'ownerId', 'folderId', 'title', 'date', 'chatIds',
] as const satisfies readonly (keyof NewChatlistInvite)[] // prettier-ignore

const ROW = columns(['id', ...INVITE])
const INSERT_INVITE = `${insertText('chatlist_invites', INVITE)} RETURNING "id"`
const PUT_FOLDER = `${insertText('folders', FOLDER)}
  ON CONFLICT ("accountId", "id") DO UPDATE SET ${FOLDER.slice(2)
    .map((name) => `"${name}" = excluded."${name}"`)
    .join(', ')}`

/** Folders of accounts, and the links by which they are shared. */
export function chatlistsTable(sql: Sql, sealed: SealedIds) {
  const whole = (row: Omit<ChatlistInviteRow, 'slug'>): ChatlistInviteRow => ({
    ...row,
    slug: sealed.seal(row.id),
  })
  const inviteById = async (id: number): Promise<ChatlistInviteRow | undefined> => {
    const row = await sql.get<Omit<ChatlistInviteRow, 'slug'>>(
      `SELECT ${ROW} FROM chatlist_invites WHERE "id" = $1`,
      id,
    )
    return row && whole(row)
  }
  return {
    folder: (accountId: number, id: number) =>
      sql.get<FolderRow>(
        `SELECT * FROM folders WHERE "accountId" = $1 AND "id" = $2`,
        accountId,
        id,
      ),
    /** The account's folders in their order. */
    folders: (accountId: number) =>
      sql.all<FolderRow>(
        `SELECT * FROM folders WHERE "accountId" = $1 ORDER BY "position", "id"`,
        accountId,
      ),
    /** The folder that the account got by a link. */
    joined: (accountId: number, inviteId: number) =>
      sql.get<FolderRow>(
        `SELECT * FROM folders WHERE "accountId" = $1 AND "joinedInviteId" = $2`,
        accountId,
        inviteId,
      ),
    /** Stores a folder, over an older one. */
    putFolder: (row: FolderRow) => sql.run(PUT_FOLDER, ...valuesOf(row, FOLDER)),
    deleteFolder: (accountId: number, id: number) =>
      sql.run(`DELETE FROM folders WHERE "accountId" = $1 AND "id" = $2`, accountId, id),

    inviteById,
    /** The link that a slug is of; a slug that this server did not make costs no query. */
    async inviteBySlug(slug: string): Promise<ChatlistInviteRow | undefined> {
      const id = sealed.unseal(slug)
      return id === undefined ? undefined : inviteById(id)
    },
    /** Links to one folder, oldest first. */
    async invitesOf(ownerId: number, folderId: number): Promise<ChatlistInviteRow[]> {
      const rows = await sql.all<Omit<ChatlistInviteRow, 'slug'>>(
        `SELECT ${ROW} FROM chatlist_invites WHERE "ownerId" = $1 AND "folderId" = $2
         ORDER BY "id"`,
        ownerId,
        folderId,
      )
      return rows.map(whole)
    },
    /** Ids of the account's folders that have links. */
    async sharedIds(ownerId: number): Promise<number[]> {
      const rows = await sql.all<{ folderId: number }>(
        `SELECT DISTINCT "folderId" FROM chatlist_invites WHERE "ownerId" = $1`,
        ownerId,
      )
      return rows.map((row) => row.folderId)
    },
    /** Stores a link and returns it with its id and slug. */
    async insertInvite(row: NewChatlistInvite): Promise<ChatlistInviteRow> {
      const made = await sql.get<{ id: number }>(INSERT_INVITE, ...valuesOf(row, INVITE))
      if (made === undefined) throw new Error('an insert returned no row')
      return whole({ ...row, id: made.id })
    },
    async updateInvite(id: number, patch: Partial<NewChatlistInvite>): Promise<void> {
      const statement = updateText('chatlist_invites', patch, `"id" = ?`, [id])
      if (statement) await sql.run(statement.text, ...statement.params)
    },
    deleteInvite: (id: number) => sql.run(`DELETE FROM chatlist_invites WHERE "id" = $1`, id),
    deleteInvitesOf: (ownerId: number, folderId: number) =>
      sql.run(
        `DELETE FROM chatlist_invites WHERE "ownerId" = $1 AND "folderId" = $2`,
        ownerId,
        folderId,
      ),
    /** Forgets everything of an account. */
    async forget(accountId: number): Promise<void> {
      await sql.run(`DELETE FROM chatlist_invites WHERE "ownerId" = $1`, accountId)
      await sql.run(`DELETE FROM folders WHERE "accountId" = $1`, accountId)
    },
  }
}
