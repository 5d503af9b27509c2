import type { QueuedUpdate } from '../../domain/bots/updates-queue.ts'
import type { BotUpdate, UpdateKind, UpdateWriter } from '../../domain/bots/updates.ts'
import type { Unit } from '../../domain/context.ts'
import { encodeBotStopped, encodeChatMemberUpdated } from './chat-member-updated.ts'
import { encodeChatJoinRequest } from './chat-join-request.ts'
import { encodeMessage } from './message.ts'

/** https://core.telegram.org/bots/api#update: the id and one field that is named after the kind. */
export type BotApiUpdate = { readonly update_id: number } & {
  readonly [K in UpdateKind]?: object
}

/** Updates of a bot, the oldest first. One that speaks of what is nowhere any more is left out. */
export async function encodeUpdates(
  u: Unit,
  botId: number,
  queued: readonly QueuedUpdate[],
): Promise<BotApiUpdate[]> {
  const updates: BotApiUpdate[] = []
  for (const { id, update } of queued) {
    const written = 'content' in update ? update : await writeUpdate(u, botId, update)
    if (written) updates.push({ update_id: id, [written.kind]: written.content })
  }
  return updates
}

/** What an update holds beside its id. */
export const writeUpdate: UpdateWriter = async (u, botId, update) => {
  const content = await encodeContent(u, botId, update)
  return content && { kind: update.kind, content }
}

async function encodeContent(
  u: Unit,
  botId: number,
  update: BotUpdate,
): Promise<object | undefined> {
  if ('message' in update) return encodeMessage(u, botId, update.message)
  if ('change' in update) return encodeChatMemberUpdated(u, botId, update.change, update.invite)
  if ('request' in update) return encodeChatJoinRequest(u, botId, update.request, update.invite)
  const bot = await u.db.users.byId(botId)
  return bot && encodeBotStopped(u, bot, update.stopped)
}
