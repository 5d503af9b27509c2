import { joinChatlistUpdates as joinRule } from '../../../domain/chatlists/updates.ts'
import { inputPeer } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** chatlists.joinChatlistUpdates: https://core.telegram.org/method/chatlists.joinChatlistUpdates */
export const joinChatlistUpdates = method(
  'chatlists.joinChatlistUpdates',
  async ({ u, caller }, { chatlist, peers }) => {
    await joinRule(u, caller, chatlist.filterId, peers.map(inputPeer))
    return encodeUpdates(u, caller)
  },
)
