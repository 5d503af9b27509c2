import { chatlistUpdates } from '../../../domain/chatlists/updates.ts'
import { encodePeers } from '../../encode/chatlist.ts'
import { Encoder } from '../../encode/encoder.ts'
import { method } from '../../method.ts'

/** chatlists.getChatlistUpdates: https://core.telegram.org/method/chatlists.getChatlistUpdates */
export const getChatlistUpdates = method(
  'chatlists.getChatlistUpdates',
  async ({ u, caller }, { chatlist }) => {
    const e = new Encoder(u, caller)
    const missing = await chatlistUpdates(u, caller, chatlist.filterId)
    return {
      _: 'chatlists.chatlistUpdates',
      missingPeers: encodePeers(e, missing),
      chats: await e.chats(),
      users: await e.users(),
    }
  },
)
