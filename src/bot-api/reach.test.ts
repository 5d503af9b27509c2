import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { markedChatId } from '../core/chat-ids.ts'
import type { RpcError } from '../core/rpc-error.ts'
import { deleteAccount } from '../domain/accounts/delete-account.ts'
import { noteLanguage } from '../domain/accounts/authorization.ts'
import { newMember } from '../domain/chats/create.ts'
import { ADMIN_RIGHTS, maskOf, type AdminRight } from '../domain/chats/rights.ts'
import { importInvite } from '../domain/invites/import.ts'
import { newInvite } from '../domain/invites/primary.ts'
import { deleteChatUser, leaveChannel } from '../domain/members/leave.ts'
import { postToUser } from '../domain/messages/post.ts'
import { chatAsInput } from '../domain/peers.ts'
import type { TestAccount } from '../domain/testing.ts'
import type { ChatRow } from '../store/tables/chats.ts'
import { BOT_API_METHODS } from './methods/index.ts'
import { openTestDoor, type TestDoor } from './testing.ts'

let door: TestDoor
let ann: TestAccount

beforeAll(async () => {
  door = await openTestDoor()
})

afterAll(() => door.close())

beforeEach(async () => {
  ann = await door.world.createUser({ firstName: 'Ann' })
})

const KINDS = ['group', 'supergroup', 'channel'] as const
const ALL = maskOf(ADMIN_RIGHTS, Object.keys(ADMIN_RIGHTS) as AdminRight[])

/** What a call says, without the code. */
async function about(method: string, params: object): Promise<unknown> {
  const { body } = await door.call(method, params)
  return body.ok === true ? body.result : String(body.description).replace(/^[\w ]+: /, '')
}

/** Lets Ann use a link of the owner's. */
async function join(chat: ChatRow, requestNeeded: 0 | 1 = 0): Promise<void> {
  const hash = await door.domain.unit(async (u) => {
    const invite = { ...newInvite(u, chat, door.owner.id), requestNeeded }
    return (await u.db.invites.insert(invite)).hash
  })
  await door.domain
    .unit((u) => importInvite(u, ann.caller, hash))
    .catch((error: unknown) => {
      expect((error as RpcError).message).toBe('INVITE_REQUEST_SENT')
    })
}

function leave(chat: ChatRow): Promise<void> {
  return door.domain.unit((u) =>
    chat.kind === 'group'
      ? deleteChatUser(u, ann.caller, chat.id, { kind: 'self' }, false)
      : leaveChannel(u, ann.caller, chatAsInput(u, ann.caller, chat)),
  )
}

const NO_PARTICIPANT = 'PARTICIPANT_ID_INVALID'
const LARGER = 'method is available for supergroup and channel chats only'
const SUPERGROUPS = 'method is available only for supergroups'

/** How each method about somebody refuses a person whom the bot never met, in a group, supergroup, channel. */
const STRANGER: Readonly<Record<string, readonly [string, string, string]>> = {
  approveChatJoinRequest: ['USER_ID_INVALID', 'USER_ID_INVALID', 'USER_ID_INVALID'],
  banChatMember: ['USER_ID_INVALID', NO_PARTICIPANT, NO_PARTICIPANT],
  declineChatJoinRequest: ['USER_ID_INVALID', 'USER_ID_INVALID', 'USER_ID_INVALID'],
  getChatMember: ['member not found', NO_PARTICIPANT, NO_PARTICIPANT],
  promoteChatMember: [LARGER, NO_PARTICIPANT, NO_PARTICIPANT],
  restrictChatMember: [SUPERGROUPS, NO_PARTICIPANT, SUPERGROUPS],
  unbanChatMember: [LARGER, NO_PARTICIPANT, NO_PARTICIPANT],
}
const REFUSALS = ['USER_ID_INVALID', NO_PARTICIPANT, 'member not found']

/** A call of a method about Ann, with what else it needs. */
const call = (method: string, chat: ChatRow) =>
  about(method, {
    chat_id: markedChatId(chat),
    user_id: ann.id,
    can_invite_users: true,
    permissions: { can_send_messages: true },
  })

