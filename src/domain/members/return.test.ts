import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import { addContact } from '../accounts/contacts.ts'
import {
  adminMask,
  adminOf,
  bannedMask,
  channelInput,
  createChatWorld,
  userInput,
  type ChatWorld,
} from '../chats/testing.ts'
import type { Unit } from '../context.ts'
import { peerOf } from '../invites/testing.ts'
import type { TestAccount } from '../testing.ts'
import { editBanned } from './ban.ts'
import { addChatUser, inviteToChannel } from './invite.ts'
import { joinPublic } from './join-public.ts'
import { deleteChatUser, leaveChannel } from './leave.ts'
import { editAdmin } from './promote.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount
let bob: TestAccount

beforeEach(async () => {
  w = await createChatWorld()
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
  bob = await w.createUser({ firstName: 'Bob' })
})
afterEach(() => w.close())

const leave = (chat: ChatRow, who: TestAccount) =>
  w.unit((u) =>
    chat.kind === 'group'
      ? deleteChatUser(u, who.caller, chat.id, { kind: 'self' }, false)
      : leaveChannel(u, who.caller, channelInput(u, who, chat)),
  )
const befriend = (who: TestAccount, whom: TestAccount) =>
  w.unit((u) => addContact(u, who.caller, userInput(u, who, whom), 'Friend', ''))

/** Every way to put a person into a chat by hand. */
const BY_HAND: readonly [string, 'group' | 'supergroup' | 'channel', By][] = [
  ['messages.addChatUser', 'group', (u, chat, by, who) => addChatUser(u, by.caller, chat.id, userInput(u, by, who))],
  ['channels.inviteToChannel', 'supergroup', invite],
  ['channels.inviteToChannel', 'channel', invite],
  ['channels.editAdmin', 'supergroup', promote],
  ['channels.editAdmin', 'channel', promote],
] // prettier-ignore

type By = (u: Unit, chat: ChatRow, by: TestAccount, who: TestAccount) => Promise<unknown>

function invite(u: Unit, chat: ChatRow, by: TestAccount, who: TestAccount): Promise<unknown> {
  return inviteToChannel(u, by.caller, channelInput(u, by, chat), [userInput(u, by, who)])
}
function promote(u: Unit, chat: ChatRow, by: TestAccount, who: TestAccount): Promise<void> {
  const mask = adminMask('inviteUsers')
  return editAdmin(u, by.caller, channelInput(u, by, chat), userInput(u, by, who), mask, undefined)
}

describe.each(BY_HAND)('putting somebody back by %s (%s)', (_, kind, by) => {
  it('takes a mutual contact where they left by choice', async () => {
    const chat = await w[kind](owner, ann)
    await leave(chat, ann)
    const put = () => w.refusal((u) => by(u, chat, owner, ann))
    expect(await put()).toBe('USER_NOT_MUTUAL_CONTACT')
    await befriend(owner, ann)
    expect(await put()).toBe('USER_NOT_MUTUAL_CONTACT')
    await befriend(ann, owner)
    expect(await put()).toBe('none')
  })

  it('takes nobody in particular where they were removed', async () => {
    const chat = await w[kind](owner, ann)
    await w.unit(async (u) => {
      if (kind === 'group') {
        await deleteChatUser(u, owner.caller, chat.id, userInput(u, owner, ann), false)
        return
      }
      for (const mask of [bannedMask('viewMessages'), 0]) {
        const [peer, who] = [channelInput(u, owner, chat), userInput(u, owner, ann)]
        await editBanned(u, owner.caller, peer, who, mask, 0)
      }
    })
    expect(await w.refusal((u) => by(u, chat, owner, ann))).toBe('none')
  })

  // In channels bots are admins or nothing.
  if (kind === 'channel') return
  it('takes nobody in particular for a bot', async () => {
    const bot = await w.createBot()
    const chat = await w[kind](owner, bot)
    await leave(chat, bot)
    expect(await w.refusal((u) => by(u, chat, owner, bot))).toBe('none')
  })
})

it('a group that somebody left is open to them as before', async () => {
  const chat = await w.supergroup(owner, ann)
  await w.unit((u) => u.db.chats.update(chat.id, { username: 'birds' }))
  await leave(chat, ann)
  expect(await w.refusal((u) => joinPublic(u, ann.caller, channelInput(u, ann, chat)))).toBe('none')
  const group = await w.group(owner, ann)
  await leave(group, ann)
  expect(await w.refusal((u) => addChatUser(u, ann.caller, group.id, { kind: 'self' }))).toBe(
    'none',
  )
})

it('of several, only those who left by choice are missing', async () => {
  const chat = await w.supergroup(owner, ann)
  await leave(chat, ann)
  const missing = await w.unit((u) => {
    const users = [ann, bob].map((one) => userInput(u, owner, one))
    return inviteToChannel(u, owner.caller, peerOf(u, owner, chat), users)
  })
  expect(missing).toEqual([ann.id])
  expect((await w.member(chat, bob)).status).toBe('member')
  expect((await w.member(chat, ann)).status).toBe('left')
})

it('an admin may be edited by those above, through offices that were lost and come back', async () => {
  const chat = await w.supergroup(owner, ann, bob)
  const cora = await w.createUser()
  const all = adminOf('addAdmins', 'inviteUsers', 'banUsers')
  await w.standing(chat, ann, { ...all, promotedBy: owner.id })
  await w.standing(chat, bob, { ...all, promotedBy: ann.id })
  await w.unit((u) => promote(u, chat, bob, cora))
  const demote = (by: TestAccount, who: TestAccount) =>
    w.refusal((u) => editAdmin(u, by.caller, channelInput(u, by, chat), userInput(u, by, who), 0, undefined))
  expect(await demote(cora, bob)).toBe('CHAT_ADMIN_REQUIRED')
  expect(await demote(bob, ann)).toBe('CHAT_ADMIN_REQUIRED')
  // Those who were appointed stay below, whatever becomes of the one in between.
  await leave(chat, bob)
  expect(await demote(ann, cora)).toBe('none')
  expect((await w.member(chat, cora)).status).toBe('member')
}) // prettier-ignore
