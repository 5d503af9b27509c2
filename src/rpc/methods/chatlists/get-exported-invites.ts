import { listChatlistInvites } from '../../../domain/chatlists/links.ts'
import { encodeChatlistInvite } from '../../encode/chatlist.ts'
import { Encoder } from '../../encode/encoder.ts'
import { method } from '../../method.ts'

/** chatlists.getExportedInvites: https://core.telegram.org/method/chatlists.getExportedInvites */
export const getExportedInvites = method(
  'chatlists.getExportedInvites',
  async ({ u, caller }, { chatlist }) => {
    const e = new Encoder(u, caller)
    const rows = await listChatlistInvites(u, caller, chatlist.filterId)
    return {
      _: 'chatlists.exportedInvites',
      invites: rows.map((row) => encodeChatlistInvite(e, row)),
      chats: await e.chats(),
      users: await e.users(),
    }
  },
)
