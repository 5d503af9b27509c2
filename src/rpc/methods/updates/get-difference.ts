import { unreadCount } from '../../../domain/messages/dialogs.ts'
import { difference } from '../../../domain/updates/difference.ts'
import { encodeDifference } from '../../encode/difference.ts'
import { Encoder } from '../../encode/encoder.ts'
import { method } from '../../method.ts'

/** updates.getDifference: https://core.telegram.org/method/updates.getDifference */
export const getDifference = method('updates.getDifference', async ({ u, caller }, request) => {
  const { pts, qts, date, ptsLimit, ptsTotalLimit } = request
  const since = { pts, qts, date, limit: ptsLimit, totalLimit: ptsTotalLimit }
  const missed = await difference(u, caller, since)
  return encodeDifference(new Encoder(u, caller), missed, await unreadCount(u, caller))
})
