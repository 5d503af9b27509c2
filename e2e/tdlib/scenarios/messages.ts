import type { Scenario } from '../stage.ts'
import { heard, history, say, saying } from '../talk.ts'

const FORMATTED = {
  _: 'formattedText',
  text: 'bold, and a @world_owner',
  entities: [
    { _: 'textEntity', offset: 0, length: 4, type: { _: 'textEntityTypeBold' } },
    { _: 'textEntity', offset: 12, length: 12, type: { _: 'textEntityTypeMention' } },
  ],
} as const

/** What came of talking in every kind of chat, over broken connections and on two devices. */
export interface Talk {
  readonly chats: readonly string[]
  readonly privateHistory: readonly string[]
  readonly formats: readonly string[]
  readonly missed: readonly string[]
  readonly afterCut: string
  /** Connections that were made anew after the cut. */
  readonly reconnected: number
  readonly botHeard: string
  readonly botSaid: string
  readonly supergroupHistory: readonly string[]
}

/** Two devices of the owner, a member and a bot talk; connections break. */
export const messages: Scenario<Talk> = {
  async play({ world, cable, user, bot }) {
    const phone = await user(world.owner.phone)
    const desk = await user(world.owner.phone)
    const [member, robot] = await Promise.all([user(world.member.phone), bot(world.bot.token)])
    for (const client of [phone, desk, member]) await client.invoke({ _: 'loadChats', limit: 20 })
    const list = await phone.invoke({ _: 'getChats', limit: 20 })
    const chats: string[] = []
    for (const id of list.chat_ids) {
      await phone.invoke({ _: 'openChat', chat_id: id })
      chats.push((await phone.invoke({ _: 'getChat', chat_id: id })).title)
      await phone.invoke({ _: 'closeChat', chat_id: id })
    }

    // In private: told to the other device and to the other person, read, and deleted for both.
    await phone.invoke({ _: 'getBasicGroupFullInfo', basic_group_id: world.group.id })
    await phone.invoke({ _: 'createPrivateChat', user_id: world.member.id })
    const hello = await say(phone, world.member.id, 'hello')
    await heard(desk, world.member.id, 'hello')
    const { id: helloId } = await heard(member, world.owner.id, 'hello')
    await say(member, world.owner.id, FORMATTED)
    const reply = await heard(phone, world.member.id, FORMATTED.text)
    await heard(desk, world.member.id, FORMATTED.text)
    const formats =
      reply.content._ === 'messageText' ? reply.content.text.entities.map(({ type }) => type._) : []
    await member.invoke({ _: 'openChat', chat_id: world.owner.id })
    await member.invoke({
      _: 'viewMessages',
      chat_id: world.owner.id,
      message_ids: [helloId],
      force_read: true,
    })
    await phone.seen(
      'updateChatReadOutbox',
      ({ chat_id, last_read_outbox_message_id }) =>
        chat_id === world.member.id && last_read_outbox_message_id >= hello.id,
    )
    const privateHistory = (await history(desk, world.member.id)).map(saying)
    await phone.invoke({
      _: 'deleteMessages',
      chat_id: world.member.id,
      message_ids: [hello.id],
      revoke: true,
    })
    await member.seen(
      'updateDeleteMessages',
      ({ message_ids, from_cache }) => !from_cache && message_ids.includes(helloId),
    )

    // A device without network hears later what it missed, of its own box and of channels.
    const { supergroup, group, channel } = world
    await desk.invoke({ _: 'setNetworkType', type: { _: 'networkTypeNone' } })
    await desk.seen(
      'updateConnectionState',
      ({ state }) => state._ === 'connectionStateWaitingForNetwork',
    )
    await say(member, supergroup.botApiChatId, 'into the supergroup')
    await say(member, group.botApiChatId, 'into the group')
    await say(phone, channel.botApiChatId, 'into the channel')
    await desk.invoke({ _: 'setNetworkType', type: { _: 'networkTypeWiFi' } })
    const missed = await Promise.all([
      heard(desk, supergroup.botApiChatId, 'into the supergroup'),
      heard(desk, group.botApiChatId, 'into the group'),
      heard(desk, channel.botApiChatId, 'into the channel'),
    ])
    await heard(member, channel.botApiChatId, 'into the channel')

    const before = cable.openings.length
    cable.cut()
    const afterCut = await say(phone, supergroup.botApiChatId, 'after the cut')
    await heard(member, supergroup.botApiChatId, 'after the cut')
    await heard(desk, supergroup.botApiChatId, 'after the cut')

    const botHeard = await heard(robot, supergroup.botApiChatId, 'after the cut')
    const botSaid = await say(robot, supergroup.botApiChatId, 'from the bot')
    await heard(phone, supergroup.botApiChatId, 'from the bot')
    return {
      chats,
      privateHistory,
      formats,
      missed: missed.map(saying),
      afterCut: saying(afterCut),
      reconnected: cable.openings.length - before,
      botHeard: saying(botHeard),
      botSaid: saying(botSaid),
      supergroupHistory: (await history(member, supergroup.botApiChatId)).map(saying),
    }
  },
}
