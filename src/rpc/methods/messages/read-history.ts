import { readHistory as readRule } from '../../../domain/messages/read.ts'
import { inputPeer } from '../../decode/peer.ts'
import { method } from '../../method.ts'

/** messages.readHistory: https://core.telegram.org/method/messages.readHistory */
export const readHistory = method(
  'messages.readHistory',
  async ({ u, caller }, { peer, maxId }) => {
    const affected = await readRule(u, caller, inputPeer(peer), maxId)
    u.noteAnswered()
    return { _: 'messages.affectedMessages', ...affected }
  },
)
