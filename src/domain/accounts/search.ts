import { rpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Caller, Unit } from '../context.ts'

const LIMIT_MAX = 50
/** Shorter texts find only what the caller has already. */
const GLOBAL_MIN = 4

/** An account or a chat that was found. */
export type Found =
  | { readonly kind: 'user'; readonly user: UserRow }
  | { readonly kind: 'chat'; readonly chat: ChatRow }

/** What contacts.search found. */
export interface SearchResult {
  /** The caller's contacts and chats, by name. */
  readonly mine: readonly Found[]
  /** Public accounts and chats, by the beginning of their username. */
  readonly others: readonly Found[]
}

/**
 * Finds contacts, chats and public names.
 *
 * @throws SEARCH_QUERY_EMPTY
 * Source: https://core.telegram.org/method/contacts.search
 */
export async function search(
  u: Unit,
  caller: Caller,
  text: string,
  limit: number,
): Promise<SearchResult> {
  const query = text.trim().replace(/^@/, '').toLowerCase()
  if (query === '') throw rpcError('SEARCH_QUERY_EMPTY')
  const most = Math.min(Math.max(limit, 1), LIMIT_MAX)
  const mine = (await ofCaller(u, caller))
    .filter((one) => namesOf(one).some((name) => name.startsWith(query)))
    .slice(0, most)
  if (query.length < GLOBAL_MIN) return { mine, others: [] }
  const known = new Set(mine.map(idOf))
  const others = (await byUsername(u, query, most)).filter((one) => !known.has(idOf(one)))
  return { mine, others }
}

async function ofCaller(u: Unit, caller: Caller): Promise<Found[]> {
  const contacts = await u.db.users.contactsOf(caller.id)
  const users = await u.db.users.byIds(contacts.map((row) => row.userId))
  const places = await u.db.members.chatsOf(caller.id)
  const chats = await u.db.chats.byIds(places.map((row) => row.chatId))
  return [
    ...users.filter((user) => !user.deleted).map((user) => ({ kind: 'user' as const, user })),
    ...chats.filter((chat) => !chat.deleted).map((chat) => ({ kind: 'chat' as const, chat })),
  ]
}

async function byUsername(u: Unit, prefix: string, limit: number): Promise<Found[]> {
  const found: Found[] = []
  for (const row of await u.db.usernames.startingWith(prefix, limit)) {
    if (row.kind === 'user') {
      const user = await u.db.users.byId(row.id)
      if (user) found.push({ kind: 'user', user })
    } else {
      const chat = await u.db.chats.byId(row.id)
      if (chat && !chat.deleted) found.push({ kind: 'chat', chat })
    }
  }
  return found
}

/** Words that a text may begin with to find it. */
function namesOf(found: Found): string[] {
  const names =
    found.kind === 'user'
      ? [found.user.firstName, found.user.lastName, found.user.username ?? '']
      : [found.chat.title, found.chat.username ?? '']
  const whole = names.join(' ').trim().toLowerCase()
  return [whole, ...whole.split(/\s+/)]
}

function idOf(found: Found): number {
  return found.kind === 'user' ? found.user.id : found.chat.id
}
