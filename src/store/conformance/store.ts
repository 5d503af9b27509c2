import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newUserRow } from '../../domain/accounts/create-user.ts'
import { newChat, newMember } from '../../domain/chats/create.ts'
import type { Store } from '../store.ts'
import type { PresentFrom } from '../tables/audience.ts'

/**
 * What every engine must hold. Each engine's test calls this with its own way to open a store.
 *
 * @param open opens an empty store
 */
export function testStore(open: () => Promise<Store>): void {
  let store: Store
  beforeEach(async () => {
    store = await open()
  })
  afterEach(() => store.close())

  const read = (key: string) => store.unit((db) => db.meta.get(key))

  describe('photos', () => {
    const photo = {
      id: 5,
      chatId: 10,
      date: 1,
      type: 'jpeg',
      width: 2,
      height: 3,
      size: 4,
    } as const
    const bytes = Buffer.from([0, 255, 39, 10])
    const hexOf = (one: Uint8Array) => Buffer.from(one).toString('hex')

    beforeEach(() =>
      store.unit(async (db) => {
        await db.users.insert(newUserRow(1, 1))
        for (const id of [10, 11]) await db.chats.insert(newChat(id, 'channel', 'Birds', 1, 1))
        await db.photos.insert(photo, bytes)
      }),
    )

    it('are read byte for byte, in part too, and come without their bytes', async () => {
      await store.unit(async (db) => {
        expect(await db.photos.byId(5)).toEqual(photo)
        expect(hexOf(await db.photos.read(5, 0, 4))).toBe('00ff270a')
        expect(hexOf(await db.photos.read(5, 1, 2))).toBe('ff27')
        expect(hexOf(await db.photos.read(5, 3, 9))).toBe('0a')
        expect(await db.photos.read(5, 4, 9)).toHaveLength(0)
        expect(await db.photos.read(6, 0, 9)).toHaveLength(0)
      })
    })

    it('are copied, and deleted but for the newest of their chat', async () => {
      await store.unit(async (db) => {
        for (const id of [6, 7]) await db.photos.copy(5, { id, chatId: 10, date: id })
        await db.photos.copy(5, { id: 8, chatId: 11, date: 8 })
        expect(await db.photos.byId(8)).toEqual({ ...photo, id: 8, chatId: 11, date: 8 })
        expect(hexOf(await db.photos.read(8, 0, 4))).toBe('00ff270a')
        const left = async () => {
          const found = await Promise.all([5, 6, 7, 8].map((id) => db.photos.byId(id)))
          return found.map((one) => one?.id)
        }
        await db.photos.deleteAllBut(10, 3)
        expect(await left()).toEqual([5, 6, 7, 8])
        await db.photos.deleteAllBut(10, 2)
        expect(await left()).toEqual([undefined, 6, 7, 8])
        await db.photos.deleteAllBut(10, 0)
        expect(await left()).toEqual([undefined, undefined, undefined, 8])
      })
    })
  })

  describe('unit of work', () => {
    it('keeps what a unit wrote', async () => {
      await store.unit((db) => db.meta.set('a', '1'))
      expect(await read('a')).toBe('1')
    })

    it('takes back everything that a failing unit wrote, and nothing else', async () => {
      const outcomes = await Promise.allSettled([
        store.unit((db) => db.meta.set('before', '1')),
        store.unit(async (db) => {
          await db.meta.set('lost', '1')
          throw new Error('no')
        }),
        store.unit((db) => db.meta.set('after', '1')),
      ])
      expect(outcomes.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect([await read('before'), await read('lost'), await read('after')]).toEqual([
        '1',
        undefined,
        '1',
      ])
    })

    it('takes back each of many failing units among others, whatever they wrote', async () => {
      const increment = (fails: boolean) =>
        store.unit(async (db) => {
          await db.meta.next('counter', 0)
          await db.meta.set(fails ? 'lost' : 'kept', '1')
          if (fails) throw new Error('no')
        })
      const outcomes = await Promise.allSettled(
        Array.from({ length: 60 }, (_, i) => increment(i % 3 === 1)),
      )
      expect(outcomes.filter((one) => one.status === 'rejected')).toHaveLength(20)
      expect([await read('counter:counter'), await read('kept'), await read('lost')]).toEqual([
        '40',
        '1',
        undefined,
      ])
    })

    it('keeps the writes of a unit whose error says so', async () => {
      const error = Object.assign(new Error('sent'), { keepsUnit: true })
      const unit = store.unit(async (db) => {
        await db.meta.set('request', 'stored')
        throw error
      })
      await expect(unit).rejects.toBe(error)
      expect(await read('request')).toBe('stored')
    })

    it('keeps what a unit wrote before a statement that failed, if it goes on', async () => {
      const failing = async (): Promise<never> => {
        throw new Error('no')
      }
      await Promise.allSettled([
        store.unit(async (db) => {
          await db.meta.set('a', '1')
          // "value" may not be null.
          await db.meta.set('b', null as unknown as string).catch(() => undefined)
          await db.meta.set('c', '1')
        }),
        store.unit(async (db) => {
          await db.meta.set('d', '1')
          await failing()
        }),
      ])
      expect([await read('a'), await read('b'), await read('c'), await read('d')]).toEqual([
        '1',
        undefined,
        '1',
        undefined,
      ])
    })

    it('runs units that come together one after another, each seeing the one before', async () => {
      const values = await Promise.all(
        Array.from({ length: 50 }, () => store.unit((db) => db.meta.next('counter', 0))),
      )
      expect(values).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
    })

    it('refuses units after it was closed', async () => {
      const other = await open()
      await other.close()
      await expect(other.unit((db) => db.meta.get('a'))).rejects.toThrow(/closed/)
    })
  })

  it('forgets rows and counters on clear, and keeps its version and settings', async () => {
    await store.unit(async (db) => {
      await db.meta.set('a', '1')
      await db.meta.next('b', 0)
      await db.usernames.take('name', 'user', 1)
    })
    await store.clear()
    expect(await store.unit((db) => db.usernames.find('name'))).toBeUndefined()
    expect(await store.unit((db) => db.meta.next('b', 0))).toBe(1)
    expect(await read('a')).toBe('1')
    expect(await read('schema')).toBeDefined()
  })

  describe("bots' updates", () => {
    const botId = 6
    const payload = '{}'
    const ids = (after = 0) =>
      store.unit(async (db) => (await db.botUpdates.from(botId, 0, after, 10)).map((row) => row.id))
    beforeEach(() =>
      store.unit(async (db) => {
        await db.users.insert({ ...newUserRow(botId, 1), isBot: 1 })
        await db.users.insertBot({
          userId: botId,
          ownerId: null,
          token: '6:A',
          canJoinGroups: 1,
          canReadAllGroupMessages: 0,
          infoVersion: 1,
          settings: '{}',
          loggedOutUntil: 0,
        })
        await db.botUpdates.open(botId, 40)
        for (const date of [1, 2, 3]) {
          const id = await db.botUpdates.nextId(botId)
          await db.botUpdates.append({ botId, id, chatId: 9, date, payload })
        }
      }),
    )

    it('are numbered from where the queue was opened, once', async () => {
      await store.unit((db) => db.botUpdates.open(botId, 7000))
      expect(await ids()).toEqual([41, 42, 43])
      expect(await store.unit((db) => db.botUpdates.queue(botId))).toMatchObject({ lastId: 43 })
    })

    it('are left out and counted by their age, and forgotten by id or age', async () => {
      expect(await ids(1)).toEqual([42, 43])
      expect(await store.unit((db) => db.botUpdates.count(botId, 1))).toBe(2)
      await store.unit((db) => db.botUpdates.deleteBefore(botId, 42))
      expect(await ids()).toEqual([42, 43])
      await store.unit((db) => db.botUpdates.deleteOld(botId, 2))
      expect(await ids()).toEqual([43])
      await store.unit((db) => db.botUpdates.delete(botId, 43))
      expect(await ids()).toEqual([])
    })

    it('are posted for bots with a webhook alone', async () => {
      expect(await store.unit((db) => db.botUpdates.withWebhook())).toEqual([])
      await store.unit((db) => db.botUpdates.updateQueue(botId, { url: 'http://127.0.0.1/' }))
      expect(await store.unit((db) => db.botUpdates.withWebhook())).toEqual([botId])
    })

    it('are offered to the bots of a chat, which are found among all its members', async () => {
      const chatId = 9
      await store.unit(async (db) => {
        await db.chats.insert(newChat(chatId, 'supergroup', 'Birds', botId, 1))
        await db.members.put(newMember(chatId, botId, 'member', 1))
      })
      const bots = () => store.unit((db) => db.audience.bots(chatId))
      expect(await bots()).toMatchObject([{ userId: botId, status: 'member' }])
      await store.unit((db) => db.members.update(chatId, botId, { status: 'left' }))
      expect(await bots()).toEqual([])
      await store.unit((db) => db.members.enter(newMember(chatId, botId, 'member', 2)))
      expect(await bots()).toHaveLength(1)
    })
  })

  describe('who of some accounts is in a chat', () => {
    const chatId = 9

    beforeEach(() =>
      store.unit(async (db) => {
        for (const id of [1, 2, 3]) await db.users.insert(newUserRow(id, 1))
        const chat = { ...newChat(chatId, 'supergroup', 'Birds', 1, 1), participantsCount: 2 }
        await db.chats.insert(chat)
        await db.members.put(newMember(chatId, 1, 'creator', 1))
        await db.members.put(newMember(chatId, 2, 'member', 1))
        await db.members.put(newMember(chatId, 3, 'left', 1))
      }),
    )

    /** All of them, looked for so many at once. */
    async function presentAmong(ids: number[], most: number): Promise<number[]> {
      const accounts = { ids, has: (id: number) => ids.includes(id) }
      const all: number[] = []
      let from: PresentFrom | undefined
      do {
        const begin = from
        const page = await store.unit((db) => db.audience.present(chatId, accounts, begin, most))
        expect(page.looked).toBeLessThanOrEqual(most)
        all.push(...page.found)
        from = page.next
      } while (from !== undefined)
      return all
    }

    it.each([
      ['more members', [2], [2]],
      ['more accounts', [2, 3, 4, 5, 1], [1, 2]],
      ['no accounts', [], []],
    ])('is found where there are %s', async (_, accounts, present) => {
      expect(await presentAmong(accounts, 100)).toEqual(present)
      expect(await presentAmong(accounts, 1)).toEqual(present)
    })
  })
}
