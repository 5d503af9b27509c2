import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mtcuteUser } from './support/mtcute.ts'
import { startWorld, type TestChat, type TestWorld } from './support/world.ts'

/** The Bot API as its users reach it: curl, over the port that also speaks MTProto. */

let world: TestWorld

beforeAll(async () => {
  world = await startWorld()
})

afterAll(() => world[Symbol.asyncDispose]())

const LINK = expect.stringMatching(/^https:\/\/t\.me\/\+[\w-]{16}$/) as string

async function curl(...args: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)('curl', ['--silent', '--show-error', ...args])
  return JSON.parse(stdout)
}

const root = (): string => `${world.server.url}/bot${world.bot.token}`

/** Calls a method as the document does: POST with a JSON body. */
function call(method: string, parameters: object = {}): Promise<unknown> {
  const json = ['-H', 'Content-Type: application/json', '-d', JSON.stringify(parameters)]
  return curl('-X', 'POST', `${root()}/${method}`, ...json)
}

const chats = (): [TestChat['kind'], TestChat][] =>
  [world.group, world.supergroup, world.channel].map((chat) => [chat.kind, chat])

describe("the document's own command", () => {
  // The page's text, line by line; only the host and the token are replaced.
  const COMMAND = [
    'curl \\',
    ' -X POST https://api.telegram.org/bot123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11/exportChatInviteLink \\',
    ' -H "Content-Type: application/json" \\',
    ` -d '{"chat_id":42}'`,
  ].join('\n')

  async function shell(command: string): Promise<unknown> {
    const { stdout } = await promisify(execFile)('sh', ['-c', command])
    return JSON.parse(stdout)
  }

  const here = (): string =>
    COMMAND.replace('https://api.telegram.org', world.server.url).replace(
      '123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11',
      world.bot.token,
    )

  it('finds no chat 42', async () => {
    expect(await shell(here())).toEqual({
      ok: false,
      error_code: 400,
      description: 'Bad Request: chat not found',
    })
  })

  it('gets a link of a chat in which the bot is an administrator', async () => {
    const command = here().replace(':42}', `:${world.supergroup.botApiChatId}}`)
    expect(await shell(command)).toEqual({ ok: true, result: LINK })
  })

  it('is refused with another token', async () => {
    const command = COMMAND.replace('https://api.telegram.org', world.server.url)
    expect(await shell(command)).toEqual({
      ok: false,
      error_code: 401,
      description: 'Unauthorized',
    })
  })
})

describe('exportChatInviteLink', () => {
  it('takes its parameters in the four forms of the Bot API', async () => {
    const url = `${root()}/exportChatInviteLink`
    const id = String(world.group.botApiChatId)
    const forms = [
      [`${url}?chat_id=${id}`],
      ['--data-urlencode', `chat_id=${id}`, url],
      ['--form', `chat_id=${id}`, url],
      ['--json', JSON.stringify({ chat_id: id }), url],
    ]
    const links = []
    for (const form of forms) {
      const answer = await curl(...form)
      expect(answer).toEqual({ ok: true, result: LINK })
      links.push(Reflect.get(answer as object, 'result'))
    }
    expect(new Set(links).size).toBe(forms.length)
  })

  it('makes the new primary link of every kind of chat, which getChat then tells', async () => {
    for (const [kind, chat] of chats()) {
      const chatId = chat.botApiChatId
      const exported = await call('exportChatInviteLink', { chat_id: chatId })
      expect(exported, kind).toEqual({ ok: true, result: LINK })
      expect(await call('getChat', { chat_id: chatId }), kind).toMatchObject({
        ok: true,
        result: {
          id: chatId,
          type: kind,
          invite_link: Reflect.get(exported as object, 'result'),
        },
      })
    }
  })

  it('takes a public chat by its username', async () => {
    expect(await call('exportChatInviteLink', { chat_id: '@username' })).toEqual({
      ok: true,
      result: LINK,
    })
  })
})

it('createChatInviteLink makes further links of every kind of chat', async () => {
  const expires = Math.floor(Date.now() / 1000) + 86_400
  for (const [kind, { botApiChatId }] of chats()) {
    const limited = {
      chat_id: botApiChatId,
      name: 'Limited',
      member_limit: 43,
      expire_date: expires,
    }
    expect(await call('createChatInviteLink', limited), kind).toEqual({
      ok: true,
      result: {
        invite_link: LINK,
        name: 'Limited',
        creator: {
          id: world.bot.id,
          is_bot: true,
          first_name: 'World Bot',
          username: world.bot.username,
        },
        expire_date: expires,
        member_limit: 43,
        creates_join_request: false,
        is_primary: false,
        is_revoked: false,
      },
    })
    const asked = { chat_id: botApiChatId, creates_join_request: true }
    expect(await call('createChatInviteLink', asked), kind).toMatchObject({
      result: { creates_join_request: true },
    })
  }
})

it('getMe tells who the token belongs to', async () => {
  expect(await call('getMe')).toMatchObject({
    ok: true,
    result: { id: world.bot.id, is_bot: true, username: world.bot.username },
  })
})

it('a link of the Bot API is one of MTProto too', async () => {
  const answer = (await call('exportChatInviteLink', {
    chat_id: world.channel.botApiChatId,
  })) as { result: string }
  const stranger = await mtcuteUser(world.server, world.stranger.phone)
  try {
    expect((await stranger.getChatPreview(answer.result)).title).toBe('Channel')
  } finally {
    await stranger.destroy()
  }
})
