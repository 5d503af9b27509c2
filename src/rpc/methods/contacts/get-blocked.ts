import { listBlocked } from '../../../domain/accounts/block.ts'
import { Encoder } from '../../encode/encoder.ts'
import { encodePeer } from '../../encode/peer.ts'
import { method } from '../../method.ts'

/** contacts.getBlocked: https://core.telegram.org/method/contacts.getBlocked */
export const getBlocked = method('contacts.getBlocked', async ({ u, caller }, request) => {
  const { offset, limit, myStoriesFrom } = request
  const e = new Encoder(u, caller)
  const { count, rows } = myStoriesFrom
    ? { count: 0, rows: [] }
    : await listBlocked(u, caller, offset, limit)
  const body = {
    blocked: rows.map(({ peerKind, peerId, date }) => ({
      _: 'peerBlocked' as const,
      peerId: encodePeer(e, peerKind, peerId),
      date,
    })),
    chats: await e.chats(),
    users: await e.users(),
  }
  return rows.length === count
    ? { _: 'contacts.blocked', ...body }
    : { _: 'contacts.blockedSlice', count, ...body }
})
