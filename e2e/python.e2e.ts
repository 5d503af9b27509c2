import { describe, expect, it } from 'vitest'
import { hasPython } from '../tools/python-clients.ts'
import { playInPython } from './support/python.ts'
import { startWorld } from './support/world.ts'

const LINK = expect.stringMatching(/^https:\/\/t\.me\/\+[\w-]{16}$/) as string
const MASKED = expect.stringMatching(/^https:\/\/t\.me\/\+[\w-]{8}\.\.\.$/) as string

interface Journey {
  readonly layer: number
  readonly environment: string
  readonly script: string
  /** What the document's own example ends with, in a group and in a channel. */
  readonly document?: readonly string[]
}

const JOURNEYS: Readonly<Record<string, Journey>> = {
  'Telethon 1.45': { layer: 229, environment: 'telethon', script: 'telethon_journey.py' },
  'Pyrogram 2.0.106': {
    layer: 158,
    environment: 'pyrogram',
    script: 'pyrogram_journey.py',
    // Layer 158 has no prices: what is left of the example is answered with a link.
    document: ['no such parameter', 'no such parameter'],
  },
  'kurigram 2.2.26': {
    layer: 229,
    environment: 'kurigram',
    script: 'pyrogram_journey.py',
    document: ['PRICING_CHAT_INVALID', 'SUBSCRIPTION_PERIOD_INVALID'],
  },
}

describe.each(Object.entries(JOURNEYS))('%s', (_name, journey) => {
  const { layer, environment, script, document } = journey

  it.skipIf(!hasPython(environment))(
    'logs in as user and bot, exports, asks, approves, joins and hears of it',
    async () => {
      await using world = await startWorld()
      const { owner, bot, stranger, member } = world
      const result = await playInPython(environment, script, world)
      const exported = (admin: number) =>
        ['group', 'supergroup', 'channel'].map((kind) => {
          const title = 'My very normal title'
          return { kind, link: LINK, admin, title, usageLimit: 43, expires: true }
        })
      expect(result).toEqual({
        layer,
        me: [owner.id, bot.id, stranger.id],
        byUser: exported(owner.id),
        byBot: exported(bot.id),
        ...(document === undefined ? {} : { document }),
        asked: expect.stringMatching(/InviteRequestSent|JoinResultRequestSent/) as string,
        pending: [1, [stranger.id]],
        // A bot is told of a link that is not its own no more than the beginning.
        botHeard: [stranger.id, MASKED],
        letIn: 'MessageActionChatJoinedByRequest',
        behind: 'Supergroup',
        joined: [stranger.id, owner.id],
        members: [owner.id, member.id, bot.id, stranger.id].sort((a, b) => a - b),
        heard: expect.stringMatching(/^hello from /) as string,
      })
    },
  )
})
