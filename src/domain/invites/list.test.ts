import { afterEach, beforeEach, expect, it } from 'vitest'
import { linkOf } from './hash.ts'
import { listInvites, type ListOptions } from './list.ts'
import { ensurePrimary } from './primary.ts'
import { createLinkWorld, peerOf, type LinkWorld } from './testing.ts'

let w: LinkWorld

beforeEach(async () => {
  w = await createLinkWorld()
})
afterEach(() => w.close())

it.each([1, 2, 3, 4])(
  'lists the primary link and then the newest first, in pages of %i too',
  async (limit) => {
    const chat = await w.group(w.owner)
    const old = await w.link(chat, w.owner)
    w.clock.advance(60)
    const primary = await w.unit((u) => ensurePrimary(u, chat, w.owner.id))
    w.clock.advance(60)
    const fresh = await w.link(chat, w.owner)

    const seen: string[] = []
    let offset: ListOptions['offset']
    for (;;) {
      const page = await w.unit((u) =>
        listInvites(u, w.owner.caller, peerOf(u, w.owner, chat), {
          adminId: { kind: 'self' },
          revoked: false,
          offset,
          limit,
        }),
      )
      expect(page.count).toBe(3)
      const last = page.invites.at(-1)
      if (!last) break
      expect(page.invites.length).toBeLessThanOrEqual(limit)
      seen.push(...page.invites.map(({ hash }) => hash))
      offset = { date: last.date, link: linkOf(last.hash) }
    }
    expect(seen).toEqual([primary.hash, fresh.hash, old.hash])
  },
)
