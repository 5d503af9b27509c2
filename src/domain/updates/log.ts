import type { Unit } from '../context.ts'
import type { Sequenced, Update } from './update.ts'

/** Appending is the hot path, so a box is trimmed only once in this many updates. */
const TRIM_EVERY = 256

/**
 * Logs an update for an account and tells its sessions after the commit.
 *
 * @param ptsCount how far the account's pts moves: 1 for a message, 0 for an update outside the
 *   sequence
 * Source: https://core.telegram.org/api/updates#update-sequence-pts
 */
export async function tellAccount(
  u: Unit,
  accountId: number,
  update: Update,
  ptsCount: number,
): Promise<Sequenced> {
  const pts = await u.db.users.addPts(accountId, ptsCount)
  return logUpdate(u, { to: 'account', accountId, update, pts, ptsCount, date: u.now })
}

/**
 * Logs an update of a channel or supergroup and tells everybody who is in it after the commit.
 *
 * Source: https://core.telegram.org/api/updates#update-sequence-pts (every channel has its own)
 */
export async function tellChannel(
  u: Unit,
  channelId: number,
  update: Update,
  ptsCount: number,
): Promise<Sequenced> {
  const pts = await u.db.chats.addPts(channelId, ptsCount)
  return logUpdate(u, { to: 'channel', channelId, update, pts, ptsCount, date: u.now })
}

type Logged =
  | (Sequenced & { to: 'account'; accountId: number })
  | (Sequenced & { to: 'channel'; channelId: number })

async function logUpdate(u: Unit, event: Logged): Promise<Sequenced> {
  const boxId = event.to === 'account' ? event.accountId : event.channelId
  const { pts, ptsCount, date } = event
  await u.db.updates.append({
    boxKind: event.to,
    boxId,
    pts,
    ptsCount,
    date,
    payload: JSON.stringify(event.update),
  })
  if (pts % TRIM_EVERY === 0 && ptsCount > 0) {
    await u.db.updates.trim(event.to, boxId, u.limits.updateLogPerBox)
  }
  u.events.push(event)
  return event
}
