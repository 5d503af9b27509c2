import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UserRow } from '../../store/tables/users.ts'
import { createBasicGroup } from '../chats/create.ts'
import type { Caller } from '../context.ts'
import { postToUser } from '../messages/post.ts'
import type { InputPeer } from '../peers.ts'
import { createTestDomain, type TestAccount, type TestDomain } from '../testing.ts'
import { findUser } from './seen.ts'
import { named } from './testing.ts'

let world: TestDomain
let ann: TestAccount
let bob: TestAccount
let bot: TestAccount

beforeEach(async () => {
  world = await createTestDomain()
  ann = await world.createUser()
  bob = await world.createUser()
  bot = await world.createBot()
})
afterEach(() => world.close())

const find = (caller: Caller, input: InputPeer): Promise<UserRow | undefined> =>
  world.unit((u) => findUser(u, caller, input))
const bare = (user: TestAccount): InputPeer => ({ kind: 'user', userId: user.id, accessHash: 0n })

describe('findUser', () => {
  it("takes the caller's own access hash and nobody else's", async () => {
    const hashOf = (viewer: number): Promise<bigint> =>
      world.unit((u) => Promise.resolve(u.accessHashes.of(viewer, 'user', bob.id)))
    const own = { kind: 'user' as const, userId: bob.id, accessHash: await hashOf(ann.id) }
    const foreign = { ...own, accessHash: await hashOf(bot.id) }
    expect(await find(ann.caller, own)).toMatchObject({ id: bob.id })
    expect(await find(ann.caller, foreign)).toBeUndefined()
  })

  it('finds oneself by every form', async () => {
    expect(await find(ann.caller, { kind: 'self' })).toMatchObject({ id: ann.id })
    expect(await find(ann.caller, bare(ann))).toMatchObject({ id: ann.id })
  })

  it('lets a person name nobody else without a hash, chat partners included', async () => {
    await world.unit((u) => createBasicGroup(u, ann.caller, 'Us', [bob.row]))
    expect(await find(ann.caller, bare(bob))).toBeUndefined()
  })

  it('lets a bot name without a hash whom it shares a chat with', async () => {
    expect(await find(bot.caller, bare(ann))).toBeUndefined()
    await world.unit((u) => createBasicGroup(u, bob.caller, 'Us', [ann.row, bot.row]))
    expect(await find(bot.caller, bare(ann))).toMatchObject({ id: ann.id })
  })

  it('lets a bot name without a hash who has written to it', async () => {
    await world.unit((u) => postToUser(u, ann.id, bot.id, { text: '/start' }))
    expect(await find(bot.caller, bare(ann))).toMatchObject({ id: ann.id })
    expect(await find(bot.caller, bare(bob))).toBeUndefined()
  })

  it('passes on what is wrong with the message that is to name the account', async () => {
    const input = { kind: 'userFromMessage', peer: { kind: 'self' }, msgId: 9, userId: 5 } as const
    await expect(find(ann.caller, input)).rejects.toMatchObject(named('MSG_ID_INVALID'))
    await expect(find(bot.caller, input)).rejects.toMatchObject(named('FROM_MESSAGE_BOT_DISABLED'))
  })
})
