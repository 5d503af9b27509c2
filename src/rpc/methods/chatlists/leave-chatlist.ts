import { leaveChatlist as leaveRule } from '../../../domain/chatlists/leave.ts'
import { inputPeer } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** chatlists.leaveChatlist: https://core.telegram.org/method/chatlists.leaveChatlist */
export const leaveChatlist = method(
  'chatlists.leaveChatlist',
  async ({ u, caller }, { chatlist, peers }) => {
    await leaveRule(u, caller, chatlist.filterId, peers.map(inputPeer))
    return encodeUpdates(u, caller)
  },
)