describe('a method about somebody', () => {
  const methods = [...BOT_API_METHODS.values()].filter(({ parameters }) => 'user_id' in parameters)

  it('is one of those of which this test knows how they refuse strangers', () => {
    expect(methods.map(({ name }) => name).sort()).toEqual(Object.keys(STRANGER))
  })

  it.each(methods.map(({ name }) => name))(
    '%s finds nobody whom the bot never met',
    async (name) => {
      for (const [i, kind] of KINDS.entries()) {
        const chat = await door.managed(kind)
        expect([kind, await call(name, chat)]).toEqual([kind, STRANGER[name]?.[i]])
        const nobody = { chat_id: markedChatId(chat), user_id: 7, permissions: {} }
        expect([kind, await about(name, nobody)]).toEqual([kind, STRANGER[name]?.[i]])
      }
    },
  )

  it.each([
    [
      'wrote to it',
      () => door.domain.unit((u) => postToUser(u, ann.id, door.bot.id, { text: 'a' })),
    ],
    ['was in a chat with it and left', metInChat],
    ['asked to join another chat of its, which was declined', metByRequest],
  ] as const)('finds a person who %s', async (_, meet) => {
    await meet()
    for (const kind of KINDS) {
      const chat = await door.managed(kind)
      for (const { name } of methods) expect(REFUSALS).not.toContain(String(await call(name, chat)))
      const left = { user: expect.objectContaining({ id: ann.id }) as unknown, status: 'left' }
      expect(await call('getChatMember', await door.managed(kind))).toEqual(left)
    }
  })

  async function metInChat(): Promise<void> {
    const chat = await door.managed('supergroup')
    await join(chat)
    await leave(chat)
  }
  async function metByRequest(): Promise<void> {
    const chat = await door.managed('channel')
    await join(chat, 1)
    expect(await call('declineChatJoinRequest', chat)).toBe(true)
  }

  it.each(KINDS)('finds a deleted account in a %s as long as it is in there', async (kind) => {
    const [inside, outside] = [await door.managed(kind), await door.managed(kind)]
    for (const chat of [inside, outside]) await join(chat)
    await leave(outside)
    const row = await door.domain.unit((u) => u.db.users.byId(ann.id))
    if (!row) throw new Error('no row')
    await door.domain.unit((u) => deleteAccount(u, row, undefined))
    expect(await call('getChatMember', inside)).toMatchObject({ status: 'member' })
    const refusal = kind === 'group' ? 'member not found' : NO_PARTICIPANT
    expect(await call('getChatMember', outside)).toBe(refusal)
    expect(await call('approveChatJoinRequest', outside)).toBe('user is deactivated')
  })
})

it('commands for one member of a chat are for somebody whom the bot met', async () => {
  const chat_id = markedChatId(await door.managed('supergroup'))
  const scope = { type: 'chat_member', chat_id, user_id: ann.id }
  const commands = [{ command: 'start', description: 'Begins' }]
  expect(await about('setMyCommands', { scope, commands })).toBe('USER_ID_INVALID')
  await door.domain.unit((u) => postToUser(u, ann.id, door.bot.id, { text: 'a' }))
  expect(await about('setMyCommands', { scope, commands })).toBe(true)
})

