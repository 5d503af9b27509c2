import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type LocalgramServer } from '../src/index.ts'
import { hasPython, pythonOf } from '../tools/python-clients.ts'
import { copyExample, type ExampleRun } from './support/example.ts'
import { callBot } from './support/http-bot.ts'
import { news } from './support/links.ts'
import { runAlone } from './support/namespace.ts'
import { connectPerson } from './support/people.ts'

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

/** Somebody asks to join @username, the example's bot lets them in, and they are told so. */
async function letsIn(folder: string, command: string, file: string): Promise<void> {
  const call = (method: string, parameters: object) =>
    callBot(server.url, token, method, parameters)
  // A bot that was ended by force has confirmed nothing.
  await call('deleteWebhook', { drop_pending_updates: true })
  const wanted = { chat_id: '@username', creates_join_request: true }
  const { result } = await call('createChatInviteLink', wanted)
  const { result: chat } = await call('getChat', { chat_id: '@username' })
  const { id } = await server.createUser({ firstName: 'Asker' })
  await using asker = await connectPerson(server, await server.createSession(id, 'mtcute'))
  expect(await asker.follow((result as { invite_link: string }).invite_link)).toBe('asked')
  using example = copyExample(folder)
  const until = /^let Asker into My very normal supergroup$/m
  const run = await example.run(command, [file], { until, env: { LOCALGRAM_URL: server.url } })
  expect(run.output).toMatch(/^ask to join by https:\/\/t\.me\/\+[\w-]{16}$/m)
  expect(run.output).toMatch(until)
  await asker.hears(news.came((chat as { id: number }).id, id, 'request'))
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

  it.each(['grammy', 'telegraf'])('%s lets in who asks', (folder) =>
    letsIn(folder, process.execPath, 'bot.js'),
  )

  it.skipIf(!hasPython('bots')).each(['aiogram', 'python-telegram-bot'])(
    '%s lets in who asks',
    (folder) => letsIn(folder, pythonOf('bots'), 'bot.py'),
  )

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

it('ci/with-localgram.sh runs a command beside a server, and ends both', async () => {
  using example = copyExample('ci')
  const main = join(import.meta.dirname, '..', 'src', 'cli', 'main.ts')
  // The port of a server that has ended is free.
  const ended = await startServer()
  await ended.stop()
  const port = String(ended.port)
  const env = { LOCALGRAM: `${process.execPath} ${main}`, LOCALGRAM_PORT: port }
  const ask = 'curl -sf $LOCALGRAM_URL/control/v1/clock; exit 3'
  const { code, output } = await example.run('sh', ['with-localgram.sh', 'sh', '-c', ask], { env })
  expect(output).toMatch(/\{"now":\d+\}/)
  expect(code).toBe(3)
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow('fetch failed')
})

it('ci/with-localgram.sh takes a free port, and never the server of somebody else', async () => {
  using example = copyExample('ci')
  await using other = await startServer()
  const main = join(import.meta.dirname, '..', 'src', 'cli', 'main.ts')
  const LOCALGRAM = `${process.execPath} ${main}`
  const ask = ['with-localgram.sh', 'sh', '-c', 'curl -sf $LOCALGRAM_URL/control/v1/connection']
  const free = await example.run('sh', ask, { env: { LOCALGRAM } })
  expect(free.output).toMatch(/"port":\d+/)
  expect(free.code).toBe(0)
  const env = { LOCALGRAM, LOCALGRAM_PORT: String(other.port) }
  const taken = await example.run('sh', ask, { env })
  expect(taken.output).not.toContain('"port"')
  expect(taken.code).toBe(1)
})

it("Pyrogram's document example meets Telegram's errors, and comes right as its page says", async () => {
  // Without Python the test command has said so already, and failed in CI.
  if (!hasPython('kurigram')) return
  const { code, output } = await run('pyrogram', pythonOf('kurigram'), 'document_example.py')
  const lines = output.trim().split('\n')
  expect(lines.slice(0, 2)).toEqual(['PRICING_CHAT_INVALID', 'SUBSCRIPTION_PERIOD_INVALID'])
  expect(lines[2]).toMatch(/^bought https:\/\/t\.me\/\+[\w-]{16}$/)
  expect(lines[3]).toMatch(/^free https:\/\/t\.me\/\+[\w-]{16}$/)
  expect(code).toBe(0)
})

it('the examples are written for the versions that the tests run', () => {
  const dependencies = (file: string): Record<string, string> =>
    (JSON.parse(readFileSync(file, 'utf8')) as { dependencies: Record<string, string> })
      .dependencies
  const tested = dependencies(join(import.meta.dirname, 'package.json'))
  for (const folder of ['gramjs', 'teleproto', 'mtcute', 'tdl', 'grammy', 'telegraf']) {
    expect(tested).toMatchObject(dependencies(join(EXAMPLES, folder, 'package.json')))
  }
  const { localgram, ...clients } = dependencies(join(EXAMPLES, 'tests', 'package.json'))
  expect(localgram).toBe('file:../..')
  expect(tested).toMatchObject(clients)
})
