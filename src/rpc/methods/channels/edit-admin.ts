import { editAdmin as editAdminRule } from '../../../domain/members/promote.ts'
import { adminRightsMask } from '../../decode/rights.ts'
import { inputChannel, inputUser } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** channels.editAdmin: https://core.telegram.org/method/channels.editAdmin */
export const editAdmin = method(
  'channels.editAdmin',
  async ({ u, caller }, { channel, userId, adminRights, rank }) => {
    await editAdminRule(
      u,
      caller,
      inputChannel(channel),
      inputUser(userId),
      adminRightsMask(adminRights),
      rank,
    )
    return encodeUpdates(u, caller)
  },
)
