import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { callBot } from './support/http-bot.ts'
import { startChild, type ChildServer } from './support/child-server.ts'
import { mtcuteClient } from './support/mtcute.ts'

/** Calls that are on their way at once, by each door. */
const IN_FLIGHT = 16
const ROUNDS = 4

let data: string
let server: ChildServer | undefined

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'localgram-stop-'))
})
afterEach(async () => {
  await server?.kill()
  rmSync(data, { recursive: true, force: true })
})

it('answers everything that it carried out before SIGTERM, over MTProto and the Bot API', async () => {
  const options = ['--port', '0', '--data', data]
  server = await startChild(options)
  const owner = await server.control<{ id: number }>('users', { firstName: 'O' })
  const wanted = { username: 'stop_bot', name: 'Stop', ownerId: owner.id }
  const bot = await server.control<{ id: number; token: string }>('bots', wanted)
  const chat = await server.control<{ id: number; botApiChatId: number }>('chats', {
    type: 'group',
    title: 'Until the end',
    ownerId: owner.id,
    admins: [{ id: bot.id, rights: ['inviteUsers'] }],
  })
  const peer = { _: 'inputPeerChat', chatId: chat.id } as const
  const told: string[] = []

  async function client(on: ChildServer) {
    const order = { accountId: owner.id, format: 'mtcute' }
    const { session } = await on.control<{ session: string }>('sessions', order)
    const made = mtcuteClient(on, { silent: true })
    await made.importSession(session)
    await made.connect()
    return made
  }

  for (let round = 0; round < ROUNDS; round++) {
    const on = server
    const one = await client(on)
    let alive = true
    const overMtproto = async (): Promise<void> => {
      while (alive) {
        const invite = await one.call({ _: 'messages.exportChatInvite', peer, title: 'mtproto' })
        if (invite._ === 'chatInviteExported') told.push(invite.link)
      }
    }
    const byBot = async (): Promise<void> => {
      while (alive) {
        const url = await callBot(on.url, bot.token, 'createChatInviteLink', {
          chat_id: chat.botApiChatId,
          name: 'bot',
        })
        if (url.ok) told.push((url.result as { invite_link: string }).invite_link)
      }
    }
    const running = Array.from({ length: IN_FLIGHT }, () =>
      // What was not begun is not answered.
      [overMtproto().catch(() => undefined), byBot().catch(() => undefined)],
    ).flat()
    const before = told.length
    while (told.length < before + 50) await new Promise((resolve) => setTimeout(resolve, 1))
    expect(await on.stop()).toBe(0)
    alive = false
    await one.destroy()
    await Promise.all(running)
    server = await startChild(['--port', String(on.port), '--data', data])
  }

  const reader = await client(server)
  const stored: string[] = []
  for (const adminId of [owner.id, bot.id]) {
    const admin =
      adminId === owner.id
        ? ({ _: 'inputUserSelf' } as const)
        : await reader.resolveUser('stop_bot')
    let offset: { offsetDate?: number; offsetLink?: string } = {}
    for (;;) {
      const page = await reader.call({
        _: 'messages.getExportedChatInvites',
        peer,
        adminId: admin,
        limit: 100,
        ...offset,
      })
      const links = page.invites.flatMap((one) => (one._ === 'chatInviteExported' ? [one] : []))
      stored.push(...links.filter((one) => one.title !== undefined).map((one) => one.link))
      const last = links.at(-1)
      if (!last || links.length < 100) break
      offset = { offsetDate: last.date, offsetLink: last.link }
    }
  }
  await reader.destroy()
  const untold = stored.filter((link) => !told.includes(link))
  expect(untold, `of ${stored.length} links`).toEqual([])
  expect(told.filter((link) => !stored.includes(link))).toEqual([])
})
