import { rpcError } from '../../core/rpc-error.ts'
import type { MessageRow } from '../../store/tables/messages.ts'
import type { Caller, Unit } from '../context.ts'
import type { Action } from '../messages/action.ts'
import { deleteChannelMessages, deleteMessages } from '../messages/delete.ts'
import type { InputPeer } from '../peers.ts'

/** Seconds for which a bot may delete a message. */
const DELETABLE_SECONDS = 2 * 86_400

/** Service messages that stay: with them a supergroup or channel began. */
const LASTING: ReadonlySet<Action['kind']> = new Set(['channelCreate', 'channelMigrateFrom'])

/**
 * Deletes a message for everybody, as far as a bot may
 * (https://core.telegram.org/bots/api#deletemessage): one that is younger than 48 hours.
 *
 * @param channel the message's channel or supergroup; undefined for private chats and basic groups
 * @throws MESSAGE_DELETE_FORBIDDEN for one that is too old, with which the chat began, or that is
 *   somebody else's without the right to delete; and as `deleteChannelMessages`
 */
export async function deleteForAll(
  u: Unit,
  caller: Caller,
  message: MessageRow,
  channel: InputPeer | undefined,
): Promise<void> {
  if (u.now >= message.date + DELETABLE_SECONDS) {
    throw rpcError('MESSAGE_DELETE_FORBIDDEN', { reason: 'the message is too old' })
  }
  const action = message.action === null ? undefined : (JSON.parse(message.action) as Action)
  if (action && LASTING.has(action.kind)) {
    throw rpcError('MESSAGE_DELETE_FORBIDDEN', { reason: 'the chat began with the message' })
  }
  if (channel) await deleteChannelMessages(u, caller, channel, [message.id])
  else await deleteMessages(u, caller, [message.id], true)
}
