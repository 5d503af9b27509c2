import { getInvite } from '../../../domain/invites/list.ts'
import { inputPeer } from '../../decode/peer.ts'
import { Encoder } from '../../encode/encoder.ts'
import { encodeInvite } from '../../encode/invite.ts'
import { method } from '../../method.ts'

/** messages.getExportedChatInvite: https://core.telegram.org/method/messages.getExportedChatInvite */
export const getExportedChatInvite = method(
  'messages.getExportedChatInvite',
  async ({ u, caller }, { peer, link }) => {
    const invite = await getInvite(u, caller, inputPeer(peer), link)
    const e = new Encoder(u, caller)
    e.user(invite.adminId)
    return {
      _: 'messages.exportedChatInvite',
      invite: encodeInvite(invite),
      users: await e.users(),
    }
  },
)
