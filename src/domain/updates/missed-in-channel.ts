import { rpcError } from '../../core/rpc-error.ts'
import type { MessageRow } from '../../store/tables/messages.ts'
import type { Caller, Unit } from '../context.ts'
import { channelDialog, type Dialog } from '../messages/dialogs.ts'
import { newestInChannel } from '../messages/history.ts'
import { resolveChannel, type InputPeer } from '../peers.ts'
import { channelDifference, type ChannelDifference } from './difference.ts'

/** Ids of messages from one to another, both included. */
export interface IdRange {
  readonly minId: number
  readonly maxId: number
}

/** What a client asks for of a channel. */
export interface ChannelQuery {
  readonly pts: number
  /** Most pts that the client wants; 0 is the most that it may want. */
  readonly limit: number
  /** Which new messages it wants to hear of: those in one of the ranges, or all with none. */
  readonly ranges: readonly IdRange[]
  /** It wants to hear of no new message at all. */
  readonly excludeNewMessages: boolean
}

/** What a client has missed in a channel; where that is too long, what it starts anew from. */
export type MissedInChannel =
  | Exclude<ChannelDifference, { kind: 'tooLong' }>
  | {
      readonly kind: 'tooLong'
      readonly dialog: Dialog
      /** The newest messages, newest first. */
      readonly newest: readonly MessageRow[]
    }

/**
 * What a client has missed in a channel that it names
 * (https://core.telegram.org/method/updates.getChannelDifference).
 *
 * @throws RANGES_INVALID, CHANNEL_INVALID, and as `channelDifference`
 */
export async function missedInChannel(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  query: ChannelQuery,
): Promise<MissedInChannel> {
  const { pts, limit, ranges } = query
  if (ranges.some(({ minId, maxId }) => minId > maxId)) throw rpcError('RANGES_INVALID')
  const chat = await resolveChannel(u, caller, input)
  const missed = await channelDifference(u, caller, chat, pts, limit)
  if (missed.kind === 'empty') return missed
  if (missed.kind === 'tooLong') {
    const dialog = await channelDialog(u, caller.id, chat)
    return { ...missed, dialog, newest: await newestInChannel(u, caller.id, chat, limit) }
  }
  const events = missed.events.filter(
    ({ update }) => update.kind !== 'newMessage' || isWanted(query, update.id),
  )
  return { ...missed, events }
}

function isWanted({ ranges, excludeNewMessages }: ChannelQuery, id: number): boolean {
  if (excludeNewMessages) return false
  return ranges.length === 0 || ranges.some(({ minId, maxId }) => minId <= id && id <= maxId)
}
