import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TestAccount } from '../../../domain/testing.ts'
import type { DialogFilter, TypeDialogFilter, TypeUpdates } from '../../../tl/generated/base.ts'
import { createTestRpc, type TestClient, type TestRpc } from '../../testing.ts'

let t: TestRpc
let ann: TestAccount
let one: TestClient
let two: TestClient

beforeEach(async () => {
  t = await createTestRpc()
  ann = await t.createUser({ firstName: 'Ann' })
  one = await t.connect({ account: ann })
  two = await t.connect({ account: ann })
  for (const client of [one, two]) await client.call('updates.getState')
})
afterEach(() => t.close())

async function folder(patch: Partial<DialogFilter> = {}): Promise<DialogFilter> {
  const accessHash = await t.unit((u) => Promise.resolve(u.accessHashes.of(ann.id, 'user', ann.id)))
  return {
    _: 'dialogFilter',
    groups: true,
    excludeRead: true,
    id: 2,
    title: { _: 'textWithEntities', text: 'Birds', entities: [] },
    emoticon: '🐦',
    color: 3,
    pinnedPeers: [{ _: 'inputPeerSelf' }],
    includePeers: [],
    excludePeers: [{ _: 'inputPeerUser', userId: ann.id, accessHash }],
    ...patch,
  }
}

async function list(): Promise<readonly TypeDialogFilter[]> {
  return (await one.call('messages.getDialogFilters')).filters
}

async function heard(client: TestClient) {
  const pushed = (await client.pushed()) as TypeUpdates[]
  return pushed.flatMap((each) => (each._ === 'updates' ? each.updates : []))
}

describe('messages.getDialogFilters', () => {
  it('answers "All chats" alone at first', async () => {
    expect(await list()).toEqual([{ _: 'dialogFilterDefault' }])
  })

  it('answers folders as they were given, and names the account itself by its id', async () => {
    const given = await folder({ color: undefined, emoticon: undefined })
    await one.call('messages.updateDialogFilter', { id: 2, filter: given })
    expect((await list())[1]).toEqual({
      _: 'dialogFilter',
      groups: true,
      excludeRead: true,
      id: 2,
      title: given.title,
      pinnedPeers: given.excludePeers,
      includePeers: [],
      excludePeers: [],
    })
  })

  it.each([158, 175, 176, 195, 196, 214, 229])('can be read in layer %d', async (layer) => {
    await one.call('messages.updateDialogFilter', { id: 2, filter: await folder() })
    const client = await t.connect({ account: ann, layer })
    const answer = (await client.call('messages.getDialogFilters')) as unknown
    const title = layer < 196 ? 'Birds' : { text: 'Birds' }
    const expected = [
      { _: 'dialogFilterDefault' },
      { _: 'dialogFilter', id: 2, title, emoticon: '🐦', groups: true },
    ]
    expect(answer).toMatchObject(layer < 176 ? expected : { filters: expected })
  })
})

describe('messages.updateDialogFilter', () => {
  it('tells the account’s other sessions, also those of older layers', async () => {
    const old = await t.connect({ account: ann, layer: 158 })
    await old.call('updates.getState')
    await one.call('messages.updateDialogFilter', { id: 2, filter: await folder() })
    expect(await heard(two)).toMatchObject([
      { _: 'updateDialogFilter', id: 2, filter: { title: { text: 'Birds' }, color: 3 } },
    ])
    expect(await heard(old)).toMatchObject([
      { _: 'updateDialogFilter', id: 2, filter: { title: 'Birds' } },
    ])
    expect(await heard(one)).toEqual([])
  })

  it('deletes a folder where none is given', async () => {
    await one.call('messages.updateDialogFilter', { id: 2, filter: await folder() })
    expect(await one.call('messages.updateDialogFilter', { id: 2 })).toBe(true)
    expect(await list()).toEqual([{ _: 'dialogFilterDefault' }])
    expect((await heard(two)).at(-1)).toEqual({ _: 'updateDialogFilter', id: 2 })
  })

  it('takes the title of an older layer', async () => {
    const old = await t.connect({ account: ann, layer: 195 })
    await old.call('messages.updateDialogFilter', { id: 2, filter: await folder() })
    expect((await list())[1]).toMatchObject({ title: { text: 'Birds', entities: [] } })
  })

  it('does not change "All chats"', async () => {
    const filter = { _: 'dialogFilterDefault' } as const
    const call = one.call('messages.updateDialogFilter', { id: 2, filter })
    await expect(call).rejects.toThrow('FILTER_ID_INVALID')
  })
})

describe('messages.updateDialogFiltersOrder', () => {
  it('tells the other sessions the whole order', async () => {
    for (const id of [2, 3, 4]) {
      await one.call('messages.updateDialogFilter', { id, filter: await folder({ id }) })
    }
    expect(await one.call('messages.updateDialogFiltersOrder', { order: [0, 4, 2] })).toBe(true)
    expect((await heard(two)).at(-1)).toEqual({
      _: 'updateDialogFilterOrder',
      order: [0, 4, 2, 3],
    })
    expect((await list()).map((filter) => ('id' in filter ? filter.id : 0))).toEqual([0, 4, 2, 3])
  })
})

describe('messages.getSuggestedDialogFilters', () => {
  it('suggests folders that clients can make', async () => {
    const suggested = await one.call('messages.getSuggestedDialogFilters')
    expect(suggested.length).toBeGreaterThan(0)
    for (const { filter, description } of suggested) {
      expect(filter).toMatchObject({ _: 'dialogFilter', contacts: true })
      expect(description).not.toBe('')
    }
  })
})
