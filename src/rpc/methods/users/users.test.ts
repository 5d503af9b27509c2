import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBasicGroup } from '../../../domain/chats/create.ts'
import type { TestAccount } from '../../../domain/testing.ts'
import { createTestRpc, type TestRpc } from '../../testing.ts'

let rpc: TestRpc
let ann: TestAccount
let bob: TestAccount

beforeEach(async () => {
  rpc = await createTestRpc()
  ann = await rpc.createUser({ about: 'about Ann', phone: '9996610001' })
  bob = await rpc.createUser({ firstName: 'Bob', about: 'about Bob', phone: '9996610002' })
})
afterEach(() => rpc.close())

const inputOf = (viewer: TestAccount, user: TestAccount) =>
  rpc.unit((u) =>
    Promise.resolve({
      _: 'inputUser' as const,
      userId: user.id,
      accessHash: u.accessHashes.of(viewer.id, 'user', user.id),
    }),
  )

describe('users.getUsers', () => {
  it('answers in order, with userEmpty for whom the caller may not name', async () => {
    const client = await rpc.connect({ account: ann })
    const users = await client.call('users.getUsers', {
      id: [
        { _: 'inputUserSelf' },
        { _: 'inputUser', userId: bob.id, accessHash: 0n },
        { _: 'inputUserEmpty' },
        { _: 'inputUser', userId: 77, accessHash: 5n },
        await inputOf(ann, bob),
      ],
    })
    expect(users).toMatchObject([
      { _: 'user', id: ann.id, self: true, phone: '9996610001' },
      { _: 'userEmpty', id: bob.id },
      { _: 'userEmpty', id: 77 },
      { _: 'user', id: bob.id, firstName: 'Bob' },
    ])
    // The number is for the account itself and for its contacts.
    expect(users[3]).not.toMatchObject({ phone: '9996610002' })
  })

  it('lets a bot ask with access hash 0 for those it shares a chat with', async () => {
    const bot = await rpc.createBot()
    const client = await rpc.connect({ account: bot, layer: 158 })
    const ask = () =>
      client.call('users.getUsers', { id: [{ _: 'inputUser', userId: bob.id, accessHash: 0n }] })
    expect(await ask()).toMatchObject([{ _: 'userEmpty' }])
    await rpc.unit((u) => createBasicGroup(u, ann.caller, 'Us', [bob.row, bot.row]))
    const [user] = await ask()
    expect(user).toMatchObject({ _: 'user', id: bob.id })
  })
})

it('a bot is told the language of a person’s client, and nobody else is', async () => {
  const bot = await rpc.createBot()
  await rpc.unit((u) => createBasicGroup(u, ann.caller, 'Us', [bob.row, bot.row]))
  // Its first call introduces the client, which speaks English.
  await (await rpc.connect({ account: bob })).call('help.getNearestDc', {})
  const told = async (viewer: TestAccount) => {
    const client = await rpc.connect({ account: viewer })
    return client.call('users.getUsers', {
      id: [await inputOf(viewer, bob), { _: 'inputUserSelf' }],
    })
  }
  const [person, self] = await told(bot)
  expect(person).toMatchObject({ id: bob.id, langCode: 'en' })
  expect(self).not.toHaveProperty('langCode')
  for (const user of await told(ann)) expect(user).not.toHaveProperty('langCode')
})

describe('users.getFullUser', () => {
  it.each([158, 190, 198, 214, 229])(
    'tells of oneself and of others in layer %d',
    async (layer) => {
      await rpc.unit((u) => createBasicGroup(u, ann.caller, 'Us', [bob.row]))
      const client = await rpc.connect({ account: ann, layer })
      expect(await client.call('users.getFullUser', { id: { _: 'inputUserSelf' } })).toMatchObject({
        fullUser: { id: ann.id, about: 'about Ann', commonChatsCount: 0 },
        users: [{ id: ann.id, self: true }],
      })
      expect(await client.call('users.getFullUser', { id: await inputOf(ann, bob) })).toMatchObject(
        {
          fullUser: { id: bob.id, about: 'about Bob', commonChatsCount: 1 },
          users: [{ id: bob.id }],
        },
      )
    },
  )

  it('tells what a bot can do', async () => {
    const bot = await rpc.createBot()
    const client = await rpc.connect({ account: ann })
    expect(await client.call('users.getFullUser', { id: await inputOf(ann, bot) })).toMatchObject({
      fullUser: { botInfo: { userId: bot.id } },
    })
  })

  it('refuses whom the caller may not name', async () => {
    const client = await rpc.connect({ account: ann })
    await expect(
      client.call('users.getFullUser', {
        id: { _: 'inputUser', userId: bob.id, accessHash: 0n },
      }),
    ).rejects.toThrow('USER_ID_INVALID')
  })
})
