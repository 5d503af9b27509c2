import type { Unit } from '../context.ts'

/**
 * Whether the account is in fewer channels and supergroups than it may be in; Premium accounts may be
 * in more.
 *
 * Source: https://core.telegram.org/api/config#channels-limit-default
 */
export async function mayJoinMoreChannels(u: Unit, accountId: number): Promise<boolean> {
  const { channelsPerUser, channelsPerPremiumUser } = u.limits
  if (await u.db.members.hasRoomForChannel(accountId, channelsPerUser)) return true
  const account = await u.db.users.byId(accountId)
  return (
    account?.premium === 1 &&
    (await u.db.members.hasRoomForChannel(accountId, channelsPerPremiumUser))
  )
}
