import { requireReadable } from '../../../domain/messages/history.ts'
import { inputPeer } from '../../decode/peer.ts'
import { method } from '../../method.ts'

/** messages.getSearchCounters: https://core.telegram.org/method/messages.getSearchCounters (there are no media) */
export const getSearchCounters = method(
  'messages.getSearchCounters',
  async ({ u, caller }, { peer, filters }) => {
    await requireReadable(u, caller, inputPeer(peer))
    return filters.map((filter) => ({ _: 'messages.searchCounter', filter, count: 0 }) as const)
  },
)
