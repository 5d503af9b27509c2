import type { MayEdit } from '../../domain/members/promote.ts'
import type { MemberRow } from '../../store/tables/chats.ts'
import type { TypeChannelParticipant } from '../../tl/generated/base.ts'
import { encodeAdminRights, encodeBannedRights } from './chat.ts'
import type { Encoder } from './encoder.ts'

/**
 * One account's standing in a channel or supergroup
 * (https://core.telegram.org/type/ChannelParticipant). Whom it names is noted in the encoder.
 *
 * @param mayEdit whom of the chat's admins the viewer may edit
 */
export function encodeChannelParticipant(
  e: Encoder,
  row: MemberRow,
  mayEdit: MayEdit,
): TypeChannelParticipant {
  const userId = e.user(row.userId)
  const rank = row.rank || undefined
  switch (row.status) {
    case 'creator': {
      const adminRights = encodeAdminRights(row.adminRights)
      return { _: 'channelParticipantCreator', userId, adminRights, rank }
    }
    case 'admin':
      return encodeAdmin(e, row, mayEdit)
    case 'member':
      return encodeMember(e, row)
    default:
      if (row.bannedRights === 0) return { _: 'channelParticipantLeft', peer: e.peerUser(userId) }
      return {
        _: 'channelParticipantBanned',
        left: row.status !== 'restricted',
        peer: e.peerUser(userId),
        kickedBy: e.user(row.kickedBy ?? userId),
        date: row.date,
        bannedRights: encodeBannedRights(row.bannedRights, row.untilDate),
        rank,
      }
  }
}

function encodeAdmin(e: Encoder, row: MemberRow, mayEdit: MayEdit): TypeChannelParticipant {
  const self = row.userId === e.viewer.id
  return {
    _: 'channelParticipantAdmin',
    canEdit: mayEdit(row),
    self,
    userId: e.user(row.userId),
    // One flag is for both: the inviter is told to that admin only.
    inviterId: self ? e.user(row.inviterId ?? row.userId) : undefined,
    promotedBy: e.user(row.promotedBy ?? row.userId),
    date: row.date,
    adminRights: encodeAdminRights(row.adminRights),
    rank: row.rank || undefined,
  }
}

function encodeMember(e: Encoder, row: MemberRow): TypeChannelParticipant {
  const shared = {
    userId: e.user(row.userId),
    date: row.date,
    subscriptionUntilDate: row.subscriptionUntil ?? undefined,
    rank: row.rank || undefined,
  }
  if (row.userId !== e.viewer.id) return { _: 'channelParticipant', ...shared }
  const inviterId = e.user(row.inviterId ?? row.userId)
  return { _: 'channelParticipantSelf', viaRequest: row.viaRequest === 1, inviterId, ...shared }
}
