import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBasicGroup, createChannel } from '../chats/create.ts'
import { createTestDomain, type TestAccount, type TestDomain } from '../testing.ts'
import { resolvePhone, resolveUsername } from './resolve.ts'
import { search, type SearchResult } from './search.ts'
import { named } from './testing.ts'
import { takeUsername } from './username.ts'

let world: TestDomain
let ann: TestAccount

beforeEach(async () => {
  world = await createTestDomain()
  ann = await world.createUser({ username: 'Ann_Smith', phone: '9996610001' })
})
afterEach(() => world.close())

describe('resolveUsername', () => {
  it('finds accounts and chats, whatever the case', async () => {
    const channel = await world.unit((u) => createChannel(u, ann.caller, 'channel', 'News', ''))
    await world.unit((u) => takeUsername(u, 'the_news', 'chat', channel.id))
    expect(await world.unit((u) => resolveUsername(u, 'ann_SMITH'))).toMatchObject({
      kind: 'user',
      id: ann.id,
    })
    expect(await world.unit((u) => resolveUsername(u, 'The_News'))).toMatchObject({
      kind: 'chat',
      id: channel.id,
    })
  })

  it('tells a free name from one that cannot be', async () => {
    await expect(world.unit((u) => resolveUsername(u, 'username'))).rejects.toMatchObject(
      named('USERNAME_NOT_OCCUPIED'),
    )
    await expect(world.unit((u) => resolveUsername(u, 'gif'))).rejects.toMatchObject(
      named('USERNAME_NOT_OCCUPIED'),
    )
    for (const name of ['', '1abc', 'a-b', 'https://t.me/abc', 'x'.repeat(33)]) {
      await expect(world.unit((u) => resolveUsername(u, name))).rejects.toMatchObject(
        named('USERNAME_INVALID'),
      )
    }
  })
})

describe('resolvePhone', () => {
  it('finds the account of a number', async () => {
    expect(await world.unit((u) => resolvePhone(u, '+99966 1 0001'))).toMatchObject({ id: ann.id })
    for (const phone of ['9996619999', 'nonsense']) {
      await expect(world.unit((u) => resolvePhone(u, phone))).rejects.toMatchObject(
        named('PHONE_NOT_OCCUPIED'),
      )
    }
  })
})

describe('search', () => {
  const find = (text: string, limit = 10): Promise<SearchResult> =>
    world.unit((u) => search(u, ann.caller, text, limit))

  it('finds own contacts and chats by the words of their names', async () => {
    const bob = await world.createUser({ firstName: 'Robert', lastName: 'Miller' })
    const contact = { ownerId: ann.id, userId: bob.id, firstName: 'R', lastName: '', date: 1 }
    await world.unit((u) => u.db.users.addContact(contact))
    const group = await world.unit((u) => createBasicGroup(u, ann.caller, 'Old Mill', []))
    expect((await find('mil')).mine).toMatchObject([
      { kind: 'user', user: { id: bob.id } },
      { kind: 'chat', chat: { id: group.id } },
    ])
    expect((await find('mil', 1)).mine).toHaveLength(1)
    expect((await find('ill')).mine).toEqual([])
  })

  it('finds strangers by the beginning of their username, from four letters on', async () => {
    const zoe = await world.createUser({ firstName: 'Zoe', username: 'zoe_zebra' })
    await world.createUser({ firstName: 'Zoex', username: 'zoexzebra' })
    expect((await find('@Zoe_')).others).toMatchObject([{ kind: 'user', user: { id: zoe.id } }])
    expect((await find('zoe')).others).toEqual([])
    expect((await find('zebr')).others).toEqual([])
    expect((await find('%%%%')).others).toEqual([])
  })

  it('wants a text', async () => {
    await expect(find('  ')).rejects.toMatchObject(named('SEARCH_QUERY_EMPTY'))
  })
})
