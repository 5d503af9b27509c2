import { setDiscussionGroup as setDiscussionGroupRule } from '../../../domain/chats/discussion.ts'
import { inputChannel } from '../../decode/peer.ts'
import { method } from '../../method.ts'

/** channels.setDiscussionGroup: https://core.telegram.org/method/channels.setDiscussionGroup */
export const setDiscussionGroup = method(
  'channels.setDiscussionGroup',
  async ({ u, caller }, { broadcast, group }) => {
    await setDiscussionGroupRule(u, caller, inputChannel(broadcast), inputChannel(group))
    return true
  },
)