describe('a private message of a bot', () => {
  const TOO_SOON = "bot can't initiate conversation with a user"
  const write = () => about('sendMessage', { chat_id: ann.id, text: 'Who are you?' })
  const sent = expect.objectContaining({ text: 'Who are you?' }) as unknown

  it('finds no chat with a stranger', async () => {
    expect(await write()).toBe('chat not found')
  })

  it.each(KINDS)('reaches who asks to join a %s until the request is answered', async (kind) => {
    for (const answer of ['approveChatJoinRequest', 'declineChatJoinRequest']) {
      ann = await door.world.createUser()
      const chat = await door.managed(kind)
      await join(chat, 1)
      expect(await write()).toEqual(sent)
      expect(await write()).toEqual(sent)
      expect(await call(answer, chat)).toBe(true)
      expect(await write()).toBe(TOO_SOON)
      await door.domain.unit((u) => postToUser(u, ann.id, door.bot.id, { text: '/start' }))
      expect(await write()).toEqual(sent)
    }
  })

  it('is refused after an answer also where nothing was written before', async () => {
    const chat = await door.managed('supergroup')
    await join(chat, 1)
    expect(await call('declineChatJoinRequest', chat)).toBe(true)
    expect(await write()).toBe(TOO_SOON)
  })

  it('reaches a requester for five minutes', async () => {
    const own = await openTestDoor()
    const asking = await own.world.createUser()
    const chat = await own.managed('supergroup')
    await own.domain.unit((u) =>
      u.db.invites.insertRequest({
        chatId: chat.id,
        userId: asking.id,
        inviteId: null,
        date: u.now,
        about: '',
      }),
    )
    const message = { chat_id: asking.id, text: 'Who are you?' }
    expect((await own.call('sendMessage', message)).status).toBe(200)
    own.world.clock.advance(300)
    expect((await own.call('sendMessage', message)).status).toBe(200)
    own.world.clock.advance(1)
    expect((await own.call('sendMessage', message)).body.description).toBe(`Forbidden: ${TOO_SOON}`)
    await own.close()
  })

  it('does not reach a requester to whom another admin has written since', async () => {
    await door.domain.unit((u) => postToUser(u, door.owner.id, ann.id, { text: 'before' }))
    await join(await door.managed('supergroup'), 1)
    expect(await write()).toEqual(sent)
    await door.domain.unit((u) => postToUser(u, door.owner.id, ann.id, { text: 'and since' }))
    expect(await write()).toBe(TOO_SOON)
  })
})

it('somebody who was removed from a basic group comes back by a link', async () => {
  const chat = await door.managed('group')
  await door.domain.unit((u) => u.db.members.update(chat.id, door.bot.id, { status: 'admin' }))
  await join(chat)
  expect(await call('banChatMember', chat)).toBe(true)
  expect(await call('getChatMember', chat)).toMatchObject({ status: 'left' })
  expect(await call('unbanChatMember', chat)).toBe(LARGER)
  await join(chat)
  expect(await call('getChatMember', chat)).toMatchObject({ status: 'member' })
})

it('a language that a client named is told of its person, of nobody else', async () => {
  const chat = await door.managed('supergroup')
  await join(chat)
  const member = () => call('getChatMember', chat)
  expect(await member()).not.toHaveProperty('user.language_code')
  await door.domain.unit((u) => noteLanguage(u, ann.id, 'pt-br'))
  expect(await member()).toHaveProperty('user.language_code', 'pt-br')
  await door.domain.unit((u) => noteLanguage(u, door.bot.id, 'en'))
  expect(await about('getMe', {})).not.toHaveProperty('language_code')
})

it('an admin may be edited by the one who appointed them, and by those above', async () => {
  const chat = await door.managed('supergroup')
  const [bob, cora] = [await door.world.createUser(), await door.world.createUser()]
  await door.domain.unit(async (u) => {
    const all = { status: 'admin', adminRights: ALL } as const
    await u.db.members.update(chat.id, door.bot.id, all)
    for (const [one, by] of [[bob, door.bot], [cora, bob]] as const) {
      const chatId = chat.id
      const admin = { ...newMember(chatId, one.id, 'admin', u.now), ...all, promotedBy: by.id }
      await u.db.members.put(admin)
    }
  }) // prettier-ignore
  const memberOf = (user: TestAccount) =>
    about('getChatMember', { chat_id: markedChatId(chat), user_id: user.id })
  const demote = (user: TestAccount) =>
    about('promoteChatMember', { chat_id: markedChatId(chat), user_id: user.id })
  expect(await memberOf(cora)).toMatchObject({ can_be_edited: true })
  // The office in between may be lost before.
  expect(await demote(bob)).toBe(true)
  expect(await memberOf(cora)).toMatchObject({ can_be_edited: true })
  expect(await demote(cora)).toBe(true)
  expect(await memberOf(cora)).toMatchObject({ status: 'member' })
})
