import { describe, expect, it } from 'vitest'
import { Notes } from './support/bots/bot.ts'
import { OLD_LIBRARIES, type OldLibrary } from './support/bots/released-then.ts'
import { connectPerson } from './support/people.ts'
import { startWorld } from './support/world.ts'

/**
 * Releases of years ago that bots still run, in the two stories that broke them: a request to join, and a
 * restriction that is lifted with every permission that the library knows.
 */
describe.each(OLD_LIBRARIES.map((library) => ({ name: library.name, library })))(
  '$name',
  ({ library }) => {
    it('answers, lets in, mutes and frees', { timeout: 60_000 }, () => story(library))
  },
)

async function story(library: OldLibrary): Promise<void> {
  await using world = await startWorld()
  const { server, stranger, supergroup } = world
  const chat = supergroup.botApiChatId
  const notes = new Notes()
  const bot = await library.start({ apiRoot: server.url, token: world.bot.token }, notes)
  await using stopping = new AsyncDisposableStack()
  stopping.defer(() => bot.stop())
  const ask = `${server.url}/bot${world.bot.token}/createChatInviteLink?chat_id=${chat}&creates_join_request=true`
  const { result } = (await (await fetch(ask)).json()) as { result: { invite_link: string } }
  await using owner = await connectPerson(
    server,
    await server.createSession(world.owner.id, 'mtcute'),
  )
  await using guest = await connectPerson(server, await server.createSession(stranger.id, 'mtcute'))
  await guest.client.sendText(world.bot.username, 'hello')
  await guest.hears('I heard: hello')
  expect(await guest.follow(result.invite_link)).toBe('asked')
  await notes.find({ what: 'asked', chat, from: stranger.id, link: result.invite_link })
  await notes.find({ what: 'approved', chat, user: stranger.id })
  await notes.find({ what: 'chat_member', chat, user: stranger.id, old: 'left', now: 'member' })

  await owner.client.sendText(supergroup.username, `mute ${stranger.id}`)
  await notes.find({ what: 'standing', user: stranger.id, now: 'restricted', may: false })
  const muted = { what: 'chat_member', user: stranger.id, now: 'restricted' } as const
  await notes.find({ ...muted, from: world.bot.id })
  await owner.client.sendText(supergroup.username, `free ${stranger.id}`)
  await notes.find({ what: 'standing', user: stranger.id, now: 'member' })
  await notes.find({ what: 'chat_member', user: stranger.id, old: 'restricted', now: 'member' })
}
