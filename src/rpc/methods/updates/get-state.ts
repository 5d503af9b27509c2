import { unreadCount } from '../../../domain/messages/dialogs.ts'
import { boxState } from '../../../domain/updates/difference.ts'
import { encodeState } from '../../encode/difference.ts'
import { method } from '../../method.ts'

/** updates.getState: https://core.telegram.org/method/updates.getState */
export const getState = method('updates.getState', async ({ u, caller }) =>
  encodeState(await boxState(u, caller.id), await unreadCount(u, caller)),
)
