import { rpcError } from '../../../core/rpc-error.ts'
import { dialogWith } from '../../../domain/messages/dialogs.ts'
import { inputPeer } from '../../decode/peer.ts'
import { encodePeerDialogs } from '../../encode/peer-dialogs.ts'
import { method } from '../../method.ts'

/** Most peers of one call. */
const PEERS_MAX = 100

/**
 * messages.getPeerDialogs: https://core.telegram.org/method/messages.getPeerDialogs
 *
 * TDLib asks for every chat that it meets and does not go on without an answer (spec/clients.md
 * section 2), so a peer to whom nothing was said yet has a dialog as well.
 */
export const getPeerDialogs = method(
  'messages.getPeerDialogs',
  async ({ u, caller }, { peers }) => {
    if (peers.length === 0) throw rpcError('INPUT_PEERS_EMPTY')
    const dialogs = []
    for (const one of peers.slice(0, PEERS_MAX)) {
      if (one._ !== 'inputDialogPeer') continue
      dialogs.push(await dialogWith(u, caller, inputPeer(one.peer)))
    }
    return encodePeerDialogs(u, caller, dialogs)
  },
)
