import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import {
  adminOf,
  channelInput,
  createChatWorld,
  heard,
  userInput,
  type ChatWorld,
} from '../chats/testing.ts'
import type { Unit } from '../context.ts'
import { ensurePrimary } from '../invites/primary.ts'
import type { TestAccount } from '../testing.ts'
import { guardOf } from './query.ts'
import { askByLink, askDirectly, makeAdmin, requestLink } from './testing.ts'
import { toggleJoinRequest, toggleJoinToSend, type JoinRequestOptions } from './toggle.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount
let bot: TestAccount

beforeEach(async () => {
  w = await createChatWorld()
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
  bot = await w.createBot()
})
afterEach(() => w.close())

async function publicGroup(): Promise<ChatRow> {
  const chat = await w.supergroup(owner)
  await w.unit((u) => u.db.chats.update(chat.id, { username: 'birds' }))
  return w.chat(chat.id)
}

const toggling =
  (chat: ChatRow, options: Partial<Omit<JoinRequestOptions, 'guardBot'>> = {}, by = owner) =>
  (u: Unit) =>
    toggleJoinRequest(u, by.caller, channelInput(u, by, chat), {
      enabled: true,
      applyTo: 'none',
      guardBot: undefined,
      ...options,
    })
const guarding = (chat: ChatRow, guard: TestAccount) => (u: Unit) =>
  toggleJoinRequest(u, owner.caller, channelInput(u, owner, chat), {
    enabled: true,
    applyTo: 'none',
    guardBot: userInput(u, owner, guard),
  })

describe('joining by request', () => {
  it('is set for a public group, which hears of it, and lifted again', async () => {
    const chat = await publicGroup()
    expect(heard(await w.events(toggling(chat)))).toEqual(['channel:channel'])
    expect(await askDirectly(w, ann, chat)).toBe('INVITE_REQUEST_SENT')
    await w.unit(toggling(chat, { enabled: false }))
    expect(await askDirectly(w, ann, chat)).toBe('none')
  })

  it('needs a name, unless it is lifted', async () => {
    const chat = await w.supergroup(owner)
    expect(await w.refusal(toggling(chat))).toBe('CHAT_PUBLIC_REQUIRED')
    expect(await w.refusal(toggling(chat, { enabled: false }))).toBe('CHAT_NOT_MODIFIED')
    await w.unit((u) => u.db.chats.update(chat.id, { joinRequest: 1 }))
    expect(await w.refusal(toggling(chat, { enabled: false }))).toBe('none')
  })

  it('is refused where nothing changes, in channels, and without the right to ban', async () => {
    const chat = await publicGroup()
    await w.unit(toggling(chat))
    expect(await w.refusal(toggling(chat))).toBe('CHAT_NOT_MODIFIED')
    expect(await w.refusal(toggling(await w.channel(owner)))).toBe('CHAT_ID_INVALID')
    await makeAdmin(w, chat, owner, ann)
    expect(await w.refusal(toggling(chat, { enabled: false }, ann))).toBe('CHAT_ADMIN_REQUIRED')
    await w.standing(chat, ann, adminOf('banUsers'))
    expect(await w.refusal(toggling(chat, { enabled: false }, ann))).toBe('none')
  })

  it('leaves the links alone, or changes the primary ones, or all in force', async () => {
    const chat = await publicGroup()
    const primary = await w.unit((u) => ensurePrimary(u, chat, owner.id))
    const limited = await requestLink(w, chat, owner, { requestNeeded: 0, usageLimit: 5 })
    const old = await requestLink(w, chat, owner, { requestNeeded: 0, revoked: 1 })
    const paid = await requestLink(w, chat, owner, {
      requestNeeded: 0,
      subscriptionPeriod: 2_592_000,
      subscriptionAmount: 1,
    })
    const needed = () =>
      w.unit(async (u) => {
        const rows = []
        for (const { hash } of [primary, limited, old, paid]) {
          const row = await u.db.invites.byHash(hash)
          rows.push([row?.requestNeeded, row?.usageLimit])
        }
        return rows
      })
    await w.unit(toggling(chat))
    expect(await needed()).toEqual([
      [0, null],
      [0, 5],
      [0, null],
      [0, null],
    ])
    await w.unit(toggling(chat, { applyTo: 'primary' }))
    expect(await needed()).toEqual([
      [1, null],
      [0, 5],
      [0, null],
      [0, null],
    ])
    await w.unit(toggling(chat, { applyTo: 'all' }))
    expect(await needed()).toEqual([
      [1, null],
      [1, null],
      [0, null],
      [0, null],
    ])
    expect(await askByLink(w, ann, primary)).toBe('INVITE_REQUEST_SENT')
    await w.unit(toggling(chat, { enabled: false, applyTo: 'all' }))
    expect(await needed()).toEqual([
      [0, null],
      [0, null],
      [0, null],
      [0, null],
    ])
  })

  it('holds for the primary link that an admin gets later', async () => {
    const chat = await publicGroup()
    await w.unit(toggling(chat))
    await makeAdmin(w, chat, owner, ann)
    const current = await w.chat(chat.id)
    const primary = await w.unit((u) => ensurePrimary(u, current, ann.id))
    expect(primary.requestNeeded).toBe(1)
  })
})

