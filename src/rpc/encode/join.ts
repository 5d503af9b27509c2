import type { Caller, Unit } from '../../domain/context.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { TypeUpdates } from '../../tl/generated/base.ts'
import { Encoder } from './encoder.ts'
import { encodeUpdates } from './updates.ts'

/**
 * The Updates of a successful join: exactly one chat, whatever the updates name beside it, since
 * TDLib fails with none or two and the apps open the first (spec section 2.7).
 */
export async function encodeJoin(u: Unit, caller: Caller, { id }: ChatRow): Promise<TypeUpdates> {
  const updates = await encodeUpdates(u, caller)
  const chat = await u.db.chats.byId(id)
  if (updates._ !== 'updates' || !chat) return updates
  return { ...updates, chats: [await new Encoder(u, caller).encodeChat(chat)] }
}
