import { ADMIN_RIGHTS, BANNED_RIGHTS, isPresent, namesOf } from '../../domain/chats/rights.ts'
import type { ChatRow, MemberRow } from '../../store/tables/chats.ts'
import type {
  ChatAdminRights,
  ChatBannedRights,
  TypeChat,
  TypeChatPhoto,
} from '../../tl/generated/base.ts'

/** "For ever" in chatBannedRights.until_date; TDLib wants exactly this in default rights. */
export const FOREVER = 2_147_483_647

/** How the viewer stands to the chat. */
export interface ChatView {
  readonly viewerId: number
  /** Data centre where the viewer finds files. */
  readonly dcId: number
  readonly member: MemberRow | undefined
  accessHash(channelId: number): bigint
}

/** A chat of any kind as the viewer sees it (https://core.telegram.org/type/Chat). */
export function encodeChat(chat: ChatRow, view: ChatView): TypeChat {
  return chat.kind === 'group' ? encodeBasicGroup(chat, view) : encodeChannel(chat, view)
}

/** chatAdminRights of a bit mask. Every right brings `other` with it, and TDLib misses it where it is not. */
export function encodeAdminRights(mask: number): ChatAdminRights {
  return { _: 'chatAdminRights', ...flags(namesOf(ADMIN_RIGHTS, mask)), other: true }
}

/** chatBannedRights of a bit mask. `untilDate` 0 in the store is for ever. */
export function encodeBannedRights(mask: number, untilDate = 0): ChatBannedRights {
  return {
    _: 'chatBannedRights',
    ...flags(namesOf(BANNED_RIGHTS, mask)),
    untilDate: untilDate || FOREVER,
  }
}

function encodeBasicGroup(chat: ChatRow, view: ChatView): TypeChat {
  const { viewerId, member, accessHash } = view
  // Of a group that was deleted, and to somebody who was removed, no more than the name is told.
  const gone = chat.deleted === 1 && chat.migratedTo === null
  if (gone || !member || member.status === 'banned')
    return { _: 'chatForbidden', id: chat.id, title: chat.title }
  return {
    _: 'chat',
    id: chat.id,
    creator: chat.creatorId === viewerId,
    left: !isPresent(member),
    deactivated: chat.deleted === 1,
    title: chat.title,
    photo: encodeChatPhoto(chat, view),
    participantsCount: chat.participantsCount,
    date: chat.date,
    version: chat.version,
    migratedTo:
      chat.migratedTo === null
        ? undefined
        : {
            _: 'inputChannel',
            channelId: chat.migratedTo,
            accessHash: accessHash(chat.migratedTo),
          },
    adminRights: adminRightsOf(member),
    defaultBannedRights: encodeBannedRights(chat.defaultBannedRights),
  }
}

function encodeChannel(chat: ChatRow, view: ChatView): TypeChat {
  const { viewerId, member, accessHash } = view
  const broadcast = chat.kind === 'channel'
  if (chat.deleted || member?.status === 'banned') {
    return {
      _: 'channelForbidden',
      broadcast,
      megagroup: !broadcast,
      monoforum: chat.kind === 'monoforum',
      id: chat.id,
      accessHash: accessHash(chat.id),
      title: chat.title,
      untilDate: member?.untilDate || undefined,
    }
  }
  // A creator who left is still the creator, and a restriction waits for who is out.
  const restricted = member !== undefined && member.bannedRights !== 0
  return {
    _: 'channel',
    id: chat.id,
    accessHash: accessHash(chat.id),
    creator: chat.creatorId === viewerId,
    left: !isPresent(member),
    broadcast,
    megagroup: !broadcast,
    monoforum: chat.kind === 'monoforum',
    broadcastMessagesAllowed: broadcast && chat.monoforumId !== null,
    signatures: chat.signatures === 1,
    joinToSend: chat.joinToSend === 1,
    joinRequest: chat.joinRequest === 1,
    hasLink: chat.linkedChatId !== null,
    title: chat.title,
    username: chat.username ?? undefined,
    photo: encodeChatPhoto(chat, view),
    date: isPresent(member) ? member.date : chat.date,
    adminRights: adminRightsOf(member),
    bannedRights: restricted
      ? encodeBannedRights(member.bannedRights, member.untilDate)
      : undefined,
    defaultBannedRights: encodeBannedRights(chat.defaultBannedRights),
    participantsCount: chat.participantsCount,
    subscriptionUntilDate: member?.subscriptionUntil ?? undefined,
    linkedMonoforumId: chat.monoforumOf ?? chat.monoforumId ?? undefined,
  }
}

/** Without a stripped thumbnail, which would need a picture to be scaled. */
function encodeChatPhoto({ photoId }: ChatRow, { dcId }: ChatView): TypeChatPhoto {
  return photoId === null
    ? { _: 'chatPhotoEmpty' }
    : { _: 'chatPhoto', photoId: BigInt(photoId), dcId }
}

function adminRightsOf(member: MemberRow | undefined): ChatAdminRights | undefined {
  if (member?.status !== 'creator' && member?.status !== 'admin') return undefined
  return encodeAdminRights(member.adminRights)
}

function flags(names: readonly string[]): Record<string, true> {
  return Object.fromEntries(names.map((name) => [name, true]))
}
