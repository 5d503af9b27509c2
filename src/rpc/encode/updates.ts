import { isPresent } from '../../domain/chats/rights.ts'
import type { Caller, Unit } from '../../domain/context.ts'
import type { DomainEvent, Sequenced } from '../../domain/updates/update.ts'
import type { PeerKind } from '../../store/tables/messages.ts'
import type { TypePeer, TypeUpdate, TypeUpdates } from '../../tl/generated/types.ts'
import { encodeParticipants } from './basic-group.ts'
import { Encoder } from './encoder.ts'
import { encodeMessage } from './message.ts'

/** Events that concern the viewer: those of his own box, and those of channels that he is in. */
export async function eventsFor(
  u: Unit,
  viewer: Caller,
  events: readonly DomainEvent[],
): Promise<DomainEvent[]> {
  const mine: DomainEvent[] = []
  for (const event of events) {
    if (event.to === 'account' && event.accountId === viewer.id) mine.push(event)
    if (event.to === 'channel' && isPresent(await u.db.members.find(event.channelId, viewer.id)))
      mine.push(event)
  }
  return mine
}

/**
 * The `updates` that tell the viewer what happened, the answer of methods such as messages.createChat
 * (https://core.telegram.org/constructor/updates). `seq` is 0: every update stands in a pts sequence
 * or in none.
 *
 * @param more updates that only the caller gets, put first (updateMessageID)
 */
export async function encodeUpdates(
  u: Unit,
  viewer: Caller,
  events: readonly DomainEvent[] = u.events,
  more: readonly TypeUpdate[] = [],
): Promise<TypeUpdates> {
  const e = new Encoder(u, viewer)
  const updates: TypeUpdate[] = [...more]
  for (const event of await eventsFor(u, viewer, events)) {
    if (event.to !== 'account' && event.to !== 'channel') continue
    const box = event.to === 'account' ? ('account' as const) : ('channel' as const)
    const update = await encodeUpdate(
      e,
      box,
      event.to === 'account' ? event.accountId : event.channelId,
      event,
    )
    if (update) updates.push(update)
  }
  return {
    _: 'updates',
    updates,
    users: await e.users(),
    chats: await e.chats(),
    date: u.now,
    seq: 0,
  }
}

/**
 * One update in TL, undefined where it speaks of something that is gone. Whom it names is noted in
 * the encoder (https://core.telegram.org/type/Update).
 */
export async function encodeUpdate(
  e: Encoder,
  box: 'account' | 'channel',
  boxId: number,
  { update, pts, ptsCount }: Sequenced,
): Promise<TypeUpdate | undefined> {
  switch (update.kind) {
    case 'newMessage': {
      const row = await e.u.db.messages.find(box, boxId, update.id)
      if (!row) return undefined
      return {
        _: box === 'channel' ? 'updateNewChannelMessage' : 'updateNewMessage',
        message: encodeMessage(e, row),
        pts,
        ptsCount,
      }
    }
    case 'deleteMessages':
      return box === 'channel'
        ? {
            _: 'updateDeleteChannelMessages',
            channelId: e.chat(boxId),
            messages: [...update.ids],
            pts,
            ptsCount,
          }
        : { _: 'updateDeleteMessages', messages: [...update.ids], pts, ptsCount }
    case 'readInbox':
      if (update.peerKind === 'channel') {
        const { maxId, stillUnread: stillUnreadCount } = update
        return {
          _: 'updateReadChannelInbox',
          channelId: e.chat(update.peerId),
          maxId,
          stillUnreadCount,
          pts,
        }
      }
      return {
        _: 'updateReadHistoryInbox',
        peer: peerOf(e, update.peerKind, update.peerId),
        maxId: update.maxId,
        stillUnreadCount: update.stillUnread,
        pts,
        ptsCount,
      }
    case 'readOutbox':
      return update.peerKind === 'channel'
        ? { _: 'updateReadChannelOutbox', channelId: e.chat(update.peerId), maxId: update.maxId }
        : {
            _: 'updateReadHistoryOutbox',
            peer: peerOf(e, update.peerKind, update.peerId),
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

function peerOf(e: Encoder, kind: PeerKind, id: number): TypePeer {
  if (kind === 'user') return e.peerUser(id)
  e.chat(id)
  return kind === 'chat' ? { _: 'peerChat', chatId: id } : { _: 'peerChannel', channelId: id }
}
