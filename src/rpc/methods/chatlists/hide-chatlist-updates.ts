import { hideChatlistUpdates as hideRule } from '../../../domain/chatlists/updates.ts'
import { method } from '../../method.ts'

/** chatlists.hideChatlistUpdates: https://core.telegram.org/method/chatlists.hideChatlistUpdates */
export const hideChatlistUpdates = method(
  'chatlists.hideChatlistUpdates',
  async ({ u, caller }, { chatlist }) => {
    await hideRule(u, caller, chatlist.filterId)
    return true
  },
)
