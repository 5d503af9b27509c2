import { maySeeList } from '../../domain/members/participants.ts'
import type { FullChannel, FullChat } from '../../domain/chats/full.ts'
import type { ChannelFull, ChatFull, TypeBotInfo } from '../../tl/generated/base.ts'
import type { TypeMessagesChatFull } from '../../tl/generated/messages.ts'
import { encodeParticipants } from './basic-group.ts'
import type { Encoder } from './encoder.ts'
import { encodeInvite } from './invite.ts'
import { encodePhotoOf } from './photo.ts'

/** A basic group's own page (https://core.telegram.org/constructor/chatFull). */
export async function encodeFullChat(e: Encoder, full: FullChat): Promise<TypeMessagesChatFull> {
  const { chat } = full
  const fullChat: ChatFull = {
    _: 'chatFull',
    canSetUsername: full.own?.status === 'creator',
    id: e.chat(chat.id),
    about: chat.about,
    participants: await encodeParticipants(e, chat.id),
    chatPhoto: chat.photoId === null ? undefined : await encodePhotoOf(e, chat),
    notifySettings: { _: 'peerNotifySettings' },
    botInfo: botInfos(e, full.bots),
    availableReactions: { _: 'chatReactionsAll', allowCustom: true },
    ...inviteFields(e, full),
  }
  if (chat.migratedTo !== null) e.chat(chat.migratedTo)
  return withPeers(e, fullChat)
}

/** A channel's or supergroup's own page (https://core.telegram.org/constructor/channelFull). */
export async function encodeFullChannel(
  e: Encoder,
  full: FullChannel,
): Promise<TypeMessagesChatFull> {
  const { chat, counts, own, migratedFrom } = full
  const creator = own?.status === 'creator'
  const fullChat: ChannelFull = {
    _: 'channelFull',
    canViewParticipants: chat.kind !== 'monoforum' && maySeeList(chat, own),
    blocked: await e.u.db.blocked.has(e.viewer.id, 'channel', chat.id),
    canSetUsername: creator,
    canDeleteChannel: creator,
    id: e.chat(chat.id),
    about: chat.about,
    participantsCount: chat.participantsCount,
    adminsCount: counts?.admins,
    kickedCount: counts?.kicked,
    bannedCount: counts?.restricted,
    readInboxMaxId: full.readInbox,
    readOutboxMaxId: full.readOutbox,
    unreadCount: full.unread,
    chatPhoto: await encodePhotoOf(e, chat),
    notifySettings: { _: 'peerNotifySettings' },
    botInfo: botInfos(e, full.bots),
    migratedFromChatId: migratedFrom && e.chat(migratedFrom.chatId),
    migratedFromMaxId: migratedFrom?.maxId,
    linkedChatId: chat.linkedChatId === null ? undefined : e.chat(chat.linkedChatId),
    pts: chat.pts,
    // Without it TDLib takes it that no reaction is allowed.
    availableReactions: { _: 'chatReactionsAll', allowCustom: chat.kind !== 'channel' },
    guardBotId: chat.guardBotId === null ? undefined : e.user(chat.guardBotId),
    ...inviteFields(e, full),
  }
  for (const id of [chat.monoforumId, chat.monoforumOf]) if (id !== null) e.chat(id)
  return withPeers(e, fullChat)
}

/** Only for those who may manage links: their own primary link and the requests that wait (spec section 9, rules 10 and 11). */
function inviteFields(e: Encoder, { invite, requests }: FullChat) {
  if (invite) e.user(invite.adminId)
  e.usersOf(requests?.recent ?? [])
  return {
    exportedInvite: invite && encodeInvite(invite),
    requestsPending: requests?.pending,
    recentRequesters: requests && [...requests.recent],
  }
}

function botInfos(e: Encoder, bots: readonly number[]): TypeBotInfo[] {
  return bots.map((id) => ({ _: 'botInfo', userId: e.user(id), commands: [] }))
}

async function withPeers(
  e: Encoder,
  fullChat: ChatFull | ChannelFull,
): Promise<TypeMessagesChatFull> {
  return { _: 'messages.chatFull', fullChat, chats: await e.chats(), users: await e.users() }
}
