import type { BotApiChatJoinRequest } from '../../src/bot-api/encode/chat-join-request.ts'
import type { BotApiChatMemberUpdated } from '../../src/bot-api/encode/chat-member-updated.ts'
import type { BotApiInviteLink } from '../../src/bot-api/encode/invite-link.ts'
import type {
  ChatInviteExported,
  TypeExportedChatInvite,
  UpdateBotChatInviteRequester,
  UpdateBotStopped,
  UpdateChannelParticipant,
  UpdateChatParticipant,
} from '../../src/tl/generated/base.ts'
import { memberJson, type Standing } from './members.ts'
import { chatJson, CHAT, peerJson, userJson, userOf } from './people-and-chats.ts'
import { Expected, expected, twin, type Beside } from './twin.ts'

/** https://core.telegram.org/bots/api#chatinvitelink; Client.cpp JsonChatInviteLink of telegram-bot-api */
export const INVITE_LINK = twin<BotApiInviteLink, ChatInviteExported>('ChatInviteLink', {
  invite_link: (invite) => invite.link,
  name: (invite) => invite.title || undefined,
  creator: (invite, beside) => userJson(beside, invite.adminId),
  expire_date: (invite) => invite.expireDate,
  member_limit: (invite) => invite.usageLimit,
  pending_join_request_count: (invite) => invite.requested,
  subscription_period: (invite) => invite.subscriptionPricing?.period,
  subscription_price: (invite) => {
    const amount = invite.subscriptionPricing?.amount
    return amount === undefined ? undefined : Number(amount)
  },
  creates_join_request: (invite) => invite.requestNeeded === true,
  is_primary: (invite) => invite.permanent === true,
  is_revoked: (invite) => invite.revoked === true,
})

function inviteJson(invite: TypeExportedChatInvite | undefined, beside: Beside) {
  return invite?._ === 'chatInviteExported' ? expected(INVITE_LINK, invite, beside) : undefined
}

type ParticipantUpdate = UpdateChannelParticipant | UpdateChatParticipant

function chatIdOf(update: ParticipantUpdate): number {
  return update._ === 'updateChatParticipant' ? update.chatId : update.channelId
}

function standingIn(update: ParticipantUpdate, which: 'prevParticipant' | 'newParticipant') {
  return { participant: update[which], chatId: chatIdOf(update), userId: update.userId } as Standing
}

/**
 * https://core.telegram.org/bots/api#chatmemberupdated
 *
 * Source: td DialogParticipantManager.cpp on_update_channel_participant
 */
export const MEMBER_UPDATED = twin<BotApiChatMemberUpdated, ParticipantUpdate>(
  'ChatMemberUpdated',
  {
    chat: (update, beside) => chatJson(beside, chatIdOf(update)),
    from: (update, beside) => userJson(beside, update.actorId),
    date: (update) => update.date,
    old_chat_member: (update, beside) => memberJson(standingIn(update, 'prevParticipant'), beside),
    new_chat_member: (update, beside) => memberJson(standingIn(update, 'newParticipant'), beside),
    invite_link: (update, beside) => inviteJson(update.invite, beside),
    via_join_request: (update) => update.invite?._ === 'chatInvitePublicJoinRequests' || undefined,
    via_chat_folder_invite_link: (update) =>
      (update._ === 'updateChannelParticipant' && update.viaChatlist) || undefined,
  },
)

/** https://core.telegram.org/bots/api#chatmemberupdated of a private chat; td on_update_bot_stopped */
export const STOPPED = twin<BotApiChatMemberUpdated, UpdateBotStopped>('ChatMemberUpdated', {
  chat: (update, beside) => expected(CHAT, userOf(beside, update.userId), beside),
  from: (update, beside) => userJson(beside, update.userId),
  date: (update) => update.date,
  old_chat_member: (update, beside) => ownStanding(!update.stopped, beside),
  new_chat_member: (update, beside) => ownStanding(update.stopped, beside),
  invite_link: () => undefined,
  via_join_request: () => undefined,
  via_chat_folder_invite_link: () => undefined,
})

function ownStanding(stopped: boolean, beside: Beside): Expected {
  const user = userJson(beside, beside.viewerId)
  return new Expected('ChatMember', [
    ['user', user],
    ['status', stopped ? 'kicked' : 'member'],
    ['until_date', stopped ? 0 : undefined],
  ])
}

/** https://core.telegram.org/bots/api#chatjoinrequest; Client.cpp JsonChatJoinRequest of telegram-bot-api */
export const JOIN_REQUEST = twin<BotApiChatJoinRequest, UpdateBotChatInviteRequester>(
  'ChatJoinRequest',
  {
    chat: (update, beside) => peerJson(beside, update.peer),
    from: (update, beside) => userJson(beside, update.userId),
    user_chat_id: (update) => update.userId,
    date: (update) => update.date,
    bio: (update) => update.about || undefined,
    invite_link: (update, beside) => inviteJson(update.invite, beside),
    query_id: (update) => update.queryId?.toString(),
  },
)
