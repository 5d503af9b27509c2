import { inviteToChannel as inviteToChannelRule } from '../../../domain/members/invite.ts'
import { inputChannel, inputUser } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** channels.inviteToChannel: https://core.telegram.org/method/channels.inviteToChannel */
export const inviteToChannel = method(
  'channels.inviteToChannel',
  async ({ u, caller }, { channel, users }) => {
    const named = users.map(inputUser)
    const missing = await inviteToChannelRule(u, caller, inputChannel(channel), named)
    return {
      _: 'messages.invitedUsers',
      updates: await encodeUpdates(u, caller),
      missingInvitees: missing.map((userId) => ({ _: 'missingInvitee', userId })),
    }
  },
)