describe('a guard bot', () => {
  it('is an admin with the right to invite, and no longer the guard without it', async () => {
    const chat = await publicGroup()
    expect(await w.refusal(guarding(chat, bot))).toBe('BOT_INVALID')
    await makeAdmin(w, chat, owner, ann)
    expect(await w.refusal(guarding(chat, ann))).toBe('BOT_INVALID')
    await makeAdmin(w, chat, owner, bot)
    await w.unit(guarding(chat, bot))
    expect(await w.refusal(guarding(chat, bot))).toBe('CHAT_NOT_MODIFIED')
    const guard = async () => {
      const current = await w.chat(chat.id)
      return w.unit((u) => guardOf(u, current))
    }
    expect(await guard()).toBe(bot.id)
    await w.standing(chat, bot, adminOf('banUsers'))
    expect(await guard()).toBeUndefined()
  })

  it('goes with the next setting that names none', async () => {
    const chat = await publicGroup()
    await makeAdmin(w, chat, owner, bot)
    await w.unit(guarding(chat, bot))
    await w.unit(toggling(chat))
    expect(await w.chat(chat.id)).toMatchObject({ joinRequest: 1, guardBotId: null })
    await w.unit(guarding(chat, bot))
    await w.unit(toggling(chat, { enabled: false }))
    expect(await w.chat(chat.id)).toMatchObject({ joinRequest: 0, guardBotId: null })
  })
})

describe('joining to write', () => {
  const set =
    (chat: ChatRow, enabled: boolean, by = owner) =>
    (u: Unit) =>
      toggleJoinToSend(u, by.caller, channelInput(u, by, chat), enabled)

  it('is a matter of discussion groups', async () => {
    const chat = await w.supergroup(owner)
    expect(await w.refusal(set(chat, true))).toBe('DISCUSSION_CHAT_REQUIRED')
    expect(await w.refusal(set(await w.channel(owner), true))).toBe('CHAT_ID_INVALID')
    await w.unit((u) => u.db.chats.update(chat.id, { linkedChatId: 1 }))
    expect(await w.refusal(set(chat, false))).toBe('CHAT_NOT_MODIFIED')
    expect(heard(await w.events(set(chat, true)))).toEqual(['channel:channel'])
    expect(await w.chat(chat.id)).toMatchObject({ joinToSend: 1 })
    expect(await w.refusal(set(chat, true))).toBe('CHAT_NOT_MODIFIED')
    await makeAdmin(w, chat, owner, ann)
    expect(await w.refusal(set(chat, false, ann))).toBe('CHAT_ADMIN_REQUIRED')
  })
})
