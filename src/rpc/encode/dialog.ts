import type { Dialog } from '../../domain/messages/dialogs.ts'
import type { TypeDialog, TypeMessage, TypePeer } from '../../tl/generated/base.ts'
import type { Encoder } from './encoder.ts'
import { encodeMessage } from './message.ts'

/** A dialog; whom it is with is noted in the encoder (https://core.telegram.org/constructor/dialog). */
export function encodeDialog(e: Encoder, dialog: Dialog): TypeDialog {
  return {
    _: 'dialog',
    peer: peerOf(e, dialog),
    topMessage: dialog.top?.id ?? 0,
    readInboxMaxId: dialog.readInbox,
    readOutboxMaxId: dialog.readOutbox,
    unreadCount: dialog.unread,
    unreadMentionsCount: 0,
    unreadReactionsCount: 0,
    unreadPollVotesCount: 0,
    // Absent settings mean the defaults, which is what every dialog has.
    notifySettings: { _: 'peerNotifySettings' },
    pts: dialog.channelPts,
  }
}

/** The newest messages of dialogs. */
export function encodeTopMessages(e: Encoder, dialogs: readonly Dialog[]): TypeMessage[] {
  return dialogs.flatMap(({ top }) => (top ? [encodeMessage(e, top)] : []))
}

function peerOf(e: Encoder, { peerKind, peerId }: Dialog): TypePeer {
  if (peerKind === 'user') return e.peerUser(peerId)
  e.chat(peerId)
  return peerKind === 'chat'
    ? { _: 'peerChat', chatId: peerId }
    : { _: 'peerChannel', channelId: peerId }
}
