import type { Scenario, Stage } from '../stage.ts'
import { heard, history, say, sayAll, saying } from '../talk.ts'

/** What somebody found who came back. */
export interface Return {
  /** What was said in the group and in the supergroup meanwhile, as their histories show it to the owner. */
  readonly group: readonly string[]
  readonly supergroup: readonly string[]
  /** The last of it, as the bot heard it. */
  readonly bot: string
  readonly afterRestart: readonly string[]
}

/**
 * User and bot close, a member goes on talking, and they come back with the databases that they had;
 * then the server goes away and comes back, and nobody has to log in again.
 */
async function away(
  { world, user, bot, reopen, restart }: Stage,
  count: number,
  deaf: boolean,
): Promise<Return> {
  const { group, supergroup, channel } = world
  const chatIds = [group.botApiChatId, supergroup.botApiChatId] as const
  const [owner, member, robot] = await Promise.all([
    user(world.owner.phone),
    user(world.member.phone),
    bot(world.bot.token),
  ])
  for (const client of [owner, member]) await client.invoke({ _: 'loadChats', limit: 20 })
  for (const id of chatIds) await say(member, id, 'last before')
  await heard(robot, supergroup.botApiChatId, 'last before')
  await Promise.all([owner.close(), robot.close()])

  const texts = Array.from({ length: count }, (_, i) => `message ${i + 1}`)
  await Promise.all(chatIds.map((id) => sayAll(member, id, texts)))
  const [ownerAgain, robotAgain] = [await reopen(owner), await reopen(robot)]
  for (const id of chatIds) await ownerAgain.invoke({ _: 'openChat', chat_id: id })
  const last = deaf ? 'after all' : `message ${count}`
  if (deaf) for (const id of chatIds) await say(member, id, last)
  for (const id of chatIds) await heard(ownerAgain, id, last)
  const atBot = await heard(robotAgain, supergroup.botApiChatId, last)
  const shown = async (id: number): Promise<string[]> =>
    (await history(ownerAgain, id)).map(saying).filter((text) => text.startsWith('message '))

  const before = { group: await shown(chatIds[0]), supergroup: await shown(chatIds[1]) }
  await restart()
  await say(member, group.botApiChatId, 'after the restart')
  await say(ownerAgain, channel.botApiChatId, 'a post after the restart')
  const after = [
    await heard(ownerAgain, group.botApiChatId, 'after the restart'),
    await heard(member, channel.botApiChatId, 'a post after the restart'),
  ]
  return { ...before, bot: saying(atBot), afterRestart: after.map(saying) }
}

/** Messages of each chat: more than one difference holds. */
export const MANY = 130

/** Back in time: everything is told by differences, in slices. */
export const returns: Scenario<Return> = {
  keepsData: true,
  play: (stage) => away(stage, MANY, false),
}

/** Messages of each chat: more than the server remembers the updates of. */
export const TOO_MANY = 60

/** Back too late: the differences are too long, and TDLib fetches what it needs by itself. */
export const returnsLate: Scenario<Return> = {
  keepsData: true,
  server: { limits: { updateLogPerBox: 20, differenceSize: 5 } },
  play: (stage) => away(stage, TOO_MANY, true),
}
