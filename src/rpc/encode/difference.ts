import type { BoxState, Difference } from '../../domain/updates/difference.ts'
import { boxIdOf } from '../../domain/updates/log.ts'
import { newestOfEach } from '../../domain/updates/look-again.ts'
import type { MissedInChannel } from '../../domain/updates/missed-in-channel.ts'
import type { LoggedEvent } from '../../domain/updates/update.ts'
import type { TypeMessage, TypeUpdate } from '../../tl/generated/base.ts'
import type {
  TypeUpdatesChannelDifference,
  TypeUpdatesDifference,
  UpdatesState,
} from '../../tl/generated/updates.ts'
import { encodeDialog } from './dialog.ts'
import type { Encoder } from './encoder.ts'
import { encodeMessage } from './message.ts'
import { encodeUpdate } from './updates.ts'

/**
 * The sequence number of containers. It never moves, since no container that is pushed has one
 * (`seq` 0); it is not 0 because some clients take 0 for "no state yet".
 */
const SEQ = 1

/** Seconds after which a client that looks at a channel without being in it asks again. */
const CHANNEL_TIMEOUT = 30

/** updates.state */
export function encodeState(state: BoxState, unreadCount: number): UpdatesState {
  return { _: 'updates.state', ...state, seq: SEQ, unreadCount }
}

/** https://core.telegram.org/type/updates.Difference: new messages apart from everything else. */
export async function encodeDifference(
  e: Encoder,
  difference: Difference,
  unreadCount: number,
): Promise<TypeUpdatesDifference> {
  switch (difference.kind) {
    case 'empty':
      return { _: 'updates.differenceEmpty', date: difference.state.date, seq: SEQ }
    case 'tooLong':
      return { _: 'updates.differenceTooLong', pts: difference.pts }
    case 'updates': {
      const { newMessages, otherUpdates } = await split(e, difference.events)
      for (const { channelId, pts } of difference.stale) {
        otherUpdates.push({ _: 'updateChannelTooLong', channelId: e.chat(channelId), pts })
      }
      const body = {
        newMessages,
        newEncryptedMessages: [],
        otherUpdates,
        users: await e.users(),
        chats: await e.chats(),
      }
      const state = encodeState(difference.state, unreadCount)
      return difference.final
        ? { _: 'updates.difference', ...body, state }
        : { _: 'updates.differenceSlice', ...body, intermediateState: state }
    }
  }
}

/** https://core.telegram.org/type/updates.ChannelDifference */
export async function encodeChannelDifference(
  e: Encoder,
  missed: MissedInChannel,
): Promise<TypeUpdatesChannelDifference> {
  const timeout = CHANNEL_TIMEOUT
  switch (missed.kind) {
    case 'empty':
      return {
        _: 'updates.channelDifferenceEmpty',
        final: true,
        pts: missed.pts,
        timeout,
      }
    case 'tooLong': {
      const { dialog, newest } = missed
      return {
        _: 'updates.channelDifferenceTooLong',
        final: true,
        timeout,
        dialog: encodeDialog(e, dialog),
        messages: newest.map((row) => encodeMessage(e, row)),
        users: await e.users(),
        chats: await e.chats(),
      }
    }
    case 'updates': {
      const { newMessages, otherUpdates } = await split(e, missed.events)
      return {
        _: 'updates.channelDifference',
        final: missed.final,
        pts: missed.pts,
        // A client that has not all of it asks again at once.
        timeout: missed.final ? timeout : undefined,
        newMessages,
        // Only what has a place in the channel's own sequence belongs here; how the channel itself
        // changed is seen by `chats`.
        otherUpdates: otherUpdates.filter((update) => update._ !== 'updateChannel'),
        users: await e.users(),
        chats: await e.chats(),
      }
    }
  }
}

/** New messages, and all other updates, each in order. A message that is gone already is neither. */
async function split(
  e: Encoder,
  events: readonly LoggedEvent[],
): Promise<{ newMessages: TypeMessage[]; otherUpdates: TypeUpdate[] }> {
  const newMessages: TypeMessage[] = []
  const otherUpdates: TypeUpdate[] = []
  for (const event of newestOfEach(events)) {
    if (event.update.kind === 'newMessage') {
      const box = event.to === 'channel' ? 'channel' : 'account'
      const row = await e.u.db.messages.find(box, boxIdOf(event), event.update.id)
      if (!row) continue
      newMessages.push(encodeMessage(e, row))
      if (row.randomId !== null && row.authorId === e.viewer.id) {
        // For the client that sent it and has no answer yet: it would hold it for a second message.
        const randomId = BigInt(row.randomId)
        otherUpdates.push({ _: 'updateMessageID', id: row.id, randomId })
      }
      continue
    }
    const update = await encodeUpdate(e, event)
    if (update) otherUpdates.push(update)
  }
  return { newMessages, otherUpdates }
}
