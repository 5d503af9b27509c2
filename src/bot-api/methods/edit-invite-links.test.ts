import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashOfLink } from '../../domain/invites/hash.ts'
import { newInvite } from '../../domain/invites/primary.ts'
import { TEST_NOW } from '../../domain/testing.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import { markedChatId } from '../../core/chat-ids.ts'
import { shapeProblems } from '../testing-shape.ts'
import { openTestDoor, type TestDoor } from '../testing.ts'

let door: TestDoor

beforeAll(async () => {
  door = await openTestDoor()
})

afterAll(() => door.close())

type Link = Record<string, unknown>

/** Calls a method that answers a link. */
async function link(method: string, params: object): Promise<Link> {
  const { body } = await door.call(method, params)
  expect(body.description).toBeUndefined()
  expect(shapeProblems('ChatInviteLink', body.result)).toEqual([])
  return body.result as Link
}

async function refusal(method: string, params: object): Promise<unknown> {
  const { status, body } = await door.call(method, params)
  expect([status, body.error_code]).toEqual([400, 400])
  return body.description
}

const stored = (text: unknown): Promise<InviteRow | undefined> =>
  door.domain.unit((u) => u.db.invites.byHash(hashOfLink(String(text)) ?? ''))

/** A link that another admin has made in the chat. */
const ownersLink = (chat: ChatRow): Promise<string> =>
  door.domain.unit(async (u) => {
    const invite = await u.db.invites.insert(newInvite(u, chat, door.owner.id))
    return `https://t.me/+${invite.hash}`
  })

describe('editChatInviteLink', () => {
  it('takes away whatever is left out and keeps the link', async () => {
    const chat_id = markedChatId(await door.managed('supergroup'))
    const options = { name: 'Spring', expire_date: TEST_NOW + 60, member_limit: 5 }
    const made = await link('createChatInviteLink', { chat_id, ...options })
    const invite_link = made.invite_link
    const edited = await link('editChatInviteLink', { chat_id, invite_link, name: 'Autumn' })
    expect(edited).toEqual({
      invite_link,
      name: 'Autumn',
      creator: made.creator,
      creates_join_request: false,
      is_primary: false,
      is_revoked: false,
    })
    const asking = { chat_id, invite_link, creates_join_request: true }
    expect(await link('editChatInviteLink', asking)).toMatchObject({ creates_join_request: true })
    expect(await stored(invite_link)).toMatchObject({ title: null, usageLimit: null })
  })

  it('finds the link by any form of it', async () => {
    const chat_id = markedChatId(await door.managed('channel'))
    const { invite_link } = await link('createChatInviteLink', { chat_id })
    const hash = hashOfLink(String(invite_link)) ?? ''
    for (const form of [`t.me/joinchat/${hash}`, `tg://join?invite=${hash}`, hash]) {
      expect((await link('editChatInviteLink', { chat_id, invite_link: form })).invite_link).toBe(
        invite_link,
      )
    }
  })

  it('refuses in the order of its checks', async () => {
    const chat = await door.managed('supergroup')
    const chat_id = markedChatId(chat)
    const both = { creates_join_request: true, member_limit: 1 }
    const edit = (params: object) => refusal('editChatInviteLink', { chat_id, ...params })
    expect(await edit(both)).toBe('Bad Request: invite link must be non-empty')
    const { invite_link } = await link('createChatInviteLink', { chat_id })
    expect(await edit({ invite_link, ...both })).toBe(
      "Bad Request: member limit can't be specified for links requiring administrator approval",
    )
    expect(await edit({ invite_link, expire_date: 1 })).toBe('Bad Request: EXPIRE_DATE_INVALID')
    expect(await edit({ invite_link, member_limit: 1e9 })).toBe('Bad Request: USAGE_LIMIT_INVALID')
    expect(await edit({ invite_link: 'https://t.me/+bogusbogusbogus1' })).toBe(
      'Bad Request: INVITE_HASH_EXPIRED',
    )
    expect(await edit({ invite_link: await ownersLink(chat) })).toBe(
      'Bad Request: CHAT_ADMIN_REQUIRED',
    )
    const primary = (await door.call('exportChatInviteLink', { chat_id })).body.result
    expect(await edit({ invite_link: primary })).toBe('Bad Request: CHAT_INVITE_PERMANENT')
    await door.stand(chat, 'member')
    for (const params of [{}, { invite_link, ...both }]) {
      expect(await edit(params)).toBe('Bad Request: not enough rights to manage chat invite link')
    }
  })

  it('tells the requests that wait, as MTProto does', async () => {
    const chat_id = markedChatId(await door.managed('supergroup'))
    const asking = { chat_id, creates_join_request: true }
    const { invite_link } = await link('createChatInviteLink', asking)
    const id = (await stored(invite_link))?.id ?? 0
    await door.domain.unit((u) => u.db.invites.addRequested(id, 3))
    const edited = await link('editChatInviteLink', { ...asking, invite_link })
    expect(edited.pending_join_request_count).toBe(3)
    const open = await link('editChatInviteLink', { chat_id, invite_link })
    expect(open).not.toHaveProperty('pending_join_request_count')
  })
})

