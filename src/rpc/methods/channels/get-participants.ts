import { getParticipants as participantsOf } from '../../../domain/members/participants.ts'
import type { ParticipantsOf } from '../../../store/tables/participants.ts'
import type { TypeChannelParticipantsFilter } from '../../../tl/generated/base.ts'
import { editableAdmins } from '../../../domain/members/promote.ts'
import { inputChannel } from '../../decode/peer.ts'
import { Encoder } from '../../encode/encoder.ts'
import { listHash } from '../../encode/list-hash.ts'
import { encodeChannelParticipant } from '../../encode/participant.ts'
import { method } from '../../method.ts'

/** channels.getParticipants: https://core.telegram.org/method/channels.getParticipants */
export const getParticipants = method(
  'channels.getParticipants',
  async ({ u, caller }, { channel, filter, offset, limit, hash }) => {
    const page = { of: LISTS[filter._], search: searchOf(filter), offset, limit }
    const list = await participantsOf(u, caller, inputChannel(channel), page)
    const ids = list.members.map((member) => member.userId)
    if (hash !== 0n && hash === listHash(ids))
      return { _: 'channels.channelParticipantsNotModified' }
    const mayEdit = await editableAdmins(u, list.own)
    const e = new Encoder(u, caller)
    e.chat(list.chat.id)
    return {
      _: 'channels.channelParticipants',
      count: list.count,
      participants: list.members.map((row) => encodeChannelParticipant(e, row, mayEdit)),
      chats: await e.chats(),
      users: await e.users(),
    }
  },
)

const LISTS: Readonly<Record<TypeChannelParticipantsFilter['_'], ParticipantsOf>> = {
  channelParticipantsRecent: 'recent',
  channelParticipantsSearch: 'recent',
  channelParticipantsMentions: 'recent',
  channelParticipantsAdmins: 'admins',
  channelParticipantsBots: 'bots',
  channelParticipantsKicked: 'kicked',
  channelParticipantsBanned: 'restricted',
  channelParticipantsContacts: 'contacts',
}

function searchOf(filter: TypeChannelParticipantsFilter): string {
  return 'q' in filter ? (filter.q ?? '') : ''
}
