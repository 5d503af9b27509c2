import { joinChatlist } from '../../../domain/chatlists/join.ts'
import { inputPeer } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** chatlists.joinChatlistInvite: https://core.telegram.org/method/chatlists.joinChatlistInvite */
export const joinChatlistInvite = method(
  'chatlists.joinChatlistInvite',
  async ({ u, caller }, { slug, peers }) => {
    await joinChatlist(u, caller, slug, peers.map(inputPeer))
    return encodeUpdates(u, caller)
  },
)
