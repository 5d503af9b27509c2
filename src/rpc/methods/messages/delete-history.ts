import { deleteHistory as deleteRule } from '../../../domain/messages/clear.ts'
import { inputPeer } from '../../decode/peer.ts'
import { method } from '../../method.ts'

/** messages.deleteHistory: https://core.telegram.org/method/messages.deleteHistory */
export const deleteHistory = method('messages.deleteHistory', async ({ u, caller }, request) => {
  const { peer, maxId, minDate, maxDate, justClear = false, revoke = false } = request
  const options = { maxId, minDate, maxDate, justClear, revoke }
  const affected = await deleteRule(u, caller, inputPeer(peer), options)
  u.noteAnswered()
  return { _: 'messages.affectedHistory', ...affected }
})
