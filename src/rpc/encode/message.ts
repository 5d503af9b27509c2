import type { Action } from '../../domain/messages/action.ts'
import { parseEntities } from '../../domain/messages/entity.ts'
import { hasFlag } from '../../domain/messages/flags.ts'
import type { MessageRow } from '../../store/tables/messages.ts'
import type { TypeMessage, TypeMessageAction } from '../../tl/generated/base.ts'
import type { Encoder } from './encoder.ts'
import { encodeEntity } from './entity.ts'
import { encodePeer } from './peer.ts'
import { encodePhoto } from './photo.ts'

/**
 * A message as the viewer sees it (https://core.telegram.org/constructor/message,
 * https://core.telegram.org/constructor/messageService). Whom it names is noted in the encoder.
 */
export function encodeMessage(e: Encoder, row: MessageRow): TypeMessage {
  const shared = {
    id: row.id,
    out: row.boxKind === 'account' ? row.out === 1 : e.isViewer(row.authorId),
    fromId: row.fromId === null ? undefined : e.peerUser(row.fromId),
    peerId: encodePeer(e, row.peerKind, row.peerId),
    // Of what an account writes to itself (https://core.telegram.org/api/saved-messages).
    savedPeerId:
      row.peerKind === 'user' && e.isViewer(row.peerId)
        ? encodePeer(e, 'user', row.peerId)
        : undefined,
    date: row.date,
    silent: hasFlag(row, 'silent'),
    post: row.post === 1,
    replyTo:
      row.replyToId === null
        ? undefined
        : {
            _: 'messageReplyHeader' as const,
            replyToMsgId: row.replyToId,
            replyToTopId: row.replyTopId ?? undefined,
          },
  }
  if (row.action === null) {
    const entities = parseEntities(row.entities).map((entity) => encodeEntity(e, entity))
    return {
      _: 'message',
      ...shared,
      noforwards: hasFlag(row, 'noforwards'),
      invertMedia: hasFlag(row, 'invertMedia'),
      message: row.text,
      editDate: row.editDate ?? undefined,
      entities: entities.length === 0 ? undefined : entities,
      postAuthor: row.postAuthor ?? undefined,
      // There are no comments here, but TDLib misses the place for them under its own posts.
      replies:
        row.commentsIn === null
          ? undefined
          : {
              _: 'messageReplies',
              comments: true,
              replies: 0,
              repliesPts: 0,
              channelId: e.chat(row.commentsIn),
            },
    }
  }
  return {
    _: 'messageService',
    ...shared,
    action: encodeAction(e, JSON.parse(row.action) as Action),
  }
}

/** The TL form of a service action. */
export function encodeAction(e: Encoder, action: Action): TypeMessageAction {
  switch (action.kind) {
    case 'chatCreate':
      e.usersOf(action.users)
      return { _: 'messageActionChatCreate', title: action.title, users: [...action.users] }
    case 'channelCreate':
      return { _: 'messageActionChannelCreate', title: action.title }
    case 'chatEditTitle':
      return { _: 'messageActionChatEditTitle', title: action.title }
    case 'chatEditPhoto':
      return { _: 'messageActionChatEditPhoto', photo: encodePhoto(e, action.photo) }
    case 'chatDeletePhoto':
      return { _: 'messageActionChatDeletePhoto' }
    case 'chatAddUser':
      e.usersOf(action.users)
      return { _: 'messageActionChatAddUser', users: [...action.users] }
    case 'chatDeleteUser':
      return { _: 'messageActionChatDeleteUser', userId: e.user(action.userId) }
    case 'chatJoinedByLink':
      return { _: 'messageActionChatJoinedByLink', inviterId: e.user(action.inviterId) }
    case 'chatJoinedByRequest':
      return { _: 'messageActionChatJoinedByRequest' }
    case 'chatMigrateTo':
      return { _: 'messageActionChatMigrateTo', channelId: e.chat(action.channelId) }
    case 'channelMigrateFrom':
      return {
        _: 'messageActionChannelMigrateFrom',
        title: action.title,
        chatId: e.chat(action.chatId),
      }
    case 'newCreatorPending':
      return { _: 'messageActionNewCreatorPending', newCreatorId: e.user(action.newCreatorId) }
    case 'changeCreator':
      return { _: 'messageActionChangeCreator', newCreatorId: e.user(action.newCreatorId) }
  }
}
