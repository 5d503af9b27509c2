import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { goProgram, hasGoPrograms } from '../tools/go-client.ts'
import { copyExample } from './support/example.ts'
import { playJourney } from './support/play-journey.ts'
import { startWorld } from './support/world.ts'

const LINK = expect.stringMatching(/^https:\/\/t\.me\/\+[\w-]{16}$/) as string
const MASKED = expect.stringMatching(/^https:\/\/t\.me\/\+[\w-]{8}\.\.\.$/) as string
const HERE = import.meta.dirname

// Without Go the test command has said so already, and failed in CI.
describe.skipIf(!hasGoPrograms())('gotd/td', () => {
  it.each(['plain', 'obfuscated', 'temporary keys'])(
    'logs in as user and bot, exports, asks, approves, joins and hears of it: %s',
    async (road) => {
      await using world = await startWorld()
      const { owner, bot, stranger, member } = world
      const exported = (admin: number) =>
        ['group', 'supergroup', 'channel'].map((kind) => ({
          ...{ kind, link: LINK, admin, title: 'My very normal title', usageLimit: 43 },
          expires: true,
          // Of an ordinary link, one that needs approval, and a new primary one.
          requestNeeded: [false, true, false],
          permanent: [false, false, true],
        }))
      const program = { command: goProgram('journey'), directory: HERE, told: { road } }
      expect(await playJourney(program, world)).toEqual({
        layer: 229,
        me: [owner.id, bot.id, stranger.id],
        byUser: exported(owner.id),
        byBot: exported(bot.id),
        paid: ['PRICING_CHAT_INVALID', 'PRICING_CHAT_INVALID', '5 in 2592000'],
        asked: 'INVITE_REQUEST_SENT',
        pending: [1, [stranger.id]],
        // A bot is told of a link that is not its own no more than the beginning.
        botHeard: [stranger.id, MASKED],
        letIn: 'MessageActionChatJoinedByRequest',
        behind: 'Supergroup',
        joined: [stranger.id, owner.id],
        members: [owner.id, member.id, bot.id, stranger.id].sort((a, b) => a - b),
        heard: 'hello from gotd',
      })
    },
  )

  it('exports a link by its example', async () => {
    await using world = await startWorld()
    using example = copyExample('gotd')
    const env = { LOCALGRAM_URL: world.server.url }
    const { code, output, errors } = await example.run(goProgram('example'), [], { env })
    expect(errors).toBe('')
    expect(output).toMatch(/^ChatInviteExported https:\/\/t\.me\/\+[\w-]{16}\n$/)
    expect(code).toBe(0)
  })
})

it("the example of gotd has the modules that the tests' program has", () => {
  const lines = (folder: string): string[] =>
    readFileSync(join(HERE, folder, 'go.mod'), 'utf8')
      .split('\n')
      .slice(1)
  expect(lines('../examples/gotd')).toEqual(lines('go'))
})
