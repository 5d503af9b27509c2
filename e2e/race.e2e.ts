import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type LocalgramServer, type NewChat } from '../src/index.ts'
import type { TypeInputPeer } from '../src/tl/generated/base.ts'
import { rawClient, type RawClient } from './support/raw-clients.ts'

/**
 * Limits under concurrency, over the wire: each account calls on a connection and an auth key of its
 * own, and all calls are sent before the first answer is read.
 */

const GUESTS = 200
const PLACES = 50

let server: LocalgramServer
let owner: RawClient
const guests: RawClient[] = []

beforeAll(async () => {
  // With the owner, a supergroup holds exactly PLACES guests.
  server = await startServer({ limits: { supergroupMembers: PLACES + 1 } })
  owner = await rawClient(server, 'Owner')
  for (let i = 0; i < GUESTS; i++) guests.push(await rawClient(server, `Guest ${i}`))
})

afterAll(async () => {
  for (const client of [owner, ...guests]) client.close()
  await server.stop()
})

/** A chat of the owner, as his client names it. */
async function newChat(type: NewChat['type']): Promise<TypeInputPeer> {
  const { id } = await server.createChat({ type, title: 'Rush', ownerId: owner.accountId })
  if (type === 'group') return { _: 'inputPeerChat', chatId: id }
  const { chats } = (await owner.call('messages.getDialogs', {
    offsetDate: 0,
    offsetId: 0,
    offsetPeer: { _: 'inputPeerEmpty' },
    limit: 10,
    hash: 0n,
  })) as { chats: readonly { id: number; accessHash?: bigint }[] }
  const accessHash = chats.find((one) => one.id === id)?.accessHash ?? 0n
  return { _: 'inputPeerChannel', channelId: id, accessHash }
}

async function newLink(peer: TypeInputPeer, options: object = {}): Promise<string> {
  const invite = await owner.call('messages.exportChatInvite', { peer, ...options })
  return invite._ === 'chatInviteExported' ? invite.link : ''
}

/** How often each outcome came when all guests join at once. */
async function rush(link: string): Promise<Record<string, number>> {
  const hash = link.split('+')[1] ?? ''
  const outcomes = await Promise.all(
    guests.map((guest) => guest.outcome('messages.importChatInvite', { hash })),
  )
  return tally(outcomes)
}

function tally(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

/** Uses of a link, and how many came by it. */
async function usesOf(peer: TypeInputPeer, link: string) {
  const { invite } = await owner.call('messages.getExportedChatInvite', { peer, link })
  const { count } = await owner.call('messages.getChatInviteImporters', {
    peer,
    link,
    offsetDate: 0,
    offsetUser: { _: 'inputUserEmpty' },
    limit: 100,
  })
  return { usage: invite._ === 'chatInviteExported' ? invite.usage : undefined, count }
}

describe(`${GUESTS} accounts that join at once`, () => {
  it.each(['group', 'channel'] as const)(
    `by a link for ${PLACES} are ${PLACES} members of the %s, and no more`,
    async (type) => {
      const peer = await newChat(type)
      const link = await newLink(peer, { usageLimit: PLACES })
      expect(await rush(link)).toEqual({ ok: PLACES, INVITE_HASH_EXPIRED: GUESTS - PLACES })
      expect(await usesOf(peer, link)).toEqual({ usage: PLACES, count: PLACES })
    },
  )

  it('by a link without a limit fill a supergroup to its last place, and no further', async () => {
    const peer = await newChat('supergroup')
    const link = await newLink(peer)
    expect(await rush(link)).toEqual({ ok: PLACES, USERS_TOO_MUCH: GUESTS - PLACES })
    expect(await usesOf(peer, link)).toEqual({ usage: PLACES, count: PLACES })
  })

  it('by a link that needs approval are all heard, and none is in', async () => {
    const peer = await newChat('channel')
    const link = await newLink(peer, { requestNeeded: true })
    expect(await rush(link)).toEqual({ INVITE_REQUEST_SENT: GUESTS })
    const { invite } = await owner.call('messages.getExportedChatInvite', { peer, link })
    expect(invite).toMatchObject({ requested: GUESTS })
    expect(invite).not.toHaveProperty('usage')
  })
})

it('a request that is approved five times at once is approved once', async () => {
  const peer = await newChat('channel')
  const link = await newLink(peer, { requestNeeded: true })
  const [guest] = guests
  if (!guest) throw new Error('no guests')
  const hash = link.split('+')[1] ?? ''
  await guest.outcome('messages.importChatInvite', { hash })
  const { users } = await owner.call('messages.getChatInviteImporters', {
    requested: true,
    peer,
    offsetDate: 0,
    offsetUser: { _: 'inputUserEmpty' },
    limit: 1,
  })
  const [user] = users
  if (user?._ !== 'user') throw new Error('nobody asks')
  const userId = { _: 'inputUser', userId: user.id, accessHash: user.accessHash ?? 0n } as const
  const approve = () =>
    owner.outcome('messages.hideChatJoinRequest', { approved: true, peer, userId })
  const outcomes = await Promise.all(Array.from({ length: 5 }, approve))
  expect(tally(outcomes)).toEqual({ ok: 1, USER_ALREADY_PARTICIPANT: 4 })
  expect((await usesOf(peer, link)).usage).toBe(1)
})
