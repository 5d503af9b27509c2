import type { AdminLogAction } from '../../domain/admin-log/action.ts'
import type { AdminLogEvent } from '../../domain/admin-log/get.ts'
import type { MayEdit } from '../../domain/members/promote.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import type {
  ChannelAdminLogEvent,
  ChatInviteExported,
  TypeChannelAdminLogEventAction,
} from '../../tl/generated/base.ts'
import { encodeBannedRights } from './chat.ts'
import type { Encoder } from './encoder.ts'
import { encodeInvite } from './invite.ts'
import { encodeChannelParticipant } from './participant.ts'
import { encodeAnyPhoto } from './photo.ts'

/**
 * One event of the admin log (https://core.telegram.org/constructor/channelAdminLogEvent). Whom it
 * names is noted in the encoder.
 *
 * @param mayEdit whom of the chat's admins the viewer may edit
 */
export function encodeAdminLogEvent(
  e: Encoder,
  event: AdminLogEvent,
  mayEdit: MayEdit,
): ChannelAdminLogEvent {
  return {
    _: 'channelAdminLogEvent',
    id: BigInt(event.id),
    date: event.date,
    userId: e.user(event.userId),
    action: encodeAction(e, event.action, mayEdit),
  }
}

function encodeAction(
  e: Encoder,
  action: AdminLogAction,
  mayEdit: MayEdit,
): TypeChannelAdminLogEventAction {
  switch (action.kind) {
    case 'join':
      return { _: 'channelAdminLogEventActionParticipantJoin' }
    case 'joinByInvite':
      return {
        _: 'channelAdminLogEventActionParticipantJoinByInvite',
        viaChatlist: action.viaChatlist,
        invite: encodeSeen(e, action.invite),
      }
    case 'joinByRequest':
      return {
        _: 'channelAdminLogEventActionParticipantJoinByRequest',
        invite: action.invite
          ? encodeSeen(e, action.invite)
          : { _: 'chatInvitePublicJoinRequests' },
        approvedBy: e.user(action.approvedBy),
      }
    case 'invite':
      return {
        _: 'channelAdminLogEventActionParticipantInvite',
        participant: encodeChannelParticipant(e, action.member, mayEdit),
      }
    case 'leave':
      return { _: 'channelAdminLogEventActionParticipantLeave' }
    case 'toggleBan':
    case 'toggleAdmin':
    case 'subExtend':
      return {
        _: CHANGES_OF_STANDING[action.kind],
        prevParticipant: encodeChannelParticipant(e, action.prev, mayEdit),
        newParticipant: encodeChannelParticipant(e, action.next, mayEdit),
      }
    default:
      return encodeChange(e, action)
  }
}

const CHANGES_OF_STANDING = {
  toggleBan: 'channelAdminLogEventActionParticipantToggleBan',
  toggleAdmin: 'channelAdminLogEventActionParticipantToggleAdmin',
  subExtend: 'channelAdminLogEventActionParticipantSubExtend',
} as const

type MemberKind =
  'join' | 'joinByInvite' | 'joinByRequest' | 'invite' | 'leave' | keyof typeof CHANGES_OF_STANDING

/** What was changed of the chat or of its links. */
function encodeChange(
  e: Encoder,
  action: Exclude<AdminLogAction, { kind: MemberKind }>,
): TypeChannelAdminLogEventAction {
  switch (action.kind) {
    case 'changeTitle':
    case 'changeAbout':
    case 'changeUsername':
      return { _: CHANGES_OF_TEXT[action.kind], prevValue: action.prev, newValue: action.next }
    case 'changePhoto':
      return {
        _: 'channelAdminLogEventActionChangePhoto',
        prevPhoto: encodeAnyPhoto(e, action.prev),
        newPhoto: encodeAnyPhoto(e, action.next),
      }
    case 'changeLinkedChat':
      for (const id of [action.prev, action.next]) if (id !== 0) e.chat(id)
      return {
        _: 'channelAdminLogEventActionChangeLinkedChat',
        prevValue: action.prev,
        newValue: action.next,
      }
    case 'defaultBannedRights':
      return {
        _: 'channelAdminLogEventActionDefaultBannedRights',
        prevBannedRights: encodeBannedRights(action.prev),
        newBannedRights: encodeBannedRights(action.next),
      }
    case 'toggleSignatures':
      return { _: 'channelAdminLogEventActionToggleSignatures', newValue: action.on }
    case 'inviteEdit':
      return {
        _: 'channelAdminLogEventActionExportedInviteEdit',
        prevInvite: encodeSeen(e, action.prev),
        newInvite: encodeSeen(e, action.next),
      }
    case 'inviteRevoke':
      return {
        _: 'channelAdminLogEventActionExportedInviteRevoke',
        invite: encodeSeen(e, action.invite),
      }
    case 'inviteDelete':
      return {
        _: 'channelAdminLogEventActionExportedInviteDelete',
        invite: encodeSeen(e, action.invite),
      }
  }
}

const CHANGES_OF_TEXT = {
  changeTitle: 'channelAdminLogEventActionChangeTitle',
  changeAbout: 'channelAdminLogEventActionChangeAbout',
  changeUsername: 'channelAdminLogEventActionChangeUsername',
} as const

/** A link as an admin sees it in the log: cut short unless they made it (spec section 6.4). */
function encodeSeen(e: Encoder, invite: InviteRow): ChatInviteExported {
  e.user(invite.adminId)
  return encodeInvite(invite, invite.adminId !== e.viewer.id)
}
