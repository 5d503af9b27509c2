import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { madelineAutoload } from '../tools/madeline.ts'
import { CLIENTS } from './flows.ts'
import { runAlone } from './support/namespace.ts'

const HERE = import.meta.dirname
const LINK = expect.stringMatching(/^https:\/\/t\.me\/\+[\w-]{16}$/) as string
const MASKED = expect.stringMatching(/^https:\/\/t\.me\/\+[\w-]{8}\.\.\.$/) as string

/** What a program of e2e/php did. */
interface Played {
  readonly outcome: unknown
  /** Accounts of its world. */
  readonly ids: Readonly<Record<'owner' | 'bot' | 'stranger' | 'member', number>>
  readonly triedOutside: number
}

const play = async (program: string): Promise<Played> =>
  (await runAlone(join(HERE, 'support', 'run-madeline.ts'), [program])) as Played

// Without MadelineProto the test command has said so already.
describe.skipIf(madelineAutoload() === undefined)('MadelineProto', () => {
  it('logs in as user and bot, exports, edits, revokes, asks, approves, joins and hears of it', async () => {
    const { outcome, ids, triedOutside } = await play('journey.php')
    const { owner, bot, stranger, member } = ids
    const exported = (admin: number) =>
      ['group', 'supergroup', 'channel'].map((kind) => {
        const title = 'My very normal title'
        return { kind, link: LINK, admin, title, usageLimit: 43, expires: true }
      })
    expect(outcome).toEqual({
      version: CLIENTS.find(({ name }) => name === 'MadelineProto')?.version,
      me: [owner, bot, stranger],
      byUser: exported(owner),
      byBot: exported(bot),
      // An additional link: the primary one stays.
      document: { type: 'chatInviteExported', permanent: false, primaryIsRevoked: false },
      edited: [7, 'Seven'],
      revoked: true,
      dead: 'INVITE_HASH_EXPIRED',
      asked: 'INVITE_REQUEST_SENT',
      pending: [1, [stranger]],
      // A bot is told of a link that is not its own no more than the beginning.
      botHeard: [stranger, MASKED],
      letIn: 'messageActionChatJoinedByRequest',
      behind: 'Supergroup',
      joined: [stranger, owner],
      members: [owner, member, bot, stranger].sort((a, b) => a - b),
      heard: 'hello from MadelineProto',
    })
    expect(triedOutside, 'packets out of the namespace').toBe(0)
  })

  it('logs in and exports by every transport and every proxy that it has', async () => {
    const { outcome, triedOutside } = await play('roads.php')
    const roads = [
      ...['intermediate', 'padded', 'full', 'http', 'obfuscated', 'obfuscated and padded'],
      ...['http proxy', 'mtproxy', 'mtproxy with padding'],
    ]
    expect(outcome).toEqual(Object.fromEntries(roads.map((road) => [road, 'chatInviteExported'])))
    expect(triedOutside, 'packets out of the namespace').toBe(0)
  })

  it("exports a link by its example, and by the document's to the letter", async () => {
    const done = await runAlone(join(HERE, 'support', 'run-madeline-example.ts'))
    expect(done).toMatchObject({
      example: {
        code: 0,
        output: expect.stringMatching(
          /^chatInviteExported https:\/\/t\.me\/\+[\w-]{16}$/m,
        ) as string,
      },
      document: { code: 0, invite: { _: 'chatInviteExported', link: LINK, permanent: false } },
      triedOutside: 0,
    })
  })
})

it('the example of the document of MadelineProto is its text', () => {
  const text = readFileSync(join(HERE, '..', 'examples', 'madelineproto', 'document.php'), 'utf8')
  expect(text.split('\n').slice(1, -1)).toEqual([
    "if (!file_exists('madeline.php')) {",
    "copy('https://phar.madelineproto.xyz/madeline.php', 'madeline.php');",
    '}',
    "include 'madeline.php';",
    "$MadelineProto = new \\danog\\MadelineProto\\API('session.madeline');",
    '$MadelineProto->start();',
    "$ExportedChatInvite = $MadelineProto->messages->exportChatInvite(['chat_id' => InputPeer, ]);",
  ])
})
