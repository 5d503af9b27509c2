import type { Teller } from '../teller.ts'

/** Every permission that a library before Bot API 9.5 knew. */
const ALL_PERMISSIONS = {
  can_send_messages: true,
  can_send_audios: true,
  can_send_documents: true,
  can_send_photos: true,
  can_send_videos: true,
  can_send_video_notes: true,
  can_send_voice_notes: true,
  can_send_polls: true,
  can_send_other_messages: true,
  can_add_web_page_previews: true,
  can_change_info: true,
  can_invite_users: true,
  can_pin_messages: true,
  can_manage_topics: true,
}

/** The bot restricts, promotes, bans and removes those who came in. */
export async function members(t: Teller): Promise<void> {
  await restricting(t)
  await promoting(t)
  await banning(t)
}

async function restricting({ call, updates, chats, now, adam }: Teller): Promise<void> {
  const user = { chat_id: chats.sg.botApiChatId, user_id: adam.id }
  const silent = { permissions: { can_send_messages: false }, until_date: now + 4000 }
  await call('restrict', 'restrictChatMember', { ...user, ...silent })
  await updates('restricted')
  await call('member restricted', 'getChatMember', user)
  await call('unrestrict', 'restrictChatMember', { ...user, permissions: ALL_PERMISSIONS })
  await updates('unrestricted')
}

async function promoting({ call, updates, chats, eve, zoe }: Teller): Promise<void> {
  const chat_id = chats.sg.botApiChatId
  const user = { chat_id, user_id: eve.id }
  await call('promote', 'promoteChatMember', { ...user, can_invite_users: true })
  await updates('promoted')
  await call('member admin', 'getChatMember', user)
  await call('admins after', 'getChatAdministrators', { chat_id })
  await call('demote', 'promoteChatMember', user)
  await updates('demoted')
  const stranger = { chat_id, user_id: zoe.id, can_invite_users: true }
  await call('promote stranger', 'promoteChatMember', stranger)
}

async function banning({ call, updates, chats, now, bot, olga, adam, eve, zoe }: Teller) {
  const chat_id = chats.sg.botApiChatId
  await call('ban', 'banChatMember', { chat_id, user_id: adam.id, until_date: now + 4000 })
  await updates('banned')
  await call('member banned', 'getChatMember', { chat_id, user_id: adam.id })
  await call('unban', 'unbanChatMember', { chat_id, user_id: adam.id, only_if_banned: true })
  await updates('unbanned')
  await call('unban member', 'unbanChatMember', { chat_id, user_id: eve.id, only_if_banned: true })
  await call('kick', 'unbanChatMember', { chat_id, user_id: eve.id })
  await updates('kicked by unban')
  await call('ban owner', 'banChatMember', { chat_id, user_id: olga.id })
  await call('ban self', 'banChatMember', { chat_id, user_id: bot.id })
  const basic = { chat_id: chats.bg.botApiChatId, user_id: zoe.id }
  await call('ban basic', 'banChatMember', basic)
  await updates('basic banned')
  await call('unban basic', 'unbanChatMember', basic)
}
