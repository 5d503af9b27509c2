import { listPinned } from '../../domain/messages/pins.ts'
import type { Update } from '../../domain/updates/update.ts'
import type { PeerKind } from '../../store/tables/messages.ts'
import type { TypeDialogPeer, TypeUpdate } from '../../tl/generated/base.ts'
import type { Encoder } from './encoder.ts'
import { encodePeer } from './peer.ts'

/** What an account did to its own dialogs, for its other sessions. */
export async function encodeDialogUpdate(
  e: Encoder,
  update: Update & {
    kind: 'channelCleared' | 'dialogPinned' | 'pinnedDialogs' | 'dialogUnreadMark' | 'peerBlocked'
  },
): Promise<TypeUpdate> {
  switch (update.kind) {
    case 'channelCleared': {
      const channelId = e.chat(update.channelId)
      return { _: 'updateChannelAvailableMessages', channelId, availableMinId: update.upTo }
    }
    case 'dialogPinned': {
      const { peerKind, peerId, pinned } = update
      return { _: 'updateDialogPinned', pinned, peer: encodeDialogPeer(e, peerKind, peerId) }
    }
    case 'pinnedDialogs': {
      const dialogs = await listPinned(e.u, e.viewer)
      const order = dialogs.map((one) => encodeDialogPeer(e, one.peerKind, one.peerId))
      return { _: 'updatePinnedDialogs', order }
    }
    case 'dialogUnreadMark': {
      const { peerKind, peerId, unread } = update
      return { _: 'updateDialogUnreadMark', unread, peer: encodeDialogPeer(e, peerKind, peerId) }
    }
    case 'peerBlocked': {
      const { peerKind, peerId, blocked } = update
      return { _: 'updatePeerBlocked', blocked, peerId: encodePeer(e, peerKind, peerId) }
    }
  }
}

/** What a dialog is with (https://core.telegram.org/constructor/dialogPeer). */
export function encodeDialogPeer(e: Encoder, kind: PeerKind, id: number): TypeDialogPeer {
  return { _: 'dialogPeer', peer: encodePeer(e, kind, id) }
}
