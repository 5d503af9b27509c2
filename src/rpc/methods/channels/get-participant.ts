import { getParticipant as participantOf } from '../../../domain/members/participants.ts'
import { editableAdmins } from '../../../domain/members/promote.ts'
import { inputChannel, inputPeer } from '../../decode/peer.ts'
import { Encoder } from '../../encode/encoder.ts'
import { encodeChannelParticipant } from '../../encode/participant.ts'
import { method } from '../../method.ts'

/** channels.getParticipant: https://core.telegram.org/method/channels.getParticipant */
export const getParticipant = method(
  'channels.getParticipant',
  async ({ u, caller }, { channel, participant }) => {
    const peers = [inputChannel(channel), inputPeer(participant)] as const
    const { chat, own, member } = await participantOf(u, caller, ...peers)
    const e = new Encoder(u, caller)
    e.chat(chat.id)
    return {
      _: 'channels.channelParticipant',
      participant: encodeChannelParticipant(e, member, await editableAdmins(u, own)),
      chats: await e.chats(),
      users: await e.users(),
    }
  },
)
