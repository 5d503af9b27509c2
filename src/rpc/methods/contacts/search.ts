import { search as find, type Found } from '../../../domain/accounts/search.ts'
import type { TypePeer } from '../../../tl/generated/base.ts'
import { Encoder } from '../../encode/encoder.ts'
import { method } from '../../method.ts'

/** contacts.search: https://core.telegram.org/method/contacts.search */
export const search = method('contacts.search', async ({ u, caller }, request) => {
  const { mine, others } = await find(u, caller, request.q, request.limit)
  const e = new Encoder(u, caller)
  const peerOf = (one: Found): TypePeer =>
    one.kind === 'user' ? e.peerUser(one.user.id) : e.peerChat(one.chat)
  return {
    _: 'contacts.found',
    myResults: mine.map(peerOf),
    results: others.map(peerOf),
    chats: await e.chats(),
    users: await e.users(),
  }
})
