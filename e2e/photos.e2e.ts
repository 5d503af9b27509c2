import type { TelegramClient } from '@mtcute/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jpegOf } from '../src/domain/photos/testing.ts'
import { mtcuteBot, mtcuteUser } from './support/mtcute.ts'
import { startWorld, type TestWorld } from './support/world.ts'

/** Photos of chats by mtcute's own methods. TDLib's are a scenario of its own (tdlib.e2e.ts). */

const PICTURE = jpegOf(640, 640, 700_000)

let world: TestWorld
let owner: TelegramClient
let member: TelegramClient
let stranger: TelegramClient
let bot: TelegramClient

beforeAll(async () => {
  world = await startWorld()
  owner = await mtcuteUser(world.server, world.owner.phone)
  member = await mtcuteUser(world.server, world.member.phone)
  stranger = await mtcuteUser(world.server, world.stranger.phone)
  bot = await mtcuteBot(world.server, world.bot.token)
})

afterAll(async () => {
  for (const client of [owner, member, stranger, bot]) await client.destroy()
  await world[Symbol.asyncDispose]()
})

/** The chat as this client finds it among its dialogs. */
async function shownChat(client: TelegramClient, chatId: number) {
  for await (const { peer } of client.iterDialogs()) {
    if (peer.id === chatId && peer.type === 'chat') return peer
  }
  throw new Error(`no dialog with ${chatId}`)
}

describe('mtcute', () => {
  it.each(['group', 'supergroup', 'channel'] as const)(
    'sets the photo of a %s, which a member and a stranger with a link download',
    async (kind) => {
      const chatId = world[kind].botApiChatId
      const { inputPeer } = await shownChat(owner, chatId)
      const isEqual = (bytes: Uint8Array) => Buffer.from(bytes).equals(PICTURE)
      await owner.setChatPhoto({ chatId: inputPeer, type: 'photo', media: PICTURE })

      const { photo } = await shownChat(member, chatId)
      if (photo === null) throw new Error('no photo')
      expect(isEqual(await member.downloadAsBuffer(photo.small))).toBe(true)
      expect(isEqual(await member.downloadAsBuffer(photo.big))).toBe(true)

      const { link } = await owner.createInviteLink(inputPeer)
      const preview = await stranger.getChatPreview(link)
      if (preview.photo === null) throw new Error('no photo')
      expect(isEqual(await stranger.downloadAsBuffer(preview.photo))).toBe(true)

      await owner.deleteChatPhoto(inputPeer)
      expect((await shownChat(member, chatId)).photo).toBeNull()
      expect((await stranger.getChatPreview(link)).photo).toBeNull()
    },
  )

  it('sets a photo as a bot', async () => {
    const chatId = await bot.resolvePeer(world.supergroup.username)
    await bot.setChatPhoto({ chatId, type: 'photo', media: PICTURE })
    const { photo } = await bot.getChat(chatId)
    expect(photo).not.toBeNull()
  })
})
