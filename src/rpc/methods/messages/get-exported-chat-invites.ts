import { listInvites } from '../../../domain/invites/list.ts'
import { inputPeer, inputUser } from '../../decode/peer.ts'
import { Encoder } from '../../encode/encoder.ts'
import { encodeInvite } from '../../encode/invite.ts'
import { method } from '../../method.ts'

/** messages.getExportedChatInvites: https://core.telegram.org/method/messages.getExportedChatInvites */
export const getExportedChatInvites = method(
  'messages.getExportedChatInvites',
  async ({ u, caller }, request) => {
    const { offsetDate, offsetLink } = request
    const { count, invites } = await listInvites(u, caller, inputPeer(request.peer), {
      adminId: inputUser(request.adminId),
      revoked: request.revoked ?? false,
      offset: offsetDate === undefined ? undefined : { date: offsetDate, link: offsetLink ?? '' },
      limit: request.limit,
    })
    const e = new Encoder(u, caller)
    e.usersOf(invites.map((invite) => invite.adminId))
    return {
      _: 'messages.exportedChatInvites',
      count,
      invites: invites.map((invite) => encodeInvite(invite)),
      users: await e.users(),
    }
  },
)
