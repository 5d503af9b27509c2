import { rpcError } from '../../core/rpc-error.ts'
import type { HistoryKey } from '../../store/tables/history.ts'
import type { DialogRow } from '../../store/tables/messages.ts'
import type { Caller, Unit } from '../context.ts'
import type { InputPeer } from '../peers.ts'
import { tellAccount } from '../updates/log.ts'
import { dialogPlaces, dialogWith, listedDialog, type Dialog } from './dialogs.ts'

/** Which dialog, in one account's list. */
type DialogId = Pick<DialogRow, 'peerKind' | 'peerId'>

/**
 * Pins a dialog above all others, or takes the pin away
 * (https://core.telegram.org/method/messages.toggleDialogPin).
 *
 * @throws PEER_HISTORY_EMPTY for a peer with whom there is no dialog, PINNED_DIALOGS_TOO_MUCH, and as
 *   `requireReadable`
 */
export async function togglePin(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  pinned: boolean,
): Promise<void> {
  const { peerKind, peerId, pinned: before } = await dialogWith(u, caller, input)
  if (pinned === before) return
  if (pinned) {
    const places = await dialogPlaces(u, caller)
    if (!places.some((at) => isSame(at, { peerKind, peerId }))) throw rpcError('PEER_HISTORY_EMPTY')
    await dropStale(u, caller)
    const limit = await pinLimit(u, caller)
    if (!(await u.db.messages.pin(caller.id, peerKind, peerId, limit))) {
      throw rpcError('PINNED_DIALOGS_TOO_MUCH')
    }
  } else {
    await u.db.messages.updateDialog(caller.id, peerKind, peerId, { pinned: 0 })
  }
  await tellAccount(u, caller.id, { kind: 'dialogPinned', peerKind, peerId, pinned }, 0)
}

/**
 * Puts the pinned dialogs into an order; those that are not named stand below them, or with `force`
 * lose their pin (https://core.telegram.org/method/messages.reorderPinnedDialogs).
 *
 * @throws PINNED_DIALOGS_TOO_MUCH, and as `requireReadable`
 */
export async function reorderPins(
  u: Unit,
  caller: Caller,
  inputs: readonly InputPeer[],
  force: boolean,
): Promise<void> {
  const order: DialogId[] = []
  const add = (one: DialogId): void => {
    if (!order.some((at) => isSame(at, one))) order.push(one)
  }
  const before = await pinnedRows(u, caller)
  for (const input of inputs) {
    const dialog = await dialogWith(u, caller, input)
    // Only `force` pins what was not pinned.
    if (force || dialog.pinned) add(dialog)
  }
  if (!force) for (const row of before) add(row)
  const limit = await pinLimit(u, caller)
  if (order.length > limit) throw rpcError('PINNED_DIALOGS_TOO_MUCH')
  if (order.length === before.length && order.every((one, i) => isAt(one, before[i]))) return
  await u.db.messages.unpinAll(caller.id)
  for (const { peerKind, peerId } of order.toReversed()) {
    await u.db.messages.pin(caller.id, peerKind, peerId, limit)
  }
  await tellAccount(u, caller.id, { kind: 'pinnedDialogs' }, 0)
}

/** The pinned dialogs in their order (https://core.telegram.org/method/messages.getPinnedDialogs). */
export async function listPinned(u: Unit, caller: Caller): Promise<Dialog[]> {
  const dialogs: Dialog[] = []
  for (const row of await pinnedRows(u, caller)) dialogs.push(await listedDialog(u, caller, row))
  return dialogs
}

/** Takes the pin from a dialog that leaves the list. */
export async function dropPin(
  u: Unit,
  accountId: number,
  { peerKind, peerId }: HistoryKey,
): Promise<void> {
  const row = await u.db.messages.dialog(accountId, peerKind, peerId)
  if (!row || row.pinned === 0) return
  await u.db.messages.updateDialog(accountId, peerKind, peerId, { pinned: 0 })
  await tellAccount(u, accountId, { kind: 'dialogPinned', peerKind, peerId, pinned: false }, 0)
}

/** Pinned dialogs that are still in the list: a channel may have been left. */
async function pinnedRows(u: Unit, caller: Caller): Promise<DialogId[]> {
  const rows = await u.db.messages.pinned(caller.id)
  if (rows.length === 0) return rows
  const places = await dialogPlaces(u, caller)
  return rows.filter((row) => places.some((place) => isSame(place, row)))
}

/** Frees the places of pinned dialogs that are no longer in the list. */
async function dropStale(u: Unit, caller: Caller): Promise<void> {
  const shown = await pinnedRows(u, caller)
  for (const row of await u.db.messages.pinned(caller.id)) {
    if (shown.some((one) => isSame(one, row))) continue
    await u.db.messages.updateDialog(caller.id, row.peerKind, row.peerId, { pinned: 0 })
  }
}

async function pinLimit(u: Unit, caller: Caller): Promise<number> {
  const account = await u.db.users.byId(caller.id)
  return account?.premium ? u.limits.pinnedDialogsPerPremiumUser : u.limits.pinnedDialogsPerUser
}

function isSame(a: DialogId, b: DialogId): boolean {
  return a.peerKind === b.peerKind && a.peerId === b.peerId
}

function isAt(one: DialogId, other: DialogId | undefined): boolean {
  return other !== undefined && isSame(one, other)
}
