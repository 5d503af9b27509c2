import { accounts } from './first/accounts.ts'
import { chats } from './first/chats.ts'
import { messages } from './first/messages.ts'

/**
 * The first schema. One text for both engines: columns are quoted camelCase, booleans are small
 * integers, 64-bit values that are not ids are text or bytes. Ids stay below 2^53. AUTOINCREMENT alone is
 * SQLite's; PostgreSQL calls it an identity column.
 */
export const first: readonly string[] = [...accounts, ...chats, ...messages]
