import type { BotApiChatMember } from '../../src/bot-api/encode/chat-member.ts'
import type {
  ChannelParticipantBanned,
  TypeChannelParticipant,
  TypeChatParticipant,
} from '../../src/tl/generated/base.ts'
import { chatOf, typeOf, userJson } from './people-and-chats.ts'
import { ADMIN_RIGHTS, BASIC_GROUP_OFFICE, permissionsOf } from './rights.ts'
import { Expected, expected, twin, type Beside } from './twin.ts'

/** `until_date` of what has no end (td DialogParticipant.cpp fix_until_date). */
const NO_END = 2_147_483_647

/** Somebody's standing as MTProto tells it, absent for nobody who is or was there; and where, and whose. */
export interface Standing {
  readonly participant: TypeChannelParticipant | TypeChatParticipant | undefined
  readonly chatId: number
  readonly userId: number
}

type Status = BotApiChatMember['status']

/**
 * https://core.telegram.org/bots/api#chatmember
 *
 * Source: td DialogParticipant.cpp DialogParticipant, Client.cpp JsonChatMember of telegram-bot-api
 */
const MEMBER = twin<ChatMemberHead, Standing>('ChatMember', {
  user: ({ participant, userId }, beside) => userJson(beside, nameOf(participant) ?? userId),
  status: statusOf,
  custom_title: (told, beside) => {
    const status = statusOf(told, beside)
    return status === 'creator' || status === 'administrator' ? rankOf(told) : undefined
  },
  tag: (told, beside) => {
    const status = statusOf(told, beside)
    return status === 'member' || status === 'restricted' ? rankOf(told) : undefined
  },
  can_be_edited: ({ participant }) => {
    if (participant?._ === 'channelParticipantAdmin') return participant.canEdit === true
    // Only the creator of a basic group edits its admins, and no bot is one.
    return participant?._ === 'chatParticipantAdmin' ? false : undefined
  },
  can_manage_voice_chats: (told, beside) =>
    officeJson(told, beside)?.fields.get('can_manage_video_chats'),
  is_anonymous: (told, beside) => {
    const { participant } = told
    if (participant?._ === 'channelParticipantCreator')
      return participant.adminRights.anonymous === true
    return participant?._ === 'chatParticipantCreator'
      ? false
      : officeJson(told, beside)?.fields.get('is_anonymous')
  },
  until_date: (told, beside) => {
    const { participant } = told
    if (participant?._ === 'channelParticipant' || participant?._ === 'channelParticipantSelf')
      return participant.subscriptionUntilDate
    const status = statusOf(told, beside)
    if (status !== 'kicked' && status !== 'restricted') return undefined
    const { untilDate } = (participant as ChannelParticipantBanned).bannedRights
    return untilDate === NO_END ? 0 : untilDate
  },
  is_member: (told, beside) =>
    statusOf(told, beside) === 'restricted' && told.participant?._ === 'channelParticipantBanned'
      ? !told.participant.left
      : undefined,
})

/** What a standing has beside rights and permissions, which have twins of their own. */
interface ChatMemberHead {
  readonly user: unknown
  readonly status: Status
  readonly custom_title?: unknown
  readonly tag?: unknown
  readonly can_be_edited?: unknown
  readonly can_manage_voice_chats?: unknown
  readonly is_anonymous?: unknown
  readonly until_date?: unknown
  readonly is_member?: unknown
}

/** A standing; rights of an administrator, and permissions of a restricted member, are in it. */
export function memberJson(told: Standing, beside: Beside): Expected {
  const fields = new Map(expected(MEMBER, told, beside).fields)
  const office = officeJson(told, beside)
  for (const [name, value] of office?.fields ?? [])
    if (name !== 'is_anonymous') fields.set(name, value)
  if (statusOf(told, beside) === 'restricted') {
    const taken = (told.participant as ChannelParticipantBanned).bannedRights
    for (const [name, value] of permissionsOf(taken, beside).fields) fields.set(name, value)
  }
  return new Expected('ChatMember', fields)
}

function officeOf({ participant, chatId }: Standing, beside: Beside) {
  if (participant?._ === 'chatParticipantAdmin') return BASIC_GROUP_OFFICE
  if (participant?._ !== 'channelParticipantAdmin') return undefined
  const type = typeOf(chatOf(beside, chatId)) as 'supergroup' | 'channel'
  return { rights: participant.adminRights, type }
}

function officeJson(told: Standing, beside: Beside): Expected | undefined {
  const office = officeOf(told, beside)
  return office && expected(ADMIN_RIGHTS, office, beside)
}

function statusOf({ participant, chatId }: Standing, beside: Beside): Status {
  switch (participant?._) {
    case 'chatParticipantCreator':
    case 'channelParticipantCreator':
      return 'creator'
    case 'chatParticipantAdmin':
    case 'channelParticipantAdmin':
      return 'administrator'
    case 'chatParticipant':
    case 'channelParticipant':
    case 'channelParticipantSelf':
      return 'member'
    case 'channelParticipantBanned':
      if (participant.bannedRights.viewMessages) return 'kicked'
      if (typeOf(chatOf(beside, chatId)) !== 'channel') return 'restricted'
      return participant.left ? 'left' : 'member'
    case 'channelParticipantLeft':
    case undefined:
      return 'left'
  }
}

function rankOf({ participant }: Standing): string | undefined {
  return participant && 'rank' in participant ? participant.rank : undefined
}

/** Whose standing it is; a participant names an account by its id or as a peer. */
function nameOf(participant: Standing['participant']): number | undefined {
  if (!participant) return undefined
  if ('userId' in participant) return participant.userId
  return participant.peer._ === 'peerUser' ? participant.peer.userId : undefined
}
