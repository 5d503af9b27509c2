import { editInvite } from '../../../domain/invites/edit.ts'
import { inputPeer } from '../../decode/peer.ts'
import { Encoder } from '../../encode/encoder.ts'
import { encodeInvite } from '../../encode/invite.ts'
import { method } from '../../method.ts'

/**
 * messages.editExportedChatInvite: https://core.telegram.org/method/messages.editExportedChatInvite
 *
 * Only the revocation of a primary link answers `exportedChatInviteReplaced`; TDLib takes it nowhere
 * else (spec section 2.4).
 */
export const editExportedChatInvite = method(
  'messages.editExportedChatInvite',
  async ({ u, caller }, request) => {
    const { invite, replacement } = await editInvite(
      u,
      caller,
      inputPeer(request.peer),
      request.link,
      {
        revoked: request.revoked ?? false,
        expireDate: request.expireDate,
        usageLimit: request.usageLimit,
        requestNeeded: request.requestNeeded,
        title: request.title,
      },
    )
    const e = new Encoder(u, caller)
    e.user(invite.adminId)
    const users = await e.users()
    return replacement
      ? {
          _: 'messages.exportedChatInviteReplaced',
          invite: encodeInvite(invite),
          newInvite: encodeInvite(replacement),
          users,
        }
      : { _: 'messages.exportedChatInvite', invite: encodeInvite(invite), users }
  },
)
