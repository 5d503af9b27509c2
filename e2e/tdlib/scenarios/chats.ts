import type { ChatMemberStatus$Input, chatAdministratorRights$Input } from 'tdlib-types'
import { outcome, type TdlibClient } from '../client.ts'
import type { Scenario } from '../stage.ts'
import { heard, history, say, saying } from '../talk.ts'
import { knowsItself } from './cast.ts'
import { primaryOf } from './links.ts'

/** The life of one chat that TDLib made itself. */
export interface ChatLife {
  readonly kind: string
  readonly firstPrimary: string
  readonly joined: string
  readonly promoted: string
  readonly adminsLink: string
  readonly members: readonly string[]
  readonly restricted: string
  readonly banned: string
  readonly bannedJoin: string
  readonly title: string
  readonly description: string
  readonly history: readonly string[]
}

const INVITER: chatAdministratorRights$Input = {
  _: 'chatAdministratorRights',
  can_manage_chat: true,
  can_invite_users: true,
  can_restrict_members: true,
}

type Status = ChatMemberStatus$Input

async function setStatus(
  client: TdlibClient,
  chat_id: number,
  user_id: number,
  status: Status,
): Promise<string> {
  const member_id = { _: 'messageSenderUser', user_id } as const
  const refused = await outcome(
    client.invoke({ _: 'setChatMemberStatus', chat_id, member_id, status }),
  )
  if (refused !== 'ok') return refused
  const member = await client.invoke({ _: 'getChatMember', chat_id, member_id })
  return member.status._
}

interface Cast {
  readonly owner: TdlibClient
  readonly member: TdlibClient
  readonly stranger: TdlibClient
  readonly memberId: number
  readonly strangerId: number
}

async function live(cast: Cast, kind: string, chatId: number): Promise<ChatLife> {
  const { owner, member, stranger, memberId, strangerId } = cast
  const group = kind === 'group'
  const firstPrimary = await primaryOf(owner, chatId)
  const { invite_link } = await owner.invoke({ _: 'createChatInviteLink', chat_id: chatId })
  const join = (client: TdlibClient) =>
    outcome(client.invoke({ _: 'joinChatByInviteLink', invite_link }))
  const joined = await join(stranger)
  if (!group) await owner.invoke({ _: 'addChatMember', chat_id: chatId, user_id: memberId })
  await member.seen('updateNewChat', ({ chat }) => chat.id === chatId)
  // TDLib asks for its stories by itself; that answer shows the chat as it was, and may be read last.
  await member.invoke({ _: 'getChatActiveStories', chat_id: chatId })
  const promoted = await setStatus(owner, chatId, memberId, {
    _: 'chatMemberStatusAdministrator',
    rights: INVITER,
  })
  await knowsItself(member, chatId, 'Administrator')
  const { invite_link: adminsLink } = await member.invoke({
    _: 'createChatInviteLink',
    chat_id: chatId,
  })
  await owner.invoke({ _: 'setChatTitle', chat_id: chatId, title: `${kind} renamed` })
  await owner.invoke({ _: 'setChatDescription', chat_id: chatId, description: `about ${kind}` })
  await say(owner, chatId, 'welcome')
  await heard(stranger, chatId, 'welcome')
  const members = await membersOf(owner, chatId)
  const said = (await history(owner, chatId)).map(saying)
  const restricted =
    kind === 'supergroup'
      ? await setStatus(owner, chatId, strangerId, {
          _: 'chatMemberStatusRestricted',
          is_member: true,
          permissions: { _: 'chatPermissions', can_send_basic_messages: true },
        })
      : ''
  const banned = await setStatus(owner, chatId, strangerId, { _: 'chatMemberStatusBanned' })
  const bannedJoin = await join(stranger)
  const { title } = await owner.invoke({ _: 'getChat', chat_id: chatId })
  const description = await descriptionOf(owner, chatId)
  return {
    kind,
    firstPrimary,
    joined,
    promoted,
    adminsLink,
    members,
    restricted,
    banned,
    bannedJoin,
    title,
    description,
    history: said,
  }
}

