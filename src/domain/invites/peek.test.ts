import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { InviteRow, NewInvite } from '../../store/tables/invites.ts'
import { getFullChannel } from '../chats/full.ts'
import { channelInput, createChatWorld, userInput, type ChatWorld } from '../chats/testing.ts'
import type { Unit } from '../context.ts'
import { editBanned } from '../members/ban.ts'
import { getParticipant, getParticipants } from '../members/participants.ts'
import { findInChannel, listHistory } from '../messages/history.ts'
import { postToChat } from '../messages/post.ts'
import { sendText } from '../messages/send.ts'
import { TEST_NOW, type TestAccount } from '../testing.ts'
import { missedInChannel } from '../updates/missed-in-channel.ts'
import { checkInvite } from './check.ts'
import { newInvite } from './primary.ts'

const SECONDS = 300
const PAGE = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 10, maxId: 0, minId: 0 }
const RECENT = { of: 'recent', search: '', offset: 0, limit: 10 } as const
const MISSED = { pts: 1, limit: 100, ranges: [], excludeNewMessages: false }
const TEXT = {
  text: 'hi', entities: [], randomId: '1', replyToId: undefined, sendAs: undefined, scheduleDate: 0,
} as const // prettier-ignore

let w: ChatWorld
let owner: TestAccount
let guest: TestAccount

async function open(invitePeekSeconds = SECONDS): Promise<void> {
  w = await createChatWorld({ invitePeekSeconds })
  owner = await w.createUser({ firstName: 'Owner' })
  guest = await w.createUser({ firstName: 'Guest' })
}

beforeEach(() => open())
afterEach(() => w.close())

function link(chat: ChatRow, patch: Partial<NewInvite> = {}): Promise<InviteRow> {
  return w.unit(async (u) => {
    const invite = { ...newInvite(u, chat, owner.id), ...patch }
    return u.db.invites.insert(invite)
  })
}

const look = ({ hash }: InviteRow) => w.unit((u) => checkInvite(u, guest.caller, hash))

/** What the guest may do in the chat: the answers of each way to read it. */
async function attempts(chat: ChatRow): Promise<Record<string, string>> {
  const ways: Record<string, (u: Unit) => Promise<unknown>> = {
    history: (u) => listHistory(u, guest.caller, channelInput(u, guest, chat), PAGE),
    message: (u) =>
      findInChannel(u, guest.caller, channelInput(u, guest, chat), [{ by: 'id', id: 2 }]),
    difference: (u) => missedInChannel(u, guest.caller, channelInput(u, guest, chat), MISSED),
    page: (u) => getFullChannel(u, guest.caller, channelInput(u, guest, chat)),
    members: (u) => getParticipants(u, guest.caller, channelInput(u, guest, chat), RECENT),
    member: (u) =>
      getParticipant(u, guest.caller, channelInput(u, guest, chat), userInput(u, guest, owner)),
    writing: (u) => sendText(u, guest.caller, channelInput(u, guest, chat), TEXT),
  }
  const answers: Record<string, string> = {}
  for (const [name, way] of Object.entries(ways)) answers[name] = await w.refusal(way)
  return answers
}

const SHUT = {
  history: 'CHANNEL_PRIVATE',
  message: 'CHANNEL_PRIVATE',
  difference: 'CHANNEL_PRIVATE',
  page: 'CHANNEL_PRIVATE',
  members: 'CHANNEL_PRIVATE',
  member: 'CHANNEL_PRIVATE',
  writing: 'CHANNEL_PRIVATE',
}

it('opens a private chat to whoever looks at its link, to read and until its time is over', async () => {
  for (const kind of ['supergroup', 'channel'] as const) {
    const chat = await w[kind](owner)
    await w.unit((u) => postToChat(u, chat, owner.id, { text: 'the news' }))
    const invite = await link(chat)
    const now = w.clock.now()
    expect(await attempts(chat)).toEqual(SHUT)
    expect(await look(invite)).toMatchObject({ kind: 'peek', expiresAt: now + SECONDS })
    const open = { history: 'none', message: 'none', difference: 'none', page: 'none' }
    expect(await attempts(chat)).toEqual({ ...SHUT, ...open })
    const { rows } = await w.unit((u) =>
      listHistory(u, guest.caller, channelInput(u, guest, chat), PAGE),
    )
    expect(rows[0]?.text).toBe('the news')
    w.clock.advance(SECONDS)
    expect(await attempts(chat)).toEqual(SHUT)
  }
})

it('is not prolonged by looking again, but may be opened anew when it is over', async () => {
  const invite = await link(await w.channel(owner))
  expect(await look(invite)).toMatchObject({ expiresAt: TEST_NOW + SECONDS })
  w.clock.advance(SECONDS - 1)
  expect(await look(invite)).toMatchObject({ expiresAt: TEST_NOW + SECONDS })
  w.clock.advance(1)
  expect(await look(invite)).toMatchObject({ expiresAt: TEST_NOW + 2 * SECONDS })
})

it('ends with a ban', async () => {
  const chat = await w.channel(owner)
  await look(await link(chat))
  await w.unit((u) => {
    const who = userInput(u, owner, guest)
    return editBanned(u, owner.caller, channelInput(u, owner, chat), who, 1, 0)
  })
  expect(await attempts(chat)).toEqual({ ...SHUT, writing: 'CHANNEL_PRIVATE' })
})

it('is not given for public chats, basic groups, and links that need approval or payment', async () => {
  const open = await w.channel(owner)
  await w.unit((u) => u.db.chats.update(open.id, { username: 'birds' }))
  const closed = await w.channel(owner)
  const invites = [
    await link(open),
    await link(await w.group(owner)),
    await link(closed, { requestNeeded: 1 }),
    await link(closed, { subscriptionPeriod: 2_592_000, subscriptionAmount: 5 }),
  ]
  for (const invite of invites) expect(await look(invite)).toMatchObject({ kind: 'preview' })
  expect(await attempts(closed)).toEqual(SHUT)
})

it('is given to nobody unless the server is told to', async () => {
  await w.close()
  await open(0)
  expect(await look(await link(await w.channel(owner)))).toMatchObject({
    kind: 'preview',
    known: [],
  })
})

it('forgets the looks that are over', async () => {
  const chats = [await w.channel(owner), await w.channel(owner)]
  for (const chat of chats) {
    await look(await link(chat))
    w.clock.advance(SECONDS)
  }
  const ends = await w.unit((u) =>
    Promise.all(chats.map((chat) => u.db.peeks.endOf(chat.id, guest.id))),
  )
  expect(ends).toEqual([undefined, TEST_NOW + 2 * SECONDS])
})
