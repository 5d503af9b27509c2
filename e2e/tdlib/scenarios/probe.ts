import type { Scenario } from '../stage.ts'
import { heard, history, say, saying } from '../talk.ts'

export const probe: Scenario<unknown> = {
  server: { limits: { updateLogPerBox: 20, differenceSize: 5 } },
  async play({ world, user, bot, reopen }) {
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
    const N = Number(process.env['N'] ?? 60)
    for (let i = 1; i <= N; i++) {
      await say(member, group.botApiChatId, `message ${i}`)
      await say(member, supergroup.botApiChatId, `message ${i}`)
    }
    const owner2 = await reopen(owner)
    const robot2 = await reopen(robot)
    const last = `message ${N}`
    await owner2.invoke({ _: 'openChat', chat_id: supergroup.botApiChatId })
    await owner2.invoke({ _: 'openChat', chat_id: group.botApiChatId })
    await new Promise((r) => setTimeout(r, 3000))
    await say(member, group.botApiChatId, `very last`)
    await say(member, supergroup.botApiChatId, `very last`)
    await Promise.all([
      heard(owner2, group.botApiChatId, 'very last'),
      heard(owner2, supergroup.botApiChatId, 'very last'),
      heard(robot2, supergroup.botApiChatId, 'very last'),
    ])
    return [
      (await history(owner2, supergroup.botApiChatId)).map(saying).length,
      (await history(owner2, group.botApiChatId)).map(saying).length,
      (await history(owner2, channel.botApiChatId)).map(saying).length,
    ]
  },
}
