import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashOfLink } from '../../domain/invites/hash.ts'
import { TEST_NOW } from '../../domain/testing.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import { markedChatId } from '../../core/chat-ids.ts'
import { encodeInviteLink } from '../encode/invite-link.ts'
import { shapeProblems } from '../testing-shape.ts'
import { openTestDoor, type TestDoor } from '../testing.ts'

let door: TestDoor

beforeAll(async () => {
  door = await openTestDoor()
})

afterAll(() => door.close())

const kinds = ['group', 'supergroup', 'channel'] as const

const stored = (link: unknown): Promise<InviteRow | undefined> =>
  door.domain.unit((u) => u.db.invites.byHash(hashOfLink(String(link)) ?? ''))

describe('exportChatInviteLink', () => {
  it.each(kinds)('gives another link each time in a %s and revokes the first', async (kind) => {
    const chat_id = markedChatId(await door.managed(kind))
    const first = (await door.call('exportChatInviteLink', { chat_id })).body.result
    const second = (await door.call('exportChatInviteLink', { chat_id })).body.result
    expect(first).toMatch(/^https:\/\/t\.me\/\+[\w-]{16}$/)
    expect(second).not.toBe(first)
    expect(await stored(first)).toMatchObject({ permanent: 1, revoked: 1, adminId: door.bot.id })
    expect(await stored(second)).toMatchObject({ permanent: 1, revoked: 0, adminId: door.bot.id })
  })

  it("touches neither the owner's primary link nor the bot's other links", async () => {
    const chat = await door.managed('supergroup')
    const chat_id = markedChatId(chat)
    const owners = await door.domain.unit((u) => u.db.invites.primary(chat.id, door.owner.id))
    const other = (await door.call('createChatInviteLink', { chat_id })).body.result as {
      invite_link: string
    }
    await door.call('exportChatInviteLink', { chat_id })
    const after = await door.domain.unit((u) => u.db.invites.primary(chat.id, door.owner.id))
    expect(after?.hash).toBe(owners?.hash)
    expect(await stored(other.invite_link)).toMatchObject({ revoked: 0, permanent: 0 })
  })
})

