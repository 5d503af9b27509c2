import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { Unit } from '../context.ts'
import type { TestAccount } from '../testing.ts'
import { channelInput, createChatWorld, heard, type ChatWorld } from './testing.ts'
import { checkChatUsername, updateChatUsername } from './username.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount
let chat: ChatRow

beforeEach(async () => {
  w = await createChatWorld({ publicChannelsPerUser: 2 })
  owner = await w.createUser({ firstName: 'Owner', username: 'the_owner' })
  ann = await w.createUser({ firstName: 'Ann' })
  chat = await w.supergroup(owner, ann)
})
afterEach(() => w.close())

const set =
  (name: string, who = owner, one = chat) =>
  (u: Unit) =>
    updateChatUsername(u, who.caller, channelInput(u, who, one), name)
const check =
  (name: string, who = owner, one: ChatRow | null = chat) =>
  (u: Unit) =>
    checkChatUsername(u, who.caller, one ? channelInput(u, who, one) : { kind: 'empty' }, name)
const holder = (name: string) => w.unit((u) => u.db.usernames.find(name))

it('makes a chat public, renames it and makes it private again', async () => {
  expect(heard(await w.events(set('Birds_1')))).toEqual(['channel:channel'])
  expect(await holder('birds_1')).toMatchObject({ kind: 'chat', id: chat.id })
  await w.unit(set('BIRDS_1'))
  expect((await w.chat(chat.id)).username).toBe('BIRDS_1')
  await w.unit(set('ants_1'))
  expect(await holder('birds_1')).toBeUndefined()
  await w.unit(set(''))
  expect(await holder('ants_1')).toBeUndefined()
  expect((await w.chat(chat.id)).username).toBeNull()
})

it('refuses names that are invalid, taken in any case, or the present one', async () => {
  expect(await w.refusal(set('bird'))).toBe('USERNAME_INVALID')
  expect(await w.refusal(set('1birds'))).toBe('USERNAME_INVALID')
  expect(await w.refusal(set('THE_owner'))).toBe('USERNAME_OCCUPIED')
  expect(await w.refusal(set(''))).toBe('USERNAME_NOT_MODIFIED')
  await w.unit(set('birds'))
  expect(await w.refusal(set('birds'))).toBe('USERNAME_NOT_MODIFIED')
})

it('is for the creator', async () => {
  await w.standing(chat, ann, { status: 'admin', adminRights: -1 })
  expect(await w.refusal(set('birds', ann))).toBe('CHAT_ADMIN_REQUIRED')
  expect(await w.refusal(check('birds', ann))).toBe('CHAT_ADMIN_REQUIRED')
})

it('ends at the number of public chats, but not for one that is public already', async () => {
  const [second, third] = [await w.channel(owner), await w.channel(owner)]
  await w.unit(set('birds_1'))
  await w.unit(set('birds_2', owner, second))
  expect(await w.refusal(set('birds_3', owner, third))).toBe('CHANNELS_ADMIN_PUBLIC_TOO_MUCH')
  expect(await w.refusal(check('birds_3', owner, third))).toBe('CHANNELS_ADMIN_PUBLIC_TOO_MUCH')
  expect(await w.refusal(check('birds_3'))).toBe('none')
  expect(await w.refusal(set('birds_3'))).toBe('none')
})

it('answers beforehand whether a name would do, also for a chat that is to be made', async () => {
  expect(await w.refusal(check('birds'))).toBe('none')
  expect(await w.refusal(check('birds', ann, null))).toBe('none')
  expect(await w.refusal(check('bird', ann, null))).toBe('USERNAME_INVALID')
  expect(await w.refusal(check('the_owner', ann, null))).toBe('USERNAME_OCCUPIED')
})
