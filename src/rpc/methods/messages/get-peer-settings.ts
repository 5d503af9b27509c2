import { requireReadable } from '../../../domain/messages/history.ts'
import { inputPeer } from '../../decode/peer.ts'
import { Encoder } from '../../encode/encoder.ts'
import { encodePeerSettings } from '../../encode/peer-settings.ts'
import { method } from '../../method.ts'

/** messages.getPeerSettings: https://core.telegram.org/method/messages.getPeerSettings */
export const getPeerSettings = method(
  'messages.getPeerSettings',
  async ({ u, caller }, { peer: input }) => {
    const peer = await requireReadable(u, caller, inputPeer(input))
    const settings =
      peer.kind === 'user'
        ? await encodePeerSettings(new Encoder(u, caller), peer.user.id)
        : ({ _: 'peerSettings' } as const)
    return { _: 'messages.peerSettings', settings, users: [], chats: [] }
  },
)
