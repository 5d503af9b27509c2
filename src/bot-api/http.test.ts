import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linkOf } from '../domain/invites/hash.ts'
import { markedChatId } from '../core/chat-ids.ts'
import { openTestDoor, type TestDoor } from './testing.ts'

let door: TestDoor
let base: string

beforeAll(async () => {
  door = await openTestDoor()
  base = `/bot${door.token}`
})

afterAll(() => door.close())

/** A multipart body of text fields, as aiohttp writes it. */
function multipart(fields: Record<string, string>, extra = ''): { payload: string; type: string } {
  const parts = Object.entries(fields).map(
    ([name, value]) =>
      `--B\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return {
    payload: `${parts.join('')}${extra}--B--\r\n`,
    type: 'multipart/form-data; boundary=B',
  }
}

describe('the envelope', () => {
  it('answers the curl of the documentation', async () => {
    const answer = await door.send({
      method: 'POST',
      url: `${base}/exportChatInviteLink`,
      headers: { 'content-type': 'application/json' },
      payload: '{"chat_id":42}',
    })
    expect(answer.status).toBe(400)
    expect(answer.text).toBe(
      '{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}',
    )
    expect(answer.headers['content-type']).toBe('application/json')
  })

  it('puts ok before result', async () => {
    const answer = await door.call('getMe')
    expect(answer.status).toBe(200)
    expect(answer.text).toMatch(/^\{"ok":true,"result":\{"id":\d+,"is_bot":true,/)
    expect(answer.headers['content-length']).toBe(String(Buffer.byteLength(answer.text)))
  })

  it('puts parameters last', async () => {
    const group = await door.managed('group')
    await door.domain.unit((u) =>
      u.db.chats.update(group.id, { deleted: 1, migratedTo: 5_000_000_999 }),
    )
    const answer = await door.call('exportChatInviteLink', { chat_id: markedChatId(group) })
    expect(answer.status).toBe(400)
    expect(answer.text).toBe(
      '{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a ' +
        'supergroup chat","parameters":{"migrate_to_chat_id":-1005000000999}}',
    )
  })
})

describe('paths', () => {
  it.each(['getMe', 'getme', 'GETME', 'test/getMe'])('takes %s', async (path) => {
    for (const method of ['GET', 'POST'] as const) {
      const answer = await door.send({ method, url: `${base}/${path}` })
      expect([answer.status, answer.body.ok]).toEqual([200, true])
    }
  })

  it('takes a token whose colon is escaped', async () => {
    const url = `/bot${encodeURIComponent(door.token)}/getMe`
    expect((await door.send({ method: 'GET', url })).status).toBe(200)
  })

  it('takes the method from the parameters where the path has none', async () => {
    for (const path of ['?method=getMe', 'getMe?method=frobnicate']) {
      const answer = await door.send({ method: 'GET', url: `${base}/${path}` })
      expect(answer.status).toBe(200)
    }
  })

  it.each(['/', '/bot', '/botX', '/nothing', '/file', '/bot123:abc'])(
    'answers 404 for %s',
    async (url) => {
      const answer = await door.send({ method: 'GET', url })
      expect(answer.status).toBe(404)
      expect(answer.text).toBe('{"ok":false,"error_code":404,"description":"Not Found"}')
    },
  )

  it('answers 404 for a method that nobody has', async () => {
    for (const name of ['frobnicate', 'getMe/', 'getMe/x', 'toString', '__proto__', '']) {
      const answer = await door.send({ method: 'GET', url: `${base}/${name}` })
      expect([answer.status, answer.body.description]).toEqual([404, 'Not Found: method not found'])
    }
  })

  it('names a method that only Telegram has by 400, which no library takes for a wrong token, and says it once', async () => {
    for (const name of ['sendPhoto', 'SENDPHOTO']) {
      const answer = await door.call(name)
      expect([answer.status, answer.body.description]).toEqual([
        400,
        'Bad Request: method sendPhoto is not supported by localgram',
      ])
    }
    expect(door.logged.filter((line) => line.method === 'sendPhoto')).toHaveLength(1)
  })

  it('takes the names of before', async () => {
    const answer = await door.call('getChatMembersCount', { chat_id: door.bot.id })
    expect(answer.body.result).toBe(1)
    const kick = await door.call('KickChatMember', { chat_id: door.bot.id, user_id: 1 })
    expect(kick.body.description).toBe("Bad Request: can't ban members in private chats")
    const old = await door.call('setStickerSetThumb')
    expect(old.body.description).toContain('setStickerSetThumbnail is not supported by localgram')
  })

  it('does nothing by HEAD and says which methods there are', async () => {
    for (const method of ['HEAD', 'PUT', 'DELETE'] as const) {
      const answer = await door.app.inject({ method, url: `${base}/getMe` })
      expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET, POST, OPTIONS'])
    }
    const preflight = await door.app.inject({ method: 'OPTIONS', url: `${base}/getMe` })
    expect(preflight.statusCode).toBe(204)
    expect(preflight.headers['access-control-allow-methods']).toBe('GET, POST, OPTIONS')
    expect(preflight.headers['access-control-allow-origin']).toBe('*')
  })
})

describe('tokens', () => {
  it.each(['nothing', '0:abc', ':abc', 'abc:def', '-1:abc', '99999999999999999999:abc', ''])(
    'refuses %j as no token',
    async (token) => {
      const answer = await door.send({ method: 'GET', url: `/bot${token}/getMe` })
      expect([answer.status, answer.body.description]).toEqual([
        401,
        'Unauthorized: invalid token specified',
      ])
    },
  )

  it('refuses a token that is too long', async () => {
    const answer = await door.send({ method: 'GET', url: `${base}${'A'.repeat(80)}/getMe` })
    expect(answer.body.description).toBe('Unauthorized: invalid token specified')
  })

  it('refuses wrong secrets, longer and shorter ones, and other accounts alike', async () => {
    const { token, owner } = door
    const wrong = [
      `${token}A`,
      token.slice(0, -1),
      `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
      `${owner.id}:${token.split(':')[1] ?? ''}`,
      `${token.split(':')[0] ?? ''}:`,
      '1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    ]
    for (const one of wrong) {
      const answer = await door.send({ method: 'GET', url: `/bot${one}/getMe` })
      expect(answer.text).toBe('{"ok":false,"error_code":401,"description":"Unauthorized"}')
      expect(answer.status).toBe(401)
    }
  })

  it('is asked for before the method is looked up', async () => {
    const answer = await door.send({ method: 'GET', url: '/bot1:AAA/frobnicate' })
    expect(answer.status).toBe(401)
  })

  it('refuses the token of a deleted bot', async () => {
    const other = await openTestDoor()
    await other.domain.unit((u) => u.db.users.update(other.bot.id, { deleted: 1 }))
    expect((await other.call('getMe')).body.description).toBe('Unauthorized')
    await other.close()
  })

  it('never reach the log', () => {
    expect(JSON.stringify(door.logged)).not.toContain(door.token.split(':')[1])
  })
})

