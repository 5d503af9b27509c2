import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TelegramClient } from '@mtcute/node'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startChild, type ChildServer } from './support/child-server.ts'
import { mtcuteClient } from './support/mtcute.ts'

/**
 * What a client was told is true, whatever happens to the server right after: every link whose
 * answer arrived is there when the server that was killed under load is started again.
 */
const CONNECTIONS = 4
/** Calls that each connection has under way at a time. */
const IN_FLIGHT = 8
const ROUNDS = 3
/** Shortest and longest load before the kill, milliseconds. */
const LOAD_MS = { min: 300, max: 1000 }

const GROUPS = 32
const OWNER = '9996610001'
const STRANGER = '9996630003'

let data: string
let server: ChildServer | undefined

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'localgram-kill-'))
})

afterEach(async () => {
  await server?.kill()
  rmSync(data, { recursive: true, force: true })
})

/** A client that is logged in by a session string. */
async function client(on: ChildServer, session: string): Promise<TelegramClient> {
  const made = mtcuteClient(on, { silent: true })
  await made.importSession(session)
  await made.connect()
  return made
}

/** A client that logs in by phone, as people do. */
async function login(on: ChildServer, phone: string): Promise<TelegramClient> {
  const made = mtcuteClient(on)
  const code = (phone[5] ?? '').repeat(5)
  await made.start({ phone, code, codeSentCallback: () => undefined })
  return made
}

/** Exports links on several connections until the server dies; returns the hashes that were told. */
async function load(
  on: ChildServer,
  accountId: number,
  chatIds: readonly number[],
  ms: number,
): Promise<string[]> {
  const connect = async (): Promise<TelegramClient> => {
    const order = { accountId, format: 'mtcute' }
    return client(on, (await on.control<{ session: string }>('sessions', order)).session)
  }
  const clients = await Promise.all(Array.from({ length: CONNECTIONS }, connect))
  const told: string[] = []
  let alive = true
  let turn = 0
  const exporter = async (one: TelegramClient): Promise<void> => {
    while (alive) {
      const chatId = chatIds[turn++ % chatIds.length] ?? 0
      const peer = { _: 'inputPeerChat', chatId } as const
      const invite = await one.call({ _: 'messages.exportChatInvite', peer, title: 'load' })
      if (invite._ === 'chatInviteExported') told.push(invite.link.split('+')[1] ?? '')
    }
  }
  const running = clients.flatMap((one) =>
    // The calls under way when the server dies are never answered.
    Array.from({ length: IN_FLIGHT }, () => exporter(one).catch(() => undefined)),
  )
  await new Promise((resolve) => setTimeout(resolve, ms))
  await on.kill()
  alive = false
  await Promise.all(clients.map((one) => one.destroy()))
  await Promise.all(running)
  return told
}

it('loses no link that it told, however often it is killed under load', async () => {
  server = await startChild(['--port', '0', '--data', data])
  const options = ['--port', String(server.port), '--data', data]
  const owner = await server.control<{ id: number }>('users', { firstName: 'O', phone: OWNER })
  await server.control('users', { firstName: 'Stranger', phone: STRANGER })
  // So many that no admin reaches `invitesPerAdmin` in one, however quick the machine is.
  const groups: number[] = []
  for (let i = 0; i < GROUPS; i++) {
    const group = { type: 'group', title: `Under load ${i}`, ownerId: owner.id }
    groups.push((await server.control<{ id: number }>('chats', group)).id)
  }
  const before = await login(server, OWNER)
  const session = await before.exportSession()
  await before.destroy()

  const told: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const ms = LOAD_MS.min + Math.random() * (LOAD_MS.max - LOAD_MS.min)
    const fresh = await load(server, owner.id, groups, ms)
    expect(fresh.length, `links told in ${ms} ms of round ${round}`).toBeGreaterThan(0)
    told.push(...fresh)
    server = await startChild(options)
  }

  const stranger = await login(server, STRANGER)
  const found = async (hash: string): Promise<boolean> => {
    const answer = stranger.call({ _: 'messages.checkChatInvite', hash })
    return (await answer.catch(() => undefined))?._ === 'chatInvite'
  }
  const checked = await Promise.all(told.map(found))
  const lost = told.filter((_, i) => checked[i] !== true)
  expect(lost, `of ${told.length} links`).toEqual([])
  await stranger.destroy()

  // A login of before the first kill, and what it is for.
  const again = await client(server, session)
  expect((await again.getMe()).id).toBe(owner.id)
  const peer = { _: 'inputPeerChat', chatId: groups[0] ?? 0 } as const
  expect(await again.call({ _: 'messages.exportChatInvite', peer })).toMatchObject({
    _: 'chatInviteExported',
  })
  await again.destroy()
})
