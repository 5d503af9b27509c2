import { listInviteAdmins } from '../../../domain/invites/list.ts'
import { inputPeer } from '../../decode/peer.ts'
import { Encoder } from '../../encode/encoder.ts'
import { method } from '../../method.ts'

/** messages.getAdminsWithInvites: https://core.telegram.org/method/messages.getAdminsWithInvites */
export const getAdminsWithInvites = method(
  'messages.getAdminsWithInvites',
  async ({ u, caller }, { peer }) => {
    const admins = await listInviteAdmins(u, caller, inputPeer(peer))
    const e = new Encoder(u, caller)
    return {
      _: 'messages.chatAdminsWithInvites',
      admins: admins.map((admin) => ({
        _: 'chatAdminWithInvites',
        adminId: e.user(admin.adminId),
        invitesCount: admin.active,
        revokedInvitesCount: admin.revoked,
      })),
      users: await e.users(),
    }
  },
)
