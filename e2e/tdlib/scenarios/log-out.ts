import type { Scenario } from '../stage.ts'
import { heard, say } from '../talk.ts'

/** What was left after one of two devices, and after a bot, logged out. */
export interface LoggedOut {
  readonly sessionsBefore: number
  readonly sessionsAfter: number
}

/** A device logs out; the other one goes on. A bot logs out and in again. */
export const logOut: Scenario<LoggedOut> = {
  async play({ world, user, bot }) {
    const phone = await user(world.owner.phone)
    const desk = await user(world.owner.phone)
    const robot = await bot(world.bot.token)
    const sessions = async (): Promise<number> =>
      (await phone.invoke({ _: 'getActiveSessions' })).sessions.length
    const sessionsBefore = await sessions()
    for (const client of [desk, robot]) {
      await client.invoke({ _: 'logOut' })
      await client.closed()
    }
    const again = await bot(world.bot.token)
    const chat = await again.invoke({
      _: 'searchPublicChat',
      username: world.supergroup.username,
    })
    await say(again, chat.id, 'here again')
    await heard(phone, chat.id, 'here again')
    return { sessionsBefore, sessionsAfter: await sessions() }
  },
}
