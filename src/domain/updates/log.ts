import type { UpdateRow } from '../../store/tables/updates.ts'
import type { Unit } from '../context.ts'
import type { LoggedEvent, Sequenced, Update } from './update.ts'

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

/**
 * Takes the next message id of a channel or supergroup, and logs and tells as `tellChannel` that a message
 * has it. The caller stores the message.
 */
export async function tellNextMessage(
  u: Unit,
  channelId: number,
): Promise<Sequenced & { readonly id: number }> {
  const { lastMessageId: id, pts } = await u.db.chats.nextMessage(channelId)
  const update = { kind: 'newMessage', id } as const
  const event = { to: 'channel', channelId, update, pts, ptsCount: 1, date: u.now } as const
  return { id, ...(await logUpdate(u, event)) }
}

/**
 * Logs an update in a bot's second queue, which Telegram numbers by qts, and tells its sessions after
 * the commit: what happens to members and join requests where the bot is an admin.
 *
 * Source: https://core.telegram.org/api/updates#update-sequence-qts
 */
export async function tellBot(u: Unit, botId: number, update: Update): Promise<Sequenced> {
  const qts = await u.db.users.addQts(botId)
  return logUpdate(u, { to: 'bot', botId, update, pts: qts, ptsCount: 1, date: u.now })
}

/** The box that an event was logged in. */
export function boxIdOf(event: LoggedEvent): number {
  switch (event.to) {
    case 'account':
      return event.accountId
    case 'channel':
      return event.channelId
    case 'bot':
      return event.botId
  }
}

/** The event that a row of the log was written for. */
export function eventOf(row: UpdateRow): LoggedEvent {
  const { boxId, pts, ptsCount, date } = row
  const update = JSON.parse(row.payload) as Update
  const sequenced = { update, pts, ptsCount, date }
  switch (row.boxKind) {
    case 'account':
      return { to: 'account', accountId: boxId, ...sequenced }
    case 'channel':
      return { to: 'channel', channelId: boxId, ...sequenced }
    case 'bot':
      return { to: 'bot', botId: boxId, ...sequenced }
  }
}

async function logUpdate(u: Unit, event: LoggedEvent): Promise<Sequenced> {
  const boxId = boxIdOf(event)
  const { pts, ptsCount, date } = event
  const n = await u.db.updates.append({
    boxKind: event.to,
    boxId,
    pts,
    ptsCount,
    date,
    payload: JSON.stringify(event.update),
  })
  if (n % TRIM_EVERY === 0) {
    await u.db.updates.trim(event.to, boxId, u.limits.updateLogPerBox)
  }
  u.events.push(event)
  return event
}
