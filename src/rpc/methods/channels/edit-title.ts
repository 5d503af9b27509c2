import { editTitle as editTitleRule } from '../../../domain/chats/edit.ts'
import { inputChannel } from '../../decode/peer.ts'
import { encodeUpdates } from '../../encode/updates.ts'
import { method } from '../../method.ts'

/** channels.editTitle: https://core.telegram.org/method/channels.editTitle */
export const editTitle = method('channels.editTitle', async ({ u, caller }, { channel, title }) => {
  await editTitleRule(u, caller, inputChannel(channel), title)
  return encodeUpdates(u, caller)
})
