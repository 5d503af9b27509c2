import { isPresent } from '../../domain/chats/rights.ts'
import type { Unit } from '../../domain/context.ts'
import { concerns, mayHear } from '../../domain/updates/audience.ts'
import { boxIdOf } from '../../domain/updates/log.ts'
import { newestOfEach } from '../../domain/updates/look-again.ts'
import {
  isLogged,
  type DomainEvent,
  type LoggedEvent,
  type Update,
} from '../../domain/updates/update.ts'
import type { TypeUpdate, TypeUpdates } from '../../tl/generated/base.ts'
import { encodeParticipants } from './basic-group.ts'
import { encodeBotCommandsUpdate } from './bot-info.ts'
import { encodeFolderOrder, encodeFolderUpdate } from './chatlist.ts'
import { encodeDialogUpdate } from './dialog-update.ts'
import { Encoder, type Viewer } from './encoder.ts'
import { encodeJoinDecision, encodeJoinRequested, encodePendingRequests } from './join-request.ts'
import { encodeMessage } from './message.ts'
import { encodeParticipantChange } from './participant-change.ts'
import { encodePeer } from './peer.ts'

/** Events that the viewer must hear: of their own box, and of channels that they are in. */
async function eventsFor(e: Encoder, events: readonly DomainEvent[]): Promise<LoggedEvent[]> {
  const mine: LoggedEvent[] = []
  for (const event of events) {
    if (isLogged(event) && (await concernsViewer(e, event))) mine.push(event)
  }
  return mine
}

async function concernsViewer(e: Encoder, event: LoggedEvent): Promise<boolean> {
  const { u, viewer } = e
  if (event.to !== 'channel') return concerns(u, viewer, event)
  return isPresent(await e.standingIn(event.channelId)) && mayHear(u, viewer, event)
}

/**
 * The `updates` that tell the viewer what happened, the answer of methods such as messages.createChat
 * (https://core.telegram.org/constructor/updates). Without `events` it is what happened in this unit
 * so far; call it last, since what happens later is pushed.
 *
 * @param more updates that only the caller gets, put first
 */
export async function encodeUpdates(
  u: Unit,
  viewer: Viewer,
  events: readonly DomainEvent[] = u.events,
  more: readonly TypeUpdate[] = [],
): Promise<TypeUpdates & { _: 'updates' }> {
  if (events === u.events) u.noteAnswered()
  const e = new Encoder(u, viewer)
  return encodeWith(e, await eventsFor(e, events), more)
}

/**
 * The `updates` that answer the making of a chat: those of this unit, and an updateMessageID for the
 * service message that begins the chat. No client gave it a random id, but TDLib refuses an answer
 * that has not exactly one.
 */
export async function encodeCreation(u: Unit, caller: Viewer): Promise<TypeUpdates> {
  const first = u.events.find(
    (event): event is LoggedEvent =>
      (event.to === 'channel' || (event.to === 'account' && event.accountId === caller.id)) &&
      event.update.kind === 'newMessage',
  )
  if (first?.update.kind !== 'newMessage') throw new Error('a chat without a first message')
  const randomId = u.random.bytes(8).readBigInt64LE(0)
  return encodeUpdates(u, caller, u.events, [
    { _: 'updateMessageID', id: first.update.id, randomId },
  ])
}

/**
 * The `updates` that tell the viewer of events, all of them for this viewer. `seq` is 0: every update is part of a
 * pts sequence or in none.
 *
 * @param more updates that only the caller gets, put first (updateMessageID)
 */
export function encodeEvents(
  u: Unit,
  viewer: Viewer,
  events: readonly LoggedEvent[],
  more: readonly TypeUpdate[] = [],
): Promise<TypeUpdates & { _: 'updates' }> {
  return encodeWith(new Encoder(u, viewer), events, more)
}

async function encodeWith(
  e: Encoder,
  events: readonly LoggedEvent[],
  more: readonly TypeUpdate[],
): Promise<TypeUpdates & { _: 'updates' }> {
  const updates: TypeUpdate[] = [...more]
  for (const event of newestOfEach(events)) {
    const update = await encodeUpdate(e, event)
    if (update) updates.push(update)
  }
  return {
    _: 'updates',
    updates,
    users: await e.users(),
    chats: await e.chats(),
    date: e.u.now,
    seq: 0,
  }
}

/**
 * One update in TL, undefined where it speaks of something that is gone. Whom it names is noted in
 * the encoder (https://core.telegram.org/type/Update).
 */
