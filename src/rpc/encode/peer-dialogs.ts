import type { Unit } from '../../domain/context.ts'
import { unreadCount, type Dialog } from '../../domain/messages/dialogs.ts'
import { boxState } from '../../domain/updates/difference.ts'
import type { MessagesPeerDialogs } from '../../tl/generated/messages.ts'
import { encodeDialog, encodeTopMessages } from './dialog.ts'
import { encodeState } from './difference.ts'
import { Encoder, type Viewer } from './encoder.ts'

/** Dialogs with the account's state (https://core.telegram.org/constructor/messages.peerDialogs). */
export async function encodePeerDialogs(
  u: Unit,
  caller: Viewer,
  dialogs: readonly Dialog[],
): Promise<MessagesPeerDialogs> {
  const e = new Encoder(u, caller)
  return {
    _: 'messages.peerDialogs',
    dialogs: dialogs.map((dialog) => encodeDialog(e, dialog)),
    messages: encodeTopMessages(e, dialogs),
    users: await e.users(),
    chats: await e.chats(),
    state: encodeState(await boxState(u, caller.id), await unreadCount(u, caller)),
  }
}
