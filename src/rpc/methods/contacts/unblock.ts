import { unblock as unblockRule } from '../../../domain/accounts/block.ts'
import { inputPeer } from '../../decode/peer.ts'
import { method } from '../../method.ts'

/**
 * contacts.unblock: https://core.telegram.org/method/contacts.unblock
 *
 * `my_stories_from` means another list, of those who see no stories; nobody has any here.
 */
export const unblock = method('contacts.unblock', async ({ u, caller }, { id, myStoriesFrom }) => {
  if (!myStoriesFrom) await unblockRule(u, caller, inputPeer(id))
  u.noteAnswered()
  return true
})