export async function encodeUpdate(
  e: Encoder,
  event: LoggedEvent,
): Promise<TypeUpdate | undefined> {
  const { update, pts, ptsCount } = event
  switch (update.kind) {
    case 'newMessage':
    case 'editMessage':
      return encodeMessageUpdate(e, event, update)
    case 'deleteMessages':
      return encodeDeleted(e, event, update.ids)
    case 'readInbox':
      return encodeReadInbox(e, event, update)
    case 'readOutbox':
      return update.peerKind === 'channel'
        ? { _: 'updateReadChannelOutbox', channelId: e.chat(update.peerId), maxId: update.maxId }
        : {
            _: 'updateReadHistoryOutbox',
            peer: encodePeer(e, update.peerKind, update.peerId),
            maxId: update.maxId,
            pts,
            ptsCount,
          }
    case 'chatParticipants':
      e.chat(update.chatId)
      return {
        _: 'updateChatParticipants',
        participants: await encodeParticipants(e, update.chatId),
      }
    case 'chat':
      return { _: 'updateChat', chatId: e.chat(update.chatId) }
    case 'channel':
      return { _: 'updateChannel', channelId: e.chat(update.channelId) }
    case 'userName':
      return encodeUserName(e, update.userId)
    case 'user':
      return { _: 'updateUser', userId: e.user(update.userId) }
    case 'participant':
      return encodeParticipantChange(e, update, pts)
    case 'dialogFilter':
      return encodeFolderUpdate(e, update.id)
    case 'dialogFilterOrder':
      return encodeFolderOrder(e)
    case 'botCommands':
      return encodeBotCommandsUpdate(e, update)
    case 'pendingRequests':
      return encodePendingRequests(e, update.chatId)
    case 'joinRequested':
      return encodeJoinRequested(e, update, pts)
    case 'joinDecision':
      return encodeJoinDecision(e, update)
    case 'botStopped': {
      const { userId, date, stopped } = update
      return { _: 'updateBotStopped', userId: e.user(userId), date, stopped, qts: pts }
    }
    default:
      return encodeDialogUpdate(e, update)
  }
}

/**
 * A message that is gone already is told as deleted: that keeps the place in the sequence, and every
 * client understands it.
 */
async function encodeMessageUpdate(
  e: Encoder,
  event: LoggedEvent,
  { kind, id }: Update & { kind: 'newMessage' | 'editMessage' },
): Promise<TypeUpdate> {
  const { pts, ptsCount } = event
  const box = event.to === 'channel' ? 'channel' : 'account'
  const row = await e.u.db.messages.find(box, boxIdOf(event), id)
  if (!row) return encodeDeleted(e, event, [id])
  const message = encodeMessage(e, row)
  return { _: MESSAGE_UPDATES[kind][box], message, pts, ptsCount }
}

const MESSAGE_UPDATES = {
  newMessage: { account: 'updateNewMessage', channel: 'updateNewChannelMessage' },
  editMessage: { account: 'updateEditMessage', channel: 'updateEditChannelMessage' },
} as const

function encodeDeleted(e: Encoder, event: LoggedEvent, ids: readonly number[]): TypeUpdate {
  const { pts, ptsCount } = event
  const messages = [...ids]
  if (event.to !== 'channel') return { _: 'updateDeleteMessages', messages, pts, ptsCount }
  const channelId = e.chat(event.channelId)
  return { _: 'updateDeleteChannelMessages', channelId, messages, pts, ptsCount }
}

function encodeReadInbox(
  e: Encoder,
  { pts, ptsCount }: LoggedEvent,
  update: Update & { kind: 'readInbox' },
): TypeUpdate {
  const { maxId, stillUnread: stillUnreadCount } = update
  if (update.peerKind === 'channel') {
    return {
      _: 'updateReadChannelInbox',
      channelId: e.chat(update.peerId),
      maxId,
      stillUnreadCount,
      pts: update.channelPts ?? pts,
    }
  }
  return {
    _: 'updateReadHistoryInbox',
    peer: encodePeer(e, update.peerKind, update.peerId),
    maxId,
    stillUnreadCount,
    pts,
    ptsCount,
  }
}

async function encodeUserName(e: Encoder, userId: number): Promise<TypeUpdate | undefined> {
  const row = await e.u.db.users.byId(e.user(userId))
  if (!row) return undefined
  return {
    _: 'updateUserName',
    userId,
    firstName: row.firstName,
    lastName: row.lastName,
    usernames:
      row.username === null
        ? []
        : [{ _: 'username', editable: true, active: true, username: row.username }],
  }
}
