import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type LocalgramServer } from '../src/index.ts'
import { hasPython, pythonOf } from '../tools/python-clients.ts'
import { copyExample, type ExampleRun } from './support/example.ts'
import { runAlone } from './support/namespace.ts'

/** Every file of examples/, run as its first lines say; GramJS's document has a test of its own. */
const EXAMPLES = join(import.meta.dirname, '..', 'examples')

let server: LocalgramServer
let token = ''

beforeAll(async () => {
  server = await startServer({ seed: join(EXAMPLES, 'world.yaml') })
  const bots = await fetch(`${server.url}/control/v1/bots`)
  token = ((await bots.json()) as { token: string }[])[0]?.token ?? ''
})

afterAll(() => server.stop())

async function run(folder: string, command: string, ...args: string[]): Promise<ExampleRun> {
  using example = copyExample(folder)
  return await example.run(command, args, { env: { LOCALGRAM_URL: server.url } })
}

const EXPORTED = /^(chatInviteExported|ChatInviteExported) https:\/\/t\.me\/\+[\w-]{16}$/m

describe('the example of', () => {
  it.each([
    ['gramjs', 'login.js'],
    ['teleproto', 'export-chat-invite.js'],
    ['mtcute', 'user.js'],
  ])('%s/%s exports a link', async (folder, file) => {
    const { code, output, errors } = await run(folder, process.execPath, file)
    expect(errors).toBe('')
    expect(output).toMatch(EXPORTED)
    expect(code).toBe(0)
  })

  it('mtcute/bot.js exports a link as a bot', async () => {
    const { code, output } = await run('mtcute', process.execPath, 'bot.js')
    expect(output).toMatch(/^https:\/\/t\.me\/\+[\w-]{16} 43$/m)
    expect(code).toBe(0)
  })

  it('tests/invite-link.test.js, a test of a reader, passes', async () => {
    const source = join(import.meta.dirname, 'support', 'localgram-source.ts')
    const args = ['--import', source, '--test', 'invite-link.test.js']
    const { code, output } = await run('tests', process.execPath, ...args)
    expect(output).toMatch(/pass 1\b/)
    expect(code).toBe(0)
  })

  it('tdl exports a link and dials nobody else', async () => {
    const script = join(import.meta.dirname, 'support', 'run-tdl-example.ts')
    const done = await runAlone(script)
    const output = expect.stringMatching(/^chatInviteLink https:\/\/t\.me\/\+[\w-]{16}$/m) as string
    expect(done).toMatchObject({ code: 0, output, triedOutside: 0 })
  })

  it("the Bot API sends the document's own command", async () => {
    const file = 'export-chat-invite-link.sh'
    const nobody = await run('bot-api', 'sh', file, token)
    expect(JSON.parse(nobody.output)).toEqual({
      ok: false,
      error_code: 400,
      description: 'Bad Request: chat not found',
    })
    const chat = await run('bot-api', 'sh', file, token, '@username')
    expect(JSON.parse(chat.output)).toEqual({
      ok: true,
      result: expect.stringMatching(/^https:\/\/t\.me\/\+[\w-]{16}$/),
    })
  })

  it.each([
    ['telethon', 'telethon'],
    ['pyrogram', 'pyrogram'],
    ['kurigram', 'pyrogram'],
  ])('%s exports a link', async (environment, folder) => {
    // Without Python the test command has said so already, and failed in CI.
    if (!hasPython(environment)) return
    const { code, output } = await run(folder, pythonOf(environment), 'export_chat_invite.py')
    expect(output).toMatch(EXPORTED)
    expect(code).toBe(0)
  })
})

it('the examples are written for the versions that the tests run', () => {
  const dependencies = (file: string): Record<string, string> =>
    (JSON.parse(readFileSync(file, 'utf8')) as { dependencies: Record<string, string> })
      .dependencies
  const tested = dependencies(join(import.meta.dirname, 'package.json'))
  for (const folder of ['gramjs', 'teleproto', 'mtcute', 'tdl']) {
    expect(tested).toMatchObject(dependencies(join(EXAMPLES, folder, 'package.json')))
  }
  const { localgram, ...clients } = dependencies(join(EXAMPLES, 'tests', 'package.json'))
  expect(localgram).toBe('file:../..')
  expect(tested).toMatchObject(clients)
})
