import { listHistory } from '../../../domain/messages/history.ts'
import { inputPeer } from '../../decode/peer.ts'
import { Encoder } from '../../encode/encoder.ts'
import { encodeMessageList } from '../../encode/message-list.ts'
import { method } from '../../method.ts'

/** messages.getHistory: https://core.telegram.org/method/messages.getHistory */
export const getHistory = method('messages.getHistory', async ({ u, caller }, request) => {
  const list = await listHistory(u, caller, inputPeer(request.peer), request)
  return encodeMessageList(new Encoder(u, caller), list)
})