describe('parameters', () => {
  const fields = { name: 'Zoë & co', member_limit: '5', expire_date: '1900000000' }

  async function create(options: Parameters<TestDoor['send']>[0]): Promise<object> {
    const answer = await door.send(options)
    expect([answer.status, answer.text]).toEqual([200, answer.text])
    const result = answer.body.result as Record<string, unknown>
    return { ...result, invite_link: undefined }
  }

  it('mean the same in all forms', async () => {
    const chat = await door.managed('supergroup')
    const all = { chat_id: String(markedChatId(chat)), ...fields }
    const url = `${base}/createChatInviteLink`
    const query = new URLSearchParams(all).toString()
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const { payload, type } = multipart(all)
    const post = { method: 'POST', url } as const
    const json = { ...all, chat_id: markedChatId(chat), member_limit: 5 }
    const results = [
      await create({ ...post, payload: json }),
      await create({ ...post, payload: all }),
      await create({ ...post, payload: query, headers: form }),
      await create({ ...post, payload, headers: { 'content-type': type } }),
      await create({ ...post, url: `${url}?${query}` }),
      await create({ method: 'GET', url: `${url}?${query}` }),
      await create({ method: 'GET', url, payload: query, headers: form }),
      await create({ method: 'GET', url, payload: json }),
    ]
    for (const result of results) expect(result).toEqual(results[0])
    expect(results[0]).toMatchObject({
      name: 'Zoë & co',
      member_limit: 5,
      expire_date: 1_900_000_000,
    })
  })

  it('of the query string come before those of the body', async () => {
    const chat = await door.managed('supergroup')
    const url = `${base}/createChatInviteLink?name=query&chat_id=${markedChatId(chat)}`
    const payload = { name: 'body', member_limit: 3, chat_id: 42 }
    const result = await create({ method: 'POST', url, payload })
    expect(result).toMatchObject({ name: 'query', member_limit: 3 })
  })

  it('stand in a malformed JSON body up to the mistake', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' }
    const ask = async (payload: string): Promise<unknown> =>
      (await door.send({ method: 'POST', url: `${base}/exportChatInviteLink`, headers, payload }))
        .body.description
    expect(await ask('{"chat_id":42')).toBe('Bad Request: chat not found')
    expect(await ask('{"chat_id":')).toBe('Bad Request: chat_id is empty')
    expect(await ask('chat_id=42')).toBe('Bad Request: chat_id is empty')
    expect(door.logged.some((line) => 'problem' in line)).toBe(true)
  })

  it('of another content type are not read', async () => {
    for (const type of ['text/plain', 'application/octet-stream']) {
      const headers = { 'content-type': type }
      const url = `${base}/exportChatInviteLink`
      const answer = await door.send({ method: 'POST', url, headers, payload: '{"chat_id":42}' })
      expect(answer.body.description).toBe('Bad Request: chat_id is empty')
    }
  })

  it('stand beside files, which are dropped', async () => {
    const chat = await door.managed('channel')
    const file =
      '--B\r\nContent-Disposition: form-data; name="photo"; filename="a.png"\r\n' +
      `Content-Type: image/png\r\n\r\n${'x'.repeat(200_000)}\r\n`
    const { payload, type } = multipart({ chat_id: String(markedChatId(chat)) }, file)
    const url = `${base}/exportChatInviteLink`
    const headers = { 'content-type': type }
    const answer = await door.send({ method: 'POST', url, headers, payload })
    expect([answer.status, answer.body.ok]).toEqual([200, true])
  })

  it('that are broken are refused', async () => {
    const url = `${base}/getMe`
    const { payload } = multipart({ chat_id: '42' })
    const broken: [string, string][] = [
      ['multipart/form-data', payload],
      ['multipart/form-data; boundary=B', payload.slice(0, -20)],
      ['multipart/form-data; boundary=B', 'no form'],
    ]
    for (const [type, body] of broken) {
      const headers = { 'content-type': type }
      const answer = await door.send({ method: 'POST', url, headers, payload: body })
      expect([answer.status, answer.body.ok, answer.body.error_code]).toEqual([400, false, 400])
      expect(answer.body.description).toMatch(/^Bad Request: /)
    }
  })

  it('that have no name are refused without a word of the parser', async () => {
    const answer = await door.send({
      method: 'POST',
      url: `${base}/getMe`,
      headers: { 'content-type': 'multipart/form-data; boundary=B' },
      payload: '--B\r\nContent-Disposition: form-data\r\n\r\n42\r\n--B--\r\n',
    })
    expect(answer.body.description).toBe("Bad Request: can't parse form data")
  })

  it('that are too many are refused with 413', async () => {
    const url = `${base}/getMe`
    const long = 'x'.repeat(1_100_000)
    const form = multipart({ name: long })
    const answers = [
      await door.send({ method: 'POST', url, payload: { name: long } }),
      await door.send({ method: 'GET', url, payload: { name: long } }),
      await door.send({
        method: 'POST',
        url,
        payload: form.payload,
        headers: { 'content-type': form.type },
      }),
    ]
    for (const answer of answers) {
      expect(answer.status).toBe(413)
      expect(answer.text).toBe(
        '{"ok":false,"error_code":413,"description":"Request Entity Too Large: too many parameters"}',
      )
    }
  })

  it('that are compressed are refused with 415', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    const url = `${base}/getMe`
    const answer = await door.send({ method: 'POST', url, headers, payload: '{}' })
    expect([answer.status, answer.body.error_code]).toEqual([415, 415])
  })
})

describe('a unit of work', () => {
  it('leaves nothing behind where the call fails', async () => {
    const chat = await door.managed('supergroup')
    const before = await door.domain.unit((u) => u.db.invites.countOf(chat.id, door.bot.id))
    const answer = await door.call('createChatInviteLink', {
      chat_id: markedChatId(chat),
      expire_date: 1,
    })
    expect(answer.body.description).toBe('Bad Request: EXPIRE_DATE_INVALID')
    const after = await door.domain.unit((u) => u.db.invites.countOf(chat.id, door.bot.id))
    expect(after).toBe(before)
  })

  it('is committed before the answer leaves', async () => {
    const chat = await door.managed('supergroup')
    const answer = await door.call('exportChatInviteLink', { chat_id: markedChatId(chat) })
    const primary = await door.domain.unit((u) => u.db.invites.primary(chat.id, door.bot.id))
    expect(answer.body.result).toBe(linkOf(primary?.hash ?? ''))
  })
})
