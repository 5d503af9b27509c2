import { channelInput, type ChatWorld } from '../chats/testing.ts'
import type { Unit } from '../context.ts'
import type { InputPeer } from '../peers.ts'
import type { TestAccount } from '../testing.ts'
import { getAdminLog, type AdminLog, type AdminLogEvent, type AdminLogQuery } from './get.ts'

const ALL: AdminLogQuery = {
  search: '',
  filter: undefined,
  admins: undefined,
  maxId: 0,
  minId: 0,
  limit: 100,
}

/** The question for a chat's log as an account asks it, for everything unless told. */
export const askLog =
  (who: TestAccount, chat: { id: number }, query: Partial<AdminLogQuery> = {}) =>
  (u: Unit): Promise<AdminLog> =>
    getAdminLog(u, who.caller, channelInput(u, who, chat), { ...ALL, ...query })

/** Events of a chat's log, oldest first. */
export async function logOf(
  w: ChatWorld,
  who: TestAccount,
  chat: { id: number },
  query?: Partial<AdminLogQuery>,
): Promise<AdminLogEvent[]> {
  return [...(await w.unit(askLog(who, chat, query))).events].reverse()
}

/** Every event that is stored for a chat, newest first, however old. */
export function storedLog(w: ChatWorld, chat: { id: number }) {
  return w.unit((u) =>
    u.db.adminLog.page({
      chatId: chat.id,
      filter: undefined,
      userIds: undefined,
      search: '',
      beforeId: 10_000,
      afterId: 0,
      since: 0,
      limit: 10_000,
    }),
  )
}

/** Runs a rule with the chat as the account's client names it. */
export function inChannel<T>(
  w: ChatWorld,
  who: TestAccount,
  chat: { id: number },
  rule: (u: Unit, input: InputPeer) => Promise<T>,
): Promise<T> {
  return w.unit((u) => rule(u, channelInput(u, who, chat)))
}
