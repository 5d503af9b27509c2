import { outcome, type TdlibClient } from '../client.ts'
import type { Scenario, Stage } from '../stage.ts'
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
  readonly opened: readonly string[]
  readonly privateHistory: readonly string[]
  readonly formats: readonly string[]
  /** What a device heard that had been without network. */
  readonly missed: readonly string[]
  readonly afterCut: string
  /** Connections that were made anew after the cut. */
  readonly reconnected: number
  readonly botHeard: string
  readonly botSaid: string
  readonly supergroupHistory: readonly string[]
}

/** Two devices of one account, and somebody else. */
interface Cast {
  readonly phone: TdlibClient
  readonly desk: TdlibClient
  readonly member: TdlibClient
}

/** Looks into every chat of the list. */
async function openAll(client: TdlibClient): Promise<string[]> {
  const { chat_ids } = await client.invoke({ _: 'getChats', limit: 20 })
  const opened: string[] = []
  for (const chat_id of chat_ids) {
    const { title } = await client.invoke({ _: 'getChat', chat_id })
    opened.push(`${title}: ${await outcome(client.invoke({ _: 'openChat', chat_id }))}`)
    await client.invoke({ _: 'closeChat', chat_id })
  }
  return opened.sort()
}

/** In private: told to the other device and to the other person, read, and deleted for both. */
async function inPrivate({ phone, desk, member }: Cast, { world }: Stage) {
  const [ownerId, memberId] = [world.owner.id, world.member.id]
  // An account that nobody can name is known by the chats that one shares with it.
  await phone.invoke({ _: 'getBasicGroupFullInfo', basic_group_id: world.group.id })
  await phone.invoke({ _: 'createPrivateChat', user_id: memberId })
  const hello = await say(phone, memberId, 'hello')
  await heard(desk, memberId, 'hello')
  const { id: helloId } = await heard(member, ownerId, 'hello')
  await say(member, ownerId, FORMATTED)
  const { content } = await heard(phone, memberId, FORMATTED.text)
  await heard(desk, memberId, FORMATTED.text)
  const formats = content._ === 'messageText' ? content.text.entities.map(({ type }) => type._) : []
  await member.invoke({ _: 'openChat', chat_id: ownerId })
  await member.invoke({
    _: 'viewMessages',
    chat_id: ownerId,
    message_ids: [helloId],
    force_read: true,
  })
  await phone.seen(
    'updateChatReadOutbox',
    ({ chat_id, last_read_outbox_message_id: last }) => chat_id === memberId && last >= hello.id,
  )
  const privateHistory = (await history(desk, memberId)).map(saying)
  await phone.invoke({
    _: 'deleteMessages',
    chat_id: memberId,
    message_ids: [hello.id],
    revoke: true,
  })
  await member.seen(
    'updateDeleteMessages',
    ({ message_ids, from_cache }) => !from_cache && message_ids.includes(helloId),
  )
  return { formats, privateHistory }
}

/** A device without network hears later what it missed, of its own box and of channels. */
async function withoutNetwork({ phone, desk, member }: Cast, { world }: Stage) {
  const { supergroup, group, channel } = world
  await desk.invoke({ _: 'setNetworkType', type: { _: 'networkTypeNone' } })
  const offline = 'connectionStateWaitingForNetwork'
  await desk.seen('updateConnectionState', ({ state }) => state._ === offline)
  await say(member, supergroup.botApiChatId, 'into the supergroup')
  await say(member, group.botApiChatId, 'into the group')
  await say(phone, channel.botApiChatId, 'into the channel')
  await desk.invoke({ _: 'setNetworkType', type: { _: 'networkTypeWiFi' } })
  const missed = [
    await heard(desk, supergroup.botApiChatId, 'into the supergroup'),
    await heard(desk, group.botApiChatId, 'into the group'),
    await heard(desk, channel.botApiChatId, 'into the channel'),
  ]
  await heard(member, channel.botApiChatId, 'into the channel')
  return { missed: missed.map(saying) }
}

/** Every connection breaks, and all go on. */
async function overACut({ phone, desk, member }: Cast, { world, cable }: Stage) {
  const chatId = world.supergroup.botApiChatId
  const before = cable.openings.length
  cable.cut()
  const said = await say(phone, chatId, 'after the cut')
  await heard(member, chatId, 'after the cut')
  await heard(desk, chatId, 'after the cut')
  return { afterCut: saying(said), reconnected: cable.openings.length - before }
}

/** Two devices of the owner, a member and a bot talk; connections break. */
export const messages: Scenario<Talk> = {
  async play(stage) {
    const { world, user, bot } = stage
    const phone = await user(world.owner.phone)
    const desk = await user(world.owner.phone)
    const [member, robot] = await Promise.all([user(world.member.phone), bot(world.bot.token)])
    const cast: Cast = { phone, desk, member }
    for (const client of [phone, desk, member]) await client.invoke({ _: 'loadChats', limit: 20 })
    const opened = await openAll(phone)
    const inPrivateThen = await inPrivate(cast, stage)
    const missedThen = await withoutNetwork(cast, stage)
    const cutThen = await overACut(cast, stage)

    const chatId = world.supergroup.botApiChatId
    const botHeard = await heard(robot, chatId, 'after the cut')
    const botSaid = await say(robot, chatId, 'from the bot')
    await heard(phone, chatId, 'from the bot')
    await heard(member, chatId, 'from the bot')
    return {
      opened,
      ...inPrivateThen,
      ...missedThen,
      ...cutThen,
      botHeard: saying(botHeard),
      botSaid: saying(botSaid),
      supergroupHistory: (await history(member, chatId)).map(saying),
    }
  },
}