describe('createChatInviteLink', () => {
  async function create(params: object): Promise<Record<string, unknown>> {
    const { body } = await door.call('createChatInviteLink', params)
    expect(shapeProblems('ChatInviteLink', body.result)).toEqual([])
    return body.result as Record<string, unknown>
  }

  async function refusal(params: object): Promise<unknown> {
    const { status, body } = await door.call('createChatInviteLink', params)
    expect(status).toBe(400)
    return body.description
  }

  it.each(kinds)('leaves out of a plain link in a %s whatever is empty', async (kind) => {
    const chat_id = markedChatId(await door.managed(kind))
    const result = await create({ chat_id })
    expect(result).toEqual({
      invite_link: expect.stringMatching(/^https:\/\/t\.me\/\+[\w-]{16}$/) as string,
      creator: { id: door.bot.id, is_bot: true, first_name: 'Door', username: 'door_bot' },
      creates_join_request: false,
      is_primary: false,
      is_revoked: false,
    })
    expect((await create({ chat_id })).invite_link).not.toBe(result.invite_link)
  })

  it('tells every option that was given, in order', async () => {
    const chat_id = markedChatId(await door.managed('channel'))
    const options = { name: 'Spring', expire_date: TEST_NOW + 60, member_limit: 99_999 }
    const result = await create({ chat_id, ...options })
    expect(result).toMatchObject(options)
    expect(Object.keys(result)).toEqual([
      'invite_link', 'name', 'creator', 'expire_date', 'member_limit', 'creates_join_request',
      'is_primary', 'is_revoked',
    ]) // prettier-ignore
  })

  it('makes links that ask an admin', async () => {
    const chat_id = markedChatId(await door.managed('supergroup'))
    for (const yes of [true, 'true', 'YES', 1, '1']) {
      const result = await create({ chat_id, creates_join_request: yes })
      expect(result.creates_join_request).toBe(true)
      expect(result).not.toHaveProperty('member_limit')
      expect(result).not.toHaveProperty('pending_join_request_count')
    }
    for (const no of [false, 'no', 0, 2, null]) {
      expect((await create({ chat_id, creates_join_request: no })).creates_join_request).toBe(false)
    }
  })

  it('moves numbers into their bounds and takes what is none for 0', async () => {
    const chat_id = markedChatId(await door.managed('supergroup'))
    const plain = { chat_id, expire_date: -5, member_limit: -5 }
    for (const params of [plain, { chat_id, expire_date: 'soon', member_limit: 'few' }]) {
      const result = await create(params)
      expect(result).not.toHaveProperty('expire_date')
      expect(result).not.toHaveProperty('member_limit')
    }
    expect(await create({ chat_id, expire_date: 4_000_000_000 })).not.toHaveProperty('expire_date')
    expect((await create({ chat_id, member_limit: 2 ** 32 + 1 })).member_limit).toBe(1)
    expect((await create({ chat_id, member_limit: '7.9' })).member_limit).toBe(7)
  })

  it.each([
    [{ member_limit: 100_000 }, 'USAGE_LIMIT_INVALID'],
    [{ member_limit: 2 ** 31 - 1 }, 'USAGE_LIMIT_INVALID'],
    [{ expire_date: 1_795_934_378_137 }, 'EXPIRE_DATE_INVALID'],
    [{ expire_date: TEST_NOW }, 'EXPIRE_DATE_INVALID'],
    [{ expire_date: 1 }, 'EXPIRE_DATE_INVALID'],
    [{ expire_date: 1, member_limit: 100_000 }, 'EXPIRE_DATE_INVALID'],
  ])('passes the error of the rule for %j on', async (options, name) => {
    const chat_id = markedChatId(await door.managed('channel'))
    expect(await refusal({ chat_id, ...options })).toBe(`Bad Request: ${name}`)
  })

  it('refuses a limit on a link that asks an admin before it looks at the rights', async () => {
    const both = { creates_join_request: true, member_limit: 1 }
    const text =
      "Bad Request: member limit can't be specified for links requiring administrator approval"
    const chat = await door.managed('supergroup')
    expect(await refusal({ chat_id: markedChatId(chat), ...both })).toBe(text)
    await door.stand(chat, 'member')
    expect(await refusal({ chat_id: markedChatId(chat), ...both })).toBe(text)
    expect(await refusal({ chat_id: door.bot.id, ...both })).toBe(
      "Bad Request: can't invite members to a private chat",
    )
    expect(await refusal({ chat_id: 42, ...both })).toBe('Bad Request: chat not found')
  })

  it('cuts a name at 32 characters and takes its outer blanks away', async () => {
    const chat_id = markedChatId(await door.managed('supergroup'))
    expect((await create({ chat_id, name: `  ${'ö'.repeat(40)}` })).name).toBe('ö'.repeat(32))
    expect(await create({ chat_id, name: ' \n ' })).not.toHaveProperty('name')
  })

  it('refuses a name that is no UTF-8', async () => {
    const chat_id = markedChatId(await door.managed('supergroup'))
    const text = 'Bad Request: strings must be encoded in UTF-8'
    expect(await refusal({ chat_id, name: 'a\ud800' })).toBe(text)
    const url = `/bot${door.token}/createChatInviteLink?chat_id=${chat_id}&name=%ff`
    expect((await door.send({ method: 'GET', url })).body.description).toBe(text)
  })
})

describe('encodeInviteLink', () => {
  it('tells price and the state of a link in order; a primary link shows no requests', async () => {
    const chat_id = markedChatId(await door.managed('channel'))
    const link = (await door.call('exportChatInviteLink', { chat_id })).body.result
    const row = await stored(link)
    if (!row) throw new Error('the link is not stored')
    const paid = {
      ...row,
      revoked: 1 as const,
      requested: 3,
      subscriptionPeriod: 2_592_000,
      subscriptionAmount: 5,
    }
    const encoded = JSON.parse(JSON.stringify(encodeInviteLink(paid, door.bot))) as object
    expect(shapeProblems('ChatInviteLink', encoded)).toEqual([])
    expect(Object.entries(encoded).filter(([name]) => name !== 'creator')).toEqual([
      ['invite_link', link],
      ['subscription_period', 2_592_000],
      ['subscription_price', 5],
      ['creates_join_request', false],
      ['is_primary', true],
      ['is_revoked', true],
    ])
  })
})
