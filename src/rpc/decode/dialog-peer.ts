import { rpcError } from '../../core/rpc-error.ts'
import type { InputPeer } from '../../domain/peers.ts'
import type { TypeInputDialogPeer } from '../../tl/generated/base.ts'
import { inputPeer } from './peer.ts'

/**
 * The peer of one dialog. Folders of archived dialogs and communities are none here.
 *
 * @throws PEER_ID_INVALID
 * Source: https://core.telegram.org/type/InputDialogPeer
 */
export function inputDialogPeer(peer: TypeInputDialogPeer): InputPeer {
  if (peer._ === 'inputDialogPeer') return inputPeer(peer.peer)
  throw rpcError('PEER_ID_INVALID', { reason: peer._ })
}
