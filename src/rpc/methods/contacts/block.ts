import { block as blockRule } from '../../../domain/accounts/block.ts'
import { inputPeer } from '../../decode/peer.ts'
import { method } from '../../method.ts'

/**
 * contacts.block: https://core.telegram.org/method/contacts.block
 *
 * `my_stories_from` means another list, of those who see no stories; nobody has any here.
 */
export const block = method('contacts.block', async ({ u, caller }, { id, myStoriesFrom }) => {
  if (!myStoriesFrom) await blockRule(u, caller, inputPeer(id))
  u.noteAnswered()
  return true
})
