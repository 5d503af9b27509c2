import { deleteMessages as deleteRule } from '../../../domain/messages/delete.ts'
import { method } from '../../method.ts'

/** messages.deleteMessages: https://core.telegram.org/method/messages.deleteMessages */
export const deleteMessages = method(
  'messages.deleteMessages',
  async ({ u, caller }, { id, revoke }) => {
    const affected = await deleteRule(u, caller, id, revoke ?? false)
    u.noteAnswered()
    return { _: 'messages.affectedMessages', ...affected }
  },
)
