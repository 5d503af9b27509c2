import type { Teller } from '../teller.ts'
import type { MadeLinks } from './links.ts'

/** People come in by links and ask to; requests are answered. @returns the link that is open */
export async function joining(t: Teller, made: MadeLinks): Promise<string> {
  const open = await intoSupergroup(t)
  await intoChannel(t, made)
  await intoBasicGroup(t, made)
  return open
}

async function intoSupergroup(t: Teller): Promise<string> {
  const { call, link, follow, updates, chats, now, adam, eve, zoe } = t
  const chat_id = chats.sg.botApiChatId
  const asking = { chat_id, creates_join_request: true }
  const door = await link('fresh ask', 'createChatInviteLink', { ...asking, name: 'Door' })
  const limits = { member_limit: 3, expire_date: now + 9000 }
  const open = await link('fresh open', 'createChatInviteLink', {
    chat_id,
    name: 'Open',
    ...limits,
  })
  await follow(adam, open)
  await updates('join by link')
  await call('member adam', 'getChatMember', { chat_id, user_id: adam.id })
  await follow(eve, door)
  await updates('request')
  await call('member eve', 'getChatMember', { chat_id, user_id: eve.id })
  await call('dm requester', 'sendMessage', { chat_id: eve.id, text: 'Are you human?' })
  await call('edit with pending', 'editChatInviteLink', {
    ...asking,
    invite_link: door,
    name: 'Door 2',
  })
  await call('approve', 'approveChatJoinRequest', { chat_id, user_id: eve.id })
  await updates('approved')
  await call('approve again', 'approveChatJoinRequest', { chat_id, user_id: eve.id })
  await call('decline member', 'declineChatJoinRequest', { chat_id, user_id: eve.id })
  await call('approve none', 'approveChatJoinRequest', { chat_id, user_id: zoe.id })
  await call('decline none', 'declineChatJoinRequest', { chat_id, user_id: zoe.id })
  await follow(zoe, door)
  await updates('request 2')
  await call('decline', 'declineChatJoinRequest', { chat_id, user_id: zoe.id })
  await call('decline again', 'declineChatJoinRequest', { chat_id, user_id: zoe.id })
  return open
}

async function intoChannel(t: Teller, { named, ask }: MadeLinks): Promise<void> {
  const { follow, updates, peer, chats, rpc, olga, adam, eve } = t
  await follow(adam, named.ch)
  await updates('channel join')
  await follow(eve, ask.ch)
  await updates('channel request')
  const accessHash = await rpc.unit((u) =>
    Promise.resolve(u.accessHashes.of(olga.id, 'user', eve.id)),
  )
  await olga.client.call('messages.hideChatJoinRequest', {
    approved: true,
    peer: await peer(olga, chats.ch),
    userId: { _: 'inputUser', userId: eve.id, accessHash },
  })
  await updates('approved by admin')
}

async function intoBasicGroup(t: Teller, { plain, ask }: MadeLinks): Promise<void> {
  const { call, follow, updates, chats, eve, zoe } = t
  await follow(zoe, plain.bg)
  await updates('basic join')
  await follow(eve, ask.bg)
  await updates('basic request')
  const params = { chat_id: chats.bg.botApiChatId, user_id: eve.id }
  await call('basic approve', 'approveChatJoinRequest', params)
  await updates('basic approved')
}