describe('revokeChatInviteLink', () => {
  it('answers the link that it revoked, with what it was', async () => {
    const chat_id = markedChatId(await door.managed('channel'))
    const made = await link('createChatInviteLink', { chat_id, name: 'Spring', member_limit: 3 })
    const { invite_link } = made
    expect(await link('revokeChatInviteLink', { chat_id, invite_link })).toEqual({
      ...made,
      is_revoked: true,
    })
    expect(await refusal('revokeChatInviteLink', { chat_id, invite_link })).toBe(
      'Bad Request: INVITE_HASH_EXPIRED',
    )
  })

  it('answers the old one of two primary links; getChat tells the new one', async () => {
    const chat_id = markedChatId(await door.managed('supergroup'))
    const old = (await door.call('exportChatInviteLink', { chat_id })).body.result
    const revoked = await link('revokeChatInviteLink', { chat_id, invite_link: old })
    expect(revoked).toMatchObject({ invite_link: old, is_primary: true, is_revoked: true })
    const chat = (await door.call('getChat', { chat_id })).body.result as Link
    expect(chat.invite_link).not.toBe(old)
    expect(await stored(chat.invite_link)).toMatchObject({ permanent: 1, revoked: 0 })
  })

  it('refuses in the order of its checks', async () => {
    const chat = await door.managed('supergroup')
    const chat_id = markedChatId(chat)
    const revoke = (params: object) => refusal('revokeChatInviteLink', { chat_id, ...params })
    expect(await revoke({})).toBe('Bad Request: invite link must be non-empty')
    expect(await revoke({ invite_link: 'x' })).toBe('Bad Request: INVITE_HASH_EXPIRED')
    await door.stand(chat, 'member')
    expect(await revoke({})).toBe('Bad Request: not enough rights to manage chat invite link')
  })
})

describe('subscription links', () => {
  const MONTH = 2_592_000
  const create = 'createChatSubscriptionInviteLink'
  const edit = 'editChatSubscriptionInviteLink'

  it('are made with a price, renamed, and keep their price', async () => {
    const chat_id = markedChatId(await door.managed('channel'))
    const price = { subscription_period: MONTH, subscription_price: 100 }
    const made = await link(create, { chat_id, name: 'Club', ...price })
    expect(made).toMatchObject({ name: 'Club', ...price, creates_join_request: false })
    const { invite_link } = made
    expect(await link(edit, { chat_id, invite_link, name: 'Den' })).toEqual({
      ...made,
      name: 'Den',
    })
    const nameless = await link(edit, { chat_id, invite_link })
    expect(nameless).not.toHaveProperty('name')
    expect(nameless).toMatchObject(price)
    const other = { chat_id, invite_link, member_limit: 5, expire_date: TEST_NOW + 60 }
    expect(await link('editChatInviteLink', other)).toEqual(nameless)
  })

  it.each([
    [{}, 'invalid subscription pricing specified'],
    [{ subscription_period: MONTH }, 'invalid subscription pricing specified'],
    [{ subscription_price: 5 }, 'invalid subscription pricing specified'],
    [{ subscription_period: -1, subscription_price: 5 }, 'invalid subscription pricing specified'],
    [{ subscription_period: 60, subscription_price: 5 }, 'SUBSCRIPTION_PERIOD_INVALID'],
    [{ subscription_period: MONTH, subscription_price: 10_001 }, 'PRICING_CHAT_INVALID'],
  ])('are refused for %j', async (price, text) => {
    const chat_id = markedChatId(await door.managed('channel'))
    expect(await refusal(create, { chat_id, ...price })).toBe(`Bad Request: ${text}`)
  })

  it('are for channels only, which is said after the price and the right were looked at', async () => {
    const chat = await door.managed('supergroup')
    const chat_id = markedChatId(chat)
    const price = { subscription_period: MONTH, subscription_price: 5 }
    expect(await refusal(create, { chat_id, ...price })).toBe('Bad Request: PRICING_CHAT_INVALID')
    await door.stand(chat, 'member')
    expect(await refusal(create, { chat_id })).toBe(
      'Bad Request: invalid subscription pricing specified',
    )
    const rights = 'Bad Request: not enough rights to manage chat invite link'
    expect(await refusal(create, { chat_id, ...price })).toBe(rights)
    expect(await refusal(edit, { chat_id })).toBe(rights)
  })

  it('are not renamed without their link', async () => {
    const chat_id = markedChatId(await door.managed('channel'))
    expect(await refusal(edit, { chat_id })).toBe('Bad Request: invite link must be non-empty')
  })
})
