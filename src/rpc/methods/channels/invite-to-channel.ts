import { inviteToChannel as inviteToChannelRule } from '../../../domain/members/invite.ts'
import { inParts } from '../../../domain/rest.ts'
import { inputChannel, inputUser } from '../../decode/peer.ts'
import { afterRest } from '../../deferred.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** Users that one unit puts in; more are put in as by several calls. tdesktop sends no more in one. */
const INVITED_AT_ONCE = 100

/** channels.inviteToChannel: https://core.telegram.org/method/channels.inviteToChannel */
export const inviteToChannel = method(
  'channels.inviteToChannel',
  async ({ u, caller }, { channel, users }) => {
    const input = inputChannel(channel)
    const missing: number[] = []
    const isAlone = users.length === 1
    const invite = inParts(users.map(inputUser), INVITED_AT_ONCE, async (unit, some) => {
      missing.push(...(await inviteToChannelRule(unit, caller, input, some, isAlone)))
    })
    return afterRest(u, await invite(u), async (unit) => ({
      _: 'messages.invitedUsers' as const,
      updates: await encodeUpdates(unit, caller),
      missingInvitees: missing.map((userId) => ({ _: 'missingInvitee' as const, userId })),
    }))
  },
)
