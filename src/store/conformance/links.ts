import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newUserRow } from '../../domain/accounts/create-user.ts'
import { newChat } from '../../domain/chats/create.ts'
import type { Store } from '../store.ts'
import type { InviteRow, NewInvite } from '../tables/invites.ts'

const LINK: NewInvite = {
  chatId: 10,
  adminId: 1,
  permanent: 0,
  revoked: 0,
  requestNeeded: 0,
  title: 'Way in',
  date: 5,
  startDate: null,
  expireDate: null,
  usageLimit: null,
  usage: 0,
  requested: 0,
  subscriptionPeriod: null,
  subscriptionAmount: null,
  subscriptionExpired: 0,
}

const FOLDER_LINK = { ownerId: 1, folderId: 2, title: '', date: 5, chatIds: '[10]' }

/**
 * What every engine must hold of links, whose hashes are their sealed ids and stored nowhere.
 *
 * @param fresh a new place for a database, and how to open it, again and again
 */
export function testLinks(fresh: () => () => Promise<Store>): void {
  let open: () => Promise<Store>
  let store: Store
  const opened = new Set<Store>()

  const begin = async (): Promise<void> => {
    store = await open()
    opened.add(store)
  }
  const restart = async (): Promise<void> => {
    opened.delete(store)
    await store.close()
    await begin()
  }
  const fill = (): Promise<void> =>
    store.unit(async (db) => {
      await db.users.insert(newUserRow(1, 1))
      await db.chats.insert(newChat(10, 'channel', 'Birds', 1, 1))
    })
  const insert = (patch: Partial<NewInvite> = {}): Promise<InviteRow> =>
    store.unit((db) => db.invites.insert({ ...LINK, ...patch }))
  const find = (hash: string) => store.unit((db) => db.invites.byHash(hash))

  beforeEach(async () => {
    open = fresh()
    await begin()
    await fill()
  })
  afterEach(async () => {
    for (const one of opened) await one.close()
    opened.clear()
  })

  describe('a link', () => {
    it('is found by its hash and by its id, and is the same everywhere', async () => {
      const made = await insert()
      expect(made).toMatchObject(LINK)
      expect(await find(made.hash)).toEqual(made)
      await store.unit(async (db) => {
        expect(await db.invites.byId(made.id)).toEqual(made)
        expect(db.invites.idOf(made.hash)).toBe(made.id)
        const page = { chatId: 10, adminId: 1, revoked: 0, after: undefined, limit: 9 } as const
        expect(await db.invites.page(page)).toEqual([made])
      })
      const primary = await insert({ permanent: 1 })
      expect(await store.unit((db) => db.invites.primary(10, 1))).toEqual(primary)
    })

    it('keeps its hash over a restart', async () => {
      const made = await insert()
      await restart()
      expect(await find(made.hash)).toEqual(made)
      expect((await insert()).hash).not.toBe(made.hash)
    })

    it('that was deleted never comes back, not even as the next one', async () => {
      const gone = await insert()
      await store.unit((db) => db.invites.delete(gone.id))
      const next = await insert()
      expect(next.id).toBeGreaterThan(gone.id)
      expect(await find(gone.hash)).toBeUndefined()
      await store.unit((db) => db.invites.delete(next.id))
      await restart()
      expect((await insert()).id).toBeGreaterThan(next.id)
      expect(await find(next.hash)).toBeUndefined()
    })

    it('of before a reset leads nowhere, while the key stays', async () => {
      const before = await insert()
      const key = () => store.unit((db) => db.meta.get('secret:links'))
      const kept = await key()
      await store.clear()
      await fill()
      const after = await insert()
      expect(await find(before.hash)).toBeUndefined()
      expect(await find(after.hash)).toEqual(after)
      expect(await key()).toBe(kept)
    })

    it('that was taken back with its unit was never there', async () => {
      let lost: InviteRow | undefined
      const failing = store.unit(async (db) => {
        lost = await db.invites.insert(LINK)
        throw new Error('no')
      })
      const [, made] = await Promise.allSettled([failing, insert({ title: 'Kept' })])
      expect(lost).toBeDefined()
      expect(made).toMatchObject({ status: 'fulfilled', value: { title: 'Kept' } })
      expect((await find(lost?.hash ?? ''))?.title).not.toBe(LINK.title)
    })

    it('is not found by the hash of another server, nor by the slug of a folder', async () => {
      const made = await insert()
      const folder = await store.unit((db) => db.chatlists.insertInvite(FOLDER_LINK))
      expect(folder.id).toBe(made.id)
      expect(await find(folder.slug)).toBeUndefined()
      await store.unit(async (db) => {
        expect(await db.chatlists.inviteBySlug(folder.slug)).toEqual(folder)
        expect(await db.chatlists.inviteBySlug(made.hash)).toBeUndefined()
      })
      open = fresh()
      await begin()
      await fill()
      expect((await insert()).id).toBe(made.id)
      expect(await find(made.hash)).toBeUndefined()
    })
  })
}
