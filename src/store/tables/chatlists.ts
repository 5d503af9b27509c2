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
  joinedSlug: string | null
  /** Ids of the link's chats that the account was asked about already, as JSON. */
  seenChats: string
}

/** A link by which others get a folder. */
export interface ChatlistInviteRow {
  /** The part after `https://t.me/addlist/`. */
  slug: string
  ownerId: number
  folderId: number
  title: string
  date: number
  /** Ids of its channels and supergroups as JSON, in order. */
  chatIds: string
}

const FOLDER = [
  'accountId', 'id', 'kind', 'position', 'title', 'entities', 'titleNoanimate', 'emoticon', 'color', 'flags',
  'pinned', 'included', 'excluded', 'joinedSlug', 'seenChats',
] as const satisfies readonly (keyof FolderRow)[] // prettier-ignore

const INVITE = [
  'slug', 'ownerId', 'folderId', 'title', 'date', 'chatIds',
] as const satisfies readonly (keyof ChatlistInviteRow)[] // prettier-ignore

const ROW = columns(INVITE)
// "n" tells in which order a folder's links were made, several within one second too.
const INSERT_INVITE = `INSERT INTO chatlist_invites (${ROW}, "n")
  SELECT ${INVITE.map((_, i) => `$${i + 1}`).join(', ')}, COALESCE(MAX("n"), 0) + 1
    FROM chatlist_invites WHERE "ownerId" = $2 AND "folderId" = $3`
const PUT_FOLDER = `${insertText('folders', FOLDER)}
  ON CONFLICT ("accountId", "id") DO UPDATE SET ${FOLDER.slice(2)
    .map((name) => `"${name}" = excluded."${name}"`)
    .join(', ')}`

/** Folders of accounts, and the links by which they are shared. */
export function chatlistsTable(sql: Sql) {
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
    joined: (accountId: number, slug: string) =>
      sql.get<FolderRow>(
        `SELECT * FROM folders WHERE "accountId" = $1 AND "joinedSlug" = $2`,
        accountId,
        slug,
      ),
    /** Stores a folder, over an older one. */
    putFolder: (row: FolderRow) => sql.run(PUT_FOLDER, ...valuesOf(row, FOLDER)),
    deleteFolder: (accountId: number, id: number) =>
      sql.run(`DELETE FROM folders WHERE "accountId" = $1 AND "id" = $2`, accountId, id),

    invite: (slug: string) =>
      sql.get<ChatlistInviteRow>(`SELECT ${ROW} FROM chatlist_invites WHERE "slug" = $1`, slug),
    /** Links to one folder, oldest first. */
    invitesOf: (ownerId: number, folderId: number) =>
      sql.all<ChatlistInviteRow>(
        `SELECT ${ROW} FROM chatlist_invites WHERE "ownerId" = $1 AND "folderId" = $2
         ORDER BY "n"`,
        ownerId,
        folderId,
      ),
    /** Ids of the account's folders that have links. */
    async sharedIds(ownerId: number): Promise<number[]> {
      const rows = await sql.all<{ folderId: number }>(
        `SELECT DISTINCT "folderId" FROM chatlist_invites WHERE "ownerId" = $1`,
        ownerId,
      )
      return rows.map((row) => row.folderId)
    },
    insertInvite: (row: ChatlistInviteRow) => sql.run(INSERT_INVITE, ...valuesOf(row, INVITE)),
    async updateInvite(slug: string, patch: Partial<ChatlistInviteRow>): Promise<void> {
      const statement = updateText('chatlist_invites', patch, `"slug" = ?`, [slug])
      if (statement) await sql.run(statement.text, ...statement.params)
    },
    deleteInvite: (slug: string) => sql.run(`DELETE FROM chatlist_invites WHERE "slug" = $1`, slug),
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
