import type { chat } from 'tdlib-types'
import { outcome, type TdlibClient } from '../client.ts'
import type { Scenario } from '../stage.ts'
import { heard, say, saying } from '../talk.ts'

/** What came of governing a channel and its discussion group. */
export interface Governing {
  readonly discussion: string
  readonly linkedBothWays: boolean
  readonly directMessages: string
  readonly botPromoted: string
  readonly botsLink: string
  readonly transferred: string
  readonly admins: readonly string[]
  readonly signature: string
  readonly deleted: string
  readonly afterDeletion: string
}

const PASSWORD = 'a pass phrase'

function supergroupId({ type }: chat): number {
  if (type._ !== 'chatTypeSupergroup') throw new Error(type._)
  return type.supergroup_id
}

/** Gives a channel a discussion group, and direct messages. */
async function equip(client: TdlibClient, channel: chat) {
  const group = await client.invoke({ _: 'createNewSupergroupChat', title: 'Its discussion' })
  const discussion = await outcome(
    client.invoke({
      _: 'setChatDiscussionGroup',
      chat_id: channel.id,
      discussion_chat_id: group.id,
    }),
  )
  const linkOf = async (one: chat): Promise<number> => {
    const supergroup_id = supergroupId(one)
    return (await client.invoke({ _: 'getSupergroupFullInfo', supergroup_id })).linked_chat_id
  }
  const directMessages = await outcome(
    client.invoke({
      _: 'setChatDirectMessagesGroup',
      chat_id: channel.id,
      is_enabled: true,
      paid_message_star_count: 0,
    }),
  )
  const linkedBothWays =
    (await linkOf(channel)) === group.id && (await linkOf(group)) === channel.id
  return { discussion, linkedBothWays, directMessages }
}

/** Makes a bot an admin of a channel; it makes a link. */
async function promote(client: TdlibClient, channel: chat, bot: TdlibClient, username: string) {
  const { id } = await client.invoke({ _: 'searchPublicChat', username })
  const botPromoted = await outcome(
    client.invoke({
      _: 'setChatMemberStatus',
      chat_id: channel.id,
      member_id: { _: 'messageSenderUser', user_id: id },
      status: {
        _: 'chatMemberStatusAdministrator',
        rights: { _: 'chatAdministratorRights', can_invite_users: true },
      },
    }),
  )
  await bot.seen('updateNewChat', (update) => update.chat.id === channel.id)
  const name = "the bot's"
  const botsLink = await outcome(
    bot.invoke({ _: 'createChatInviteLink', chat_id: channel.id, name }),
  )
  return { botPromoted, botsLink }
}

/** Hands a channel to somebody who came by a link. */
async function handOver(client: TdlibClient, channel: chat, heir: TdlibClient, username: string) {
  const { invite_link } = await client.invoke({ _: 'createChatInviteLink', chat_id: channel.id })
  await heir.invoke({ _: 'joinChatByInviteLink', invite_link })
  const { id } = await client.invoke({ _: 'searchPublicChat', username })
  const transferred = await outcome(
    client.invoke({
      _: 'transferChatOwnership',
      chat_id: channel.id,
      user_id: id,
      password: PASSWORD,
    }),
  )
  const supergroup_id = supergroupId(channel)
  const creator = 'chatMemberStatusCreator'
  await heir.seen(
    'updateSupergroup',
    ({ supergroup }) => supergroup.id === supergroup_id && supergroup.status._ === creator,
  )
  const { members } = await heir.invoke({
    _: 'getSupergroupMembers',
    supergroup_id,
    filter: { _: 'supergroupMembersFilterAdministrators' },
    limit: 20,
  })
  return { transferred, admins: members.map(({ status }) => status._) }
}

/** A channel with all that belongs to one gets another owner; the account of the first one is deleted. */
export const governing: Scenario<Governing> = {
  async play({ world, client, user, bot }) {
    const { phone } = await world.server.createUser({
      firstName: 'Founder',
      phone: '+9996640004',
      password: PASSWORD,
    })
    const founder = await client()
    await founder.loginUser(phone, PASSWORD)
    const [heir, robot] = await Promise.all([user(world.owner.phone), bot(world.bot.token)])
    const channel = await founder.invoke({
      _: 'createNewSupergroupChat',
      title: 'A channel',
      is_channel: true,
    })
    const equipped = await equip(founder, channel)
    const promoted = await promote(founder, channel, robot, world.bot.username)
    const handed = await handOver(founder, channel, heir, 'world_owner')

    await heir.invoke({
      _: 'toggleSupergroupSignMessages',
      supergroup_id: supergroupId(channel),
      sign_messages: true,
    })
    await say(heir, channel.id, 'signed')
    const signed = await heard(founder, channel.id, 'signed')
    const deleted = await outcome(
      founder.invoke({ _: 'deleteAccount', reason: 'enough', password: PASSWORD }),
    )
    await founder.closed()
    await say(heir, channel.id, 'without the founder')
    const last = await heard(robot, channel.id, 'without the founder')
    return {
      ...equipped,
      ...promoted,
      ...handed,
      signature: signed.author_signature,
      deleted,
      afterDeletion: saying(last),
    }
  },
}
