import { outcome } from '../client.ts'
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

/** A channel with a discussion group, direct messages and a bot; it gets another owner, who loses his account. */
export const governing: Scenario<Governing> = {
  async play({ world, client, user, bot }) {
    const founder = await world.server.createUser({
      firstName: 'Founder',
      phone: '+9996640004',
      password: PASSWORD,
    })
    const old = await client()
    await old.loginUser(founder.phone, PASSWORD)
    const [heir, robot] = await Promise.all([user(world.owner.phone), bot(world.bot.token)])

    const channel = await old.invoke({
      _: 'createNewSupergroupChat',
      title: 'A channel',
      is_channel: true,
    })
    const group = await old.invoke({ _: 'createNewSupergroupChat', title: 'Its discussion' })
    if (channel.type._ !== 'chatTypeSupergroup' || group.type._ !== 'chatTypeSupergroup')
      throw new Error('not made as asked')
    const { supergroup_id } = channel.type
    const discussion = await outcome(
      old.invoke({
        _: 'setChatDiscussionGroup',
        chat_id: channel.id,
        discussion_chat_id: group.id,
      }),
    )
    const pages = await Promise.all(
      [supergroup_id, group.type.supergroup_id].map((id) =>
        old.invoke({ _: 'getSupergroupFullInfo', supergroup_id: id }),
      ),
    )
    const directMessages = await outcome(
      old.invoke({
        _: 'setChatDirectMessagesGroup',
        chat_id: channel.id,
        is_enabled: true,
        paid_message_star_count: 0,
      }),
    )

    await old.invoke({ _: 'searchPublicChat', username: world.bot.username })
    const botPromoted = await outcome(
      old.invoke({
        _: 'setChatMemberStatus',
        chat_id: channel.id,
        member_id: { _: 'messageSenderUser', user_id: world.bot.id },
        status: {
          _: 'chatMemberStatusAdministrator',
          rights: { _: 'chatAdministratorRights', can_invite_users: true },
        },
      }),
    )
    await robot.seen('updateNewChat', ({ chat }) => chat.id === channel.id)
    const botsLink = await outcome(
      robot.invoke({ _: 'createChatInviteLink', chat_id: channel.id, name: "the bot's" }),
    )

    const { invite_link } = await old.invoke({ _: 'createChatInviteLink', chat_id: channel.id })
    await heir.invoke({ _: 'joinChatByInviteLink', invite_link })
    await old.invoke({ _: 'searchPublicChat', username: 'world_owner' })
    const transferred = await outcome(
      old.invoke({
        _: 'transferChatOwnership',
        chat_id: channel.id,
        user_id: world.owner.id,
        password: PASSWORD,
      }),
    )
    await heir.seen(
      'updateSupergroup',
      ({ supergroup: { id, status } }) =>
        id === supergroup_id && status._ === 'chatMemberStatusCreator',
    )
    const { members } = await heir.invoke({
      _: 'getSupergroupMembers',
      supergroup_id,
      filter: { _: 'supergroupMembersFilterAdministrators' },
      limit: 20,
    })
    await heir.invoke({ _: 'toggleSupergroupSignMessages', supergroup_id, sign_messages: true })
    await say(heir, channel.id, 'signed')
    const signed = await heard(old, channel.id, 'signed')

    const deleted = await outcome(
      old.invoke({ _: 'deleteAccount', reason: 'enough', password: PASSWORD }),
    )
    await old.closed()
    await say(heir, channel.id, 'without the founder')
    const last = await heard(robot, channel.id, 'without the founder')
    return {
      discussion,
      linkedBothWays:
        pages[0]?.linked_chat_id === group.id && pages[1]?.linked_chat_id === channel.id,
      directMessages,
      botPromoted,
      botsLink,
      transferred,
      admins: members.map(({ status }) => status._),
      signature: signed.author_signature,
      deleted,
      afterDeletion: saying(last),
    }
  },
}
