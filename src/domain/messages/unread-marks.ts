import type { DialogRow } from '../../store/tables/messages.ts'
import type { Caller, Unit } from '../context.ts'
import type { InputPeer } from '../peers.ts'
import { tellAccount } from '../updates/log.ts'
import { historyKey, requireReadable } from './history.ts'

/**
 * Marks a dialog as unread, whatever was read of it, or takes the mark away
 * (https://core.telegram.org/method/messages.markDialogUnread).
 *
 * @throws as `requireReadable`
 */
export async function markUnread(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  unread: boolean,
): Promise<void> {
  const { peerKind, peerId } = historyKey(caller.id, await requireReadable(u, caller, input))
  if (!unread) {
    await unmarkUnread(u, caller.id, { peerKind, peerId })
  } else if (await u.db.messages.markUnread(caller.id, peerKind, peerId)) {
    await tellAccount(u, caller.id, { kind: 'dialogUnreadMark', peerKind, peerId, unread }, 0)
  }
}

/** Takes the mark from a dialog, as reading it does too. */
export async function unmarkUnread(
  u: Unit,
  accountId: number,
  { peerKind, peerId }: Pick<DialogRow, 'peerKind' | 'peerId'>,
): Promise<void> {
  if (!(await u.db.messages.unmarkUnread(accountId, peerKind, peerId))) return
  await tellAccount(u, accountId, { kind: 'dialogUnreadMark', peerKind, peerId, unread: false }, 0)
}

/** Dialogs that are marked as unread (https://core.telegram.org/method/messages.getDialogUnreadMarks). */
export function listUnreadMarks(
  u: Unit,
  caller: Caller,
): Promise<Pick<DialogRow, 'peerKind' | 'peerId'>[]> {
  return u.db.messages.unreadMarks(caller.id)
}