async function descriptionOf(client: TdlibClient, chatId: number): Promise<string> {
  const { type } = await client.invoke({ _: 'getChat', chat_id: chatId })
  if (type._ === 'chatTypeBasicGroup') {
    const { basic_group_id } = type
    return (await client.invoke({ _: 'getBasicGroupFullInfo', basic_group_id })).description
  }
  if (type._ !== 'chatTypeSupergroup') return ''
  const { supergroup_id } = type
  return (await client.invoke({ _: 'getSupergroupFullInfo', supergroup_id })).description
}

async function membersOf(client: TdlibClient, chatId: number): Promise<string[]> {
  const { members } = await client.invoke({
    _: 'searchChatMembers',
    chat_id: chatId,
    query: '',
    limit: 50,
    filter: { _: 'chatMembersFilterMembers' },
  })
  return members.map(({ status }) => status._).sort()
}

/** What became of a basic group that was made a supergroup. */
export interface Upgrade {
  readonly title: string
  readonly from: number
  readonly link: string
  readonly old: string
  readonly members: readonly string[]
}

async function upgrade(owner: TdlibClient, member: TdlibClient, chatId: number): Promise<Upgrade> {
  const chat = await owner.invoke({
    _: 'upgradeBasicGroupChatToSupergroupChat',
    chat_id: chatId,
  })
  if (chat.type._ !== 'chatTypeSupergroup') throw new Error(chat.type._)
  await member.seen('updateNewChat', (update) => update.chat.id === chat.id)
  const { supergroup_id } = chat.type
  const page = await owner.invoke({ _: 'getSupergroupFullInfo', supergroup_id })
  const made = await owner.invoke({ _: 'createChatInviteLink', chat_id: chat.id })
  await say(owner, chat.id, 'moved')
  await heard(member, chat.id, 'moved')
  return {
    title: chat.title,
    from: page.upgraded_from_basic_group_id,
    link: made.invite_link,
    old: await outcome(owner.invoke({ _: 'createChatInviteLink', chat_id: chatId })),
    members: await membersOf(owner, chat.id),
  }
}

/** Chats of every kind that TDLib makes, fills, governs, upgrades, leaves and deletes. */
export const chats: Scenario<{
  readonly lives: readonly ChatLife[]
  readonly upgraded: Upgrade
  readonly publicLink: string
  readonly left: string
  readonly deleted: string
}> = {
  async play({ world, user }) {
    const [owner, member, stranger] = await Promise.all([
      user(world.owner.phone),
      user(world.member.phone),
      user(world.stranger.phone),
    ])
    const memberId = world.member.id
    const strangerId = world.stranger.id
    await owner.invoke({ _: 'loadChats', limit: 20 })
    await owner.invoke({ _: 'getBasicGroupFullInfo', basic_group_id: world.group.id })
    const cast: Cast = { owner, member, stranger, memberId, strangerId }
    const group = await owner.invoke({
      _: 'createNewBasicGroupChat',
      user_ids: [memberId],
      title: 'Own group',
    })
    const supergroup = await owner.invoke({
      _: 'createNewSupergroupChat',
      title: 'Own supergroup',
      description: 'about',
    })
    const channel = await owner.invoke({
      _: 'createNewSupergroupChat',
      title: 'Own channel',
      is_channel: true,
    })
    const lives = [
      await live(cast, 'group', group.chat_id),
      await live(cast, 'supergroup', supergroup.id),
      await live(cast, 'channel', channel.id),
    ]
    const upgraded = await upgrade(owner, member, group.chat_id)
    if (supergroup.type._ !== 'chatTypeSupergroup') throw new Error(supergroup.type._)
    const username = 'own_public_group'
    const { supergroup_id } = supergroup.type
    await owner.invoke({ _: 'setSupergroupUsername', supergroup_id, username })
    const found = await stranger.invoke({ _: 'searchPublicChat', username })
    const left = await outcome(member.invoke({ _: 'leaveChat', chat_id: supergroup.id }))
    const deleted = await outcome(owner.invoke({ _: 'deleteChat', chat_id: channel.id }))
    return { lives, upgraded, publicLink: found.title, left, deleted }
  },
}
