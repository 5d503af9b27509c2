import { isPresent } from '../../domain/chats/rights.ts'
import { editableAdmins } from '../../domain/members/promote.ts'
import { standing } from '../../domain/peers.ts'
import type { ParticipantChange } from '../../domain/updates/update.ts'
import type { MemberRow } from '../../store/tables/chats.ts'
import type {
  TypeChannelParticipant,
  TypeChatParticipant,
  TypeExportedChatInvite,
  TypeUpdate,
} from '../../tl/generated/base.ts'
import { encodeChatParticipant } from './basic-group.ts'
import type { Encoder } from './encoder.ts'
import { encodeSeenInvite } from './join-request.ts'
import { encodeChannelParticipant } from './participant.ts'

/**
 * A change of somebody's standing, as bots hear it; undefined where the chat is unknown. A participant
 * that is absent was not in the chat before, or is not in it now
 * (https://core.telegram.org/constructor/updateChannelParticipant,
 * https://core.telegram.org/constructor/updateChatParticipant).
 */
export async function encodeParticipantChange(
  e: Encoder,
  change: ParticipantChange,
  qts: number,
): Promise<TypeUpdate | undefined> {
  const chat = await e.u.db.chats.byId(e.chat(change.chatId))
  if (!chat) return undefined
  const { date, prev, next } = change
  const shared = {
    date,
    actorId: e.user(change.actorId),
    userId: e.user(change.userId),
    invite: await inviteOf(e, change),
    qts,
  }
  if (chat.kind === 'group') {
    const member = (row: MemberRow | null): TypeChatParticipant | undefined =>
      row && isPresent(row) ? encodeChatParticipant(e, row, chat.creatorId) : undefined
    return {
      _: 'updateChatParticipant',
      chatId: chat.id,
      prevParticipant: member(prev),
      newParticipant: member(next),
      ...shared,
    }
  }
  // Whether an admin may be edited is told as it is for the receiver.
  const mayEdit = await editableAdmins(e.u, await standing(e.u, chat, e.viewer.id))
  const participant = (row: MemberRow | null): TypeChannelParticipant | undefined =>
    row === null || (row.status === 'left' && row.bannedRights === 0)
      ? undefined
      : encodeChannelParticipant(e, row, mayEdit)
  return {
    _: 'updateChannelParticipant',
    viaChatlist: change.viaChatlist,
    channelId: chat.id,
    prevParticipant: participant(prev),
    newParticipant: participant(next),
    ...shared,
  }
}

/**
 * How the account came in: the link, cut short for a bot that did not make it (spec section 6.4), or
 * the sign of a request that was made without a link.
 */
async function inviteOf(
  e: Encoder,
  { inviteId, prev, next }: ParticipantChange,
): Promise<TypeExportedChatInvite | undefined> {
  if (inviteId === null) {
    const entered = isPresent(next ?? undefined) && !isPresent(prev ?? undefined)
    return entered && next?.viaRequest === 1 ? { _: 'chatInvitePublicJoinRequests' } : undefined
  }
  return encodeSeenInvite(e, inviteId)
}
