import type { Unit } from '../../domain/context.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { TypeUpdates } from '../../tl/generated/base.ts'
import { Encoder, type Viewer } from './encoder.ts'
import { encodeUpdates } from './updates.ts'

/**
 * The Updates of a successful join: exactly one chat, whatever the updates name beside it, since
 * TDLib fails with none or two and the apps open the first (spec section 2.7).
 */
export async function encodeJoin(u: Unit, caller: Viewer, { id }: ChatRow): Promise<TypeUpdates> {
  const updates = await encodeUpdates(u, caller)
  const own = updates.chats.find((chat) => chat.id === id)
  if (own) return { ...updates, chats: [own] }
  const chat = await u.db.chats.byId(id)
  return chat ? { ...updates, chats: [await new Encoder(u, caller).encodeChat(chat)] } : updates
}

/**
 * The Updates of a join that another's call brought about, a guard bot's: what happened was pushed
 * already, so they hold the chat and that it is the caller's now.
 */
export async function encodeJoined(u: Unit, caller: Viewer, chat: ChatRow): Promise<TypeUpdates> {
  const update = { kind: 'channel', channelId: chat.id } as const
  const event = {
    to: 'account',
    accountId: caller.id,
    update,
    pts: 0,
    ptsCount: 0,
    date: u.now,
  } as const
  return encodeUpdates(u, caller, [event])
}
