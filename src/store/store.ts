import type { Seals } from './seals.ts'
import type { Sql } from './sql.ts'
import { acquaintancesTable } from './tables/acquaintances.ts'
import { adminLogTable } from './tables/admin-log.ts'
import { authTable } from './tables/auth.ts'
import { audienceTable } from './tables/audience.ts'
import { blockedTable } from './tables/blocked.ts'
import { botCommandsTable } from './tables/bot-commands.ts'
import { botUpdatesTable } from './tables/bot-updates.ts'
import { chatlistsTable } from './tables/chatlists.ts'
import { chatsTable, membersTable } from './tables/chats.ts'
import { historyTable } from './tables/history.ts'
import { importersTable } from './tables/importers.ts'
import { invitesTable } from './tables/invites.ts'
import { joinQueriesTable } from './tables/join-queries.ts'
import { leftoversTable } from './tables/leftovers.ts'
import { messagesTable } from './tables/messages.ts'
import { metaTable } from './tables/meta.ts'
import { participantsTable } from './tables/participants.ts'
import { peeksTable } from './tables/peeks.ts'
import { photosTable } from './tables/photos.ts'
import { updatesTable } from './tables/updates.ts'
import { usernamesTable } from './tables/usernames.ts'
import { usersTable } from './tables/users.ts'

/** Every table over one engine. */
export function createTables(sql: Sql, seals: Seals) {
  return {
    meta: metaTable(sql),
    users: usersTable(sql),
    usernames: usernamesTable(sql),
    auth: authTable(sql),
    chats: chatsTable(sql),
    members: membersTable(sql),
    participants: participantsTable(sql),
    invites: invitesTable(sql, seals.invites),
    importers: importersTable(sql),
    joinQueries: joinQueriesTable(sql),
    leftovers: leftoversTable(sql),
    peeks: peeksTable(sql),
    photos: photosTable(sql),
    chatlists: chatlistsTable(sql, seals.chatlists),
    adminLog: adminLogTable(sql),
    messages: messagesTable(sql),
    history: historyTable(sql),
    audience: audienceTable(sql),
    acquaintances: acquaintancesTable(sql),
    blocked: blockedTable(sql),
    updates: updatesTable(sql),
    botUpdates: botUpdatesTable(sql),
    botCommands: botCommandsTable(sql),
  }
}

/** What a unit of work reads and writes. Valid only inside its unit. */
export type Tables = ReturnType<typeof createTables>

/**
 * The store: durable, transactional, one interface over every engine (ARCHITECTURE.md).
 */
export interface Store {
  /**
   * Runs one unit of work. Its writes become visible and durable together or not at all. The promise
   * MUST NOT settle before the commit that holds the unit, also where the unit fails, since its error
   * may rest on what another unit of the same commit wrote. A unit that throws is rolled back alone,
   * unless the error has `keepsUnit: true`. The work awaits nothing but the tables.
   */
  unit<T>(work: (tables: Tables) => Promise<T>): Promise<T>
  /**
   * Empties every table and begins every counter anew, for the control API's reset. The schema version,
   * the server's secrets and its settings stay, and ids of links go on, so that none from before leads anywhere.
   */
  clear(): Promise<void>
  /** Waits for the units under way and closes the engine. */
  close(): Promise<void>
}
