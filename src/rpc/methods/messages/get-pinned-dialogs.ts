import { encodePeerDialogs } from '../../encode/peer-dialogs.ts'
import { method } from '../../method.ts'

/** messages.getPinnedDialogs: https://core.telegram.org/method/messages.getPinnedDialogs (nothing is pinned) */
export const getPinnedDialogs = method('messages.getPinnedDialogs', ({ u, caller }) =>
  encodePeerDialogs(u, caller, []),
)
