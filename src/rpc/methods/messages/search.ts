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
  const media = filter._ !== 'inputMessagesFilterEmpty'
  const terms = { text, from: fromId && inputPeer(fromId), minDate, maxDate, media }
  const page = { ...request, offsetDate: 0 }
  const list = await searchTexts(u, caller, inputPeer(request.peer), terms, page)
  return encodeMessageList(new Encoder(u, caller), list)
})
