import type { Scenario } from '../stage.ts'
import { heard, history, say, saying } from '../talk.ts'

/** More messages than one difference of a channel holds. */
const MANY = 130

/** What somebody found who came back. */
export interface Return {
  /** The owner in the group and in the supergroup, and the bot there. */
  readonly heard: readonly string[]
  /** What was said in the supergroup meanwhile, as its history then shows it. */
  readonly history: readonly string[]
  readonly afterRestart: readonly string[]
}

/** User and bot close, much happens, and they come back; then the server itself goes and comes back. */
export const returns: Scenario<Return> = {
  keepsData: true,
  async play({ world, user, bot, reopen, restart }) {
    const { group, supergroup, channel } = world
    const [owner, member, robot] = await Promise.all([
      user(world.owner.phone),
      user(world.member.phone),
      bot(world.bot.token),
    ])
    for (const client of [owner, member]) await client.invoke({ _: 'loadChats', limit: 20 })
    await say(member, supergroup.botApiChatId, 'last before')
    await heard(robot, supergroup.botApiChatId, 'last before')
    await Promise.all([owner.close(), robot.close()])

    // More than one difference holds.
    await say(member, group.botApiChatId, 'to the group')
    for (let i = 1; i <= MANY; i++) await say(member, supergroup.botApiChatId, `message ${i}`)
    const gone = await heard(member, supergroup.botApiChatId, 'message 1')
    await member.invoke({
      _: 'deleteMessages',
      chat_id: supergroup.botApiChatId,
      message_ids: [gone.id],
      revoke: true,
    })

    const owner2 = await reopen(owner)
    const robot2 = await reopen(robot)
    const last = `message ${MANY}`
    await owner2.invoke({ _: 'openChat', chat_id: supergroup.botApiChatId })
    const news = await Promise.all([
      heard(owner2, group.botApiChatId, 'to the group'),
      heard(owner2, supergroup.botApiChatId, last),
      heard(robot2, supergroup.botApiChatId, last),
    ])
    const said = (await history(owner2, supergroup.botApiChatId)).map(saying)

    // The server goes away and comes back with what it had: nobody has to log in again.
    await restart()
    await say(member, group.botApiChatId, 'after the restart')
    await say(owner2, channel.botApiChatId, 'a post after the restart')
    const after = await Promise.all([
      heard(owner2, group.botApiChatId, 'after the restart'),
      heard(member, channel.botApiChatId, 'a post after the restart'),
    ])
    return {
      heard: news.map(saying),
      history: said.filter((text) => text.startsWith('message ')),
      afterRestart: after.map(saying),
    }
  },
}
