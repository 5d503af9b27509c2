import type { Dialog } from '../../domain/messages/dialogs.ts'
import type { TypeDialog, TypeMessage } from '../../tl/generated/base.ts'
import type { Encoder } from './encoder.ts'
import { encodeMessage } from './message.ts'
import { encodePeer } from './peer.ts'

/** A dialog; whom it is with is noted in the encoder (https://core.telegram.org/constructor/dialog). */
export function encodeDialog(e: Encoder, dialog: Dialog): TypeDialog {
  return {
    _: 'dialog',
    pinned: dialog.pinned,
    unreadMark: dialog.unreadMark,
    peer: encodePeer(e, dialog.peerKind, dialog.peerId),
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
