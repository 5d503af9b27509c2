import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { Unit } from '../context.ts'
import { exportInvite } from '../invites/export.ts'
import { getParticipants } from '../members/participants.ts'
import { editAdmin } from '../members/promote.ts'
import { dialogWith } from '../messages/dialogs.ts'
import { findInChannel, listHistory, searchTexts } from '../messages/history.ts'
import { postToChat } from '../messages/post.ts'
import type { TestAccount } from '../testing.ts'
import { missedInChannel } from '../updates/missed-in-channel.ts'
import { setDirectMessages } from './monoforum.ts'
import { adminMask, channelInput, createChatWorld, userInput, type ChatWorld } from './testing.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount
let channel: ChatRow

beforeEach(async () => {
  w = await createChatWorld()
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
  channel = await w.channel(owner, ann)
})
afterEach(() => w.close())

const set =
  (on: boolean, stars = 0, who = owner, chat = channel) =>
  (u: Unit) =>
    setDirectMessages(u, who.caller, channelInput(u, who, chat), on, stars)

async function monoforum(): Promise<ChatRow> {
  return w.chat((await w.chat(channel.id)).monoforumId ?? 0)
}

const promote = (mask: number) => (u: Unit) =>
  editAdmin(
    u,
    owner.caller,
    channelInput(u, owner, channel),
    userInput(u, owner, ann),
    mask,
    undefined,
  )

it('is a chat beside the channel whose admins may manage direct messages', async () => {
  await w.unit(set(true))
  const chat = await monoforum()
  expect(chat).toMatchObject({ kind: 'monoforum', monoforumOf: channel.id, title: 'Birds' })
  expect(chat.id).toBeGreaterThan(1_000_000_000_000 + 2 ** 31)
  expect((await w.member(chat, owner)).status).toBe('creator')
  expect(await w.counts(chat)).toEqual({ rows: 1, count: 1 })
})

it('follows who becomes and who stops being such an admin', async () => {
  await w.unit(set(true))
  const chat = await monoforum()
  await w.unit(promote(adminMask('postMessages', 'manageDirectMessages')))
  expect((await w.member(chat, ann)).status).toBe('admin')
  expect(await w.counts(chat)).toEqual({ rows: 2, count: 2 })
  await w.unit(promote(adminMask('postMessages')))
  expect((await w.member(chat, ann)).status).toBe('left')
  expect(await w.counts(chat)).toEqual({ rows: 1, count: 1 })
})

it('has no invite links', async () => {
  await w.unit(set(true))
  const chat = await monoforum()
  const options = {
    legacyRevokePermanent: false,
    requestNeeded: false,
    expireDate: undefined,
    usageLimit: undefined,
    title: undefined,
    pricing: undefined,
  }
  const ask = (u: Unit) => exportInvite(u, owner.caller, channelInput(u, owner, chat), options)
  expect(await w.refusal(ask)).toBe('CHANNEL_MONOFORUM_UNSUPPORTED')
})

it('is gone once switched off, and another one when on again', async () => {
  await w.unit(set(true))
  const first = await monoforum()
  await w.unit(set(false))
  expect((await w.chat(channel.id)).monoforumId).toBeNull()
  expect((await w.chat(first.id)).deleted).toBe(1)
  await w.unit(set(true))
  expect((await monoforum()).id).not.toBe(first.id)
})

it('is for creators of channels, free of charge, and only to another value', async () => {
  const group = await w.supergroup(owner)
  expect(await w.refusal(set(false))).toBe('CHAT_NOT_MODIFIED')
  expect(await w.refusal(set(true, 5))).toBe('STARS_AMOUNT_INVALID')
  expect(await w.refusal(set(true, 0, ann))).toBe('CHAT_ADMIN_REQUIRED')
  expect(await w.refusal(set(true, 0, owner, group))).toBe('CHANNEL_INVALID')
})

it('is read by its admins, and shows a subscriber of the channel nothing of what others wrote', async () => {
  await w.unit(set(true))
  const chat = await monoforum()
  const said = await w.unit((u) => postToChat(u, chat, owner.id, { text: 'between us' }))
  const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 10, maxId: 0, minId: 0 }
  const terms = { text: 'us', from: undefined, minDate: 0, maxDate: 0 }
  const query = { pts: 1, limit: 10, ranges: [], excludeNewMessages: false }
  const seen = (who: TestAccount) =>
    w.unit(async (u) => {
      const input = channelInput(u, who, chat)
      const { rows, count } = await listHistory(u, who.caller, input, page)
      const found = await findInChannel(u, who.caller, input, [{ by: 'id', id: said.id }])
      return {
        history: [rows.length, count],
        search: (await searchTexts(u, who.caller, input, terms, page)).count,
        byId: typeof found.found[0],
        difference: (await missedInChannel(u, who.caller, input, query)).kind,
        top: (await dialogWith(u, who.caller, input)).top?.id,
      }
    })
  expect(await seen(owner)).toEqual({
    history: [1, 1],
    search: 1,
    byId: 'object',
    difference: 'updates',
    top: said.id,
  })
  expect(await seen(ann)).toEqual({
    history: [0, 0],
    search: 0,
    byId: 'number',
    difference: 'empty',
    top: undefined,
  })
  await w.unit(promote(adminMask('manageDirectMessages')))
  expect(await seen(ann)).toMatchObject({ history: [1, 1] })
  const list = (u: Unit) =>
    getParticipants(u, owner.caller, channelInput(u, owner, chat), {
      of: 'recent',
      search: '',
      offset: 0,
      limit: 10,
    })
  expect(await w.refusal(list)).toBe('CHANNEL_MONOFORUM_UNSUPPORTED')
})
