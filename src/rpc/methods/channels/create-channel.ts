import { createChannel as createChannelRule } from '../../../domain/chats/create.ts'
import { encodeCreation } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** channels.createChannel: https://core.telegram.org/method/channels.createChannel */
export const createChannel = method(
  'channels.createChannel',
  async ({ u, caller }, { megagroup, forum, title, about }) => {
    // for_import needs no rule of its own, and localgram has no forums: they are supergroups.
    const kind = megagroup || forum ? 'supergroup' : 'channel'
    await createChannelRule(u, caller, kind, title, about)
    return encodeCreation(u, caller)
  },
)
