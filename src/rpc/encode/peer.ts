import type { PeerKind } from '../../store/tables/messages.ts'
import type { TypePeer } from '../../tl/generated/base.ts'
import type { Encoder } from './encoder.ts'

/** A TL Peer of what a message or dialog is with, noted in the encoder (https://core.telegram.org/type/Peer). */
export function encodePeer(e: Encoder, kind: PeerKind, id: number): TypePeer {
  switch (kind) {
    case 'user':
      return e.peerUser(id)
    case 'chat':
      return { _: 'peerChat', chatId: e.chat(id) }
    case 'channel':
      return { _: 'peerChannel', channelId: e.chat(id) }
  }
}
