import type { ChatRow } from '../../store/tables/chats.ts'
import type { Caller, Unit } from '../context.ts'
import { resolveChannel, standing, type InputPeer } from '../peers.ts'
import { isPresent } from './rights.ts'

/**
 * A channel as channels.getChannels accepts it. Bots keep no access hashes over restarts, so client
 * libraries ask with hash 0 for a channel that a bot knows by its id only; Telegram answers where the
 * bot is in it. [INF] that being in it is the condition: spec/clients.md section 2 shows the calls.
 *
 * @throws CHANNEL_INVALID for an unknown channel, and for a wrong hash otherwise
 */
export async function resolveSeenChannel(
  u: Unit,
  caller: Caller,
  input: InputPeer,
): Promise<ChatRow> {
  if (caller.isBot && input.kind === 'channel' && input.accessHash === 0n) {
    const chat = await u.db.chats.byId(input.channelId)
    if (chat && chat.kind !== 'group' && isPresent(await standing(u, chat, caller.id))) return chat
  }
  return resolveChannel(u, caller, input)
}
