import { searchTexts } from '../../../domain/messages/history.ts'
import { inputPeer } from '../../decode/peer.ts'
import { Encoder } from '../../encode/encoder.ts'
import { encodeMessageList } from '../../encode/message-list.ts'
import { method } from '../../method.ts'

/**
 * messages.search: https://core.telegram.org/method/messages.search
 *
 * Texts only: there are no media here, so every filter of media finds nothing.
 */
export const search = method('messages.search', async ({ u, caller }, request) => {
  const { q: text, fromId, filter, minDate, maxDate } = request
  const terms = { text, from: fromId && inputPeer(fromId), minDate, maxDate }
  const page = { ...request, offsetDate: 0 }
  const list = await searchTexts(u, caller, inputPeer(request.peer), terms, page)
  const none = filter._ !== 'inputMessagesFilterEmpty'
  return encodeMessageList(new Encoder(u, caller), none ? { ...list, rows: [], count: 0 } : list)
})
