import { isPresent } from '../chats/rights.ts'
import type { Caller, Unit } from '../context.ts'
import { botHears } from '../messages/privacy.ts'
import type { LoggedEvent } from './update.ts'

/**
 * Whether an event is for the viewer: of his own box or queue, or of a channel that he is in and, for
 * a bot, a message that it may read.
 */
export async function concerns(u: Unit, viewer: Caller, event: LoggedEvent): Promise<boolean> {
  switch (event.to) {
    case 'account':
      return event.accountId === viewer.id
    case 'bot':
      return event.botId === viewer.id
    case 'channel':
      return (
        isPresent(await u.db.members.find(event.channelId, viewer.id)) &&
        (await mayHear(u, viewer, event))
      )
  }
}

/** Whether a viewer who sees the event's box may hear the event: bots don't read every message of a group. */
export async function mayHear(u: Unit, viewer: Caller, event: LoggedEvent): Promise<boolean> {
  const { update } = event
  if (!viewer.isBot || event.to !== 'channel') return true
  if (update.kind !== 'newMessage' && update.kind !== 'editMessage') return true
  const message = await u.db.messages.find('channel', event.channelId, update.id)
  if (!message) return true
  return botHears(u, event.channelId, viewer.id, message)
}
