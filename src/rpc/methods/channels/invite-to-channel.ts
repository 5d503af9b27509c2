import { inviteToChannel as inviteToChannelRule } from '../../../domain/members/invite.ts'
import { inputChannel, inputUser } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** channels.inviteToChannel: https://core.telegram.org/method/channels.inviteToChannel */
export const inviteToChannel = method(
  'channels.inviteToChannel',
  async ({ u, caller }, { channel, users }) => {
    await inviteToChannelRule(u, caller, inputChannel(channel), users.map(inputUser))
    return {
      _: 'messages.invitedUsers',
      updates: await encodeUpdates(u, caller),
      missingInvitees: [],
    }
  },
)
