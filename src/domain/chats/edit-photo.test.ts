import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { Unit } from '../context.ts'
import type { InputPeer } from '../peers.ts'
import { photoReference } from '../photos/photo.ts'
import { jpegOf, pngOf, upload } from '../photos/testing.ts'
import type { TestAccount } from '../testing.ts'
import { deleteChannel } from './delete.ts'
import { editPhoto, type ChatPhotoInput } from './edit-photo.ts'
import { migrateChat } from './migrate.ts'
import { adminOf, channelInput, createChatWorld, heard, type ChatWorld } from './testing.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount

beforeEach(async () => {
  w = await createChatWorld({ photosPerChat: 3, photoBytes: 20_000 })
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
})
afterEach(() => w.close())

function input(u: Unit, who: TestAccount, chat: ChatRow): InputPeer {
  return chat.kind === 'group' ? { kind: 'chat', chatId: chat.id } : channelInput(u, who, chat)
}

const JPEG = jpegOf(640, 480, 3000)

const uploaded =
  (chat: ChatRow, who: TestAccount, bytes = JPEG, name = 'birds.jpg') =>
  (u: Unit) => {
    const parts = upload(u, who.id, 5n, bytes)
    const photo: ChatPhotoInput = { kind: 'uploaded', fileId: 5n, parts, name, md5: '' }
    return editPhoto(u, who.caller, input(u, who, chat), photo)
  }
const removed = (chat: ChatRow, who: TestAccount) => (u: Unit) =>
  editPhoto(u, who.caller, input(u, who, chat), { kind: 'none' })
const existing =
  (chat: ChatRow, who: TestAccount, photoId: number, accessHash?: bigint) => (u: Unit) => {
    const photo = {
      id: BigInt(photoId),
      accessHash: accessHash ?? u.accessHashes.of(who.id, 'photo', photoId),
      fileReference: photoReference(u, who.caller, photoId),
    }
    return editPhoto(u, who.caller, input(u, who, chat), { kind: 'existing', photo })
  }

/** The photo that the chat has now. */
async function photoOf({ id }: ChatRow) {
  const { photoId } = await w.chat(id)
  return photoId === null ? undefined : w.unit((u) => u.db.photos.byId(photoId))
}
async function photoIdOf(chat: ChatRow): Promise<number> {
  return (await w.chat(chat.id)).photoId ?? 0
}
async function lastAction(chat: ChatRow): Promise<unknown> {
  const { lastMessageId } = await w.chat(chat.id)
  const message = await w.unit((u) => u.db.messages.find('channel', chat.id, lastMessageId))
  return JSON.parse(message?.action ?? 'null')
}

describe('a photo', () => {
  it.each(['group', 'supergroup', 'channel'] as const)(
    'of a %s is set from an uploaded file, kept byte for byte, and told to all',
    async (kind) => {
      const chat = await w[kind](owner, ann)
      const events = heard(await w.events(uploaded(chat, owner)))
      const to = kind === 'group' ? [owner, ann].map(({ id }) => `${id}:`) : ['channel:']
      expect(events).toEqual(to.map((who) => `${who}newMessage`))
      const photo = await photoOf(chat)
      const facts = { type: 'jpeg', width: 640, height: 480, size: JPEG.length, chatId: chat.id }
      expect(photo).toMatchObject(facts)
      const bytes = await w.unit((u) => u.db.photos.read(photo?.id ?? 0, 0, JPEG.length + 1))
      expect(Buffer.from(bytes).equals(JPEG)).toBe(true)
    },
  )

  it('is deleted, and with it goes what the chat shows, but not the message about it', async () => {
    const chat = await w.supergroup(owner)
    expect(await w.refusal(removed(chat, owner))).toBe('CHAT_NOT_MODIFIED')
    await w.unit(uploaded(chat, owner, pngOf(200, 200), 'birds.png'))
    expect(await lastAction(chat)).toMatchObject({ kind: 'chatEditPhoto', photo: { type: 'png' } })
    await w.unit(removed(chat, owner))
    expect([await photoOf(chat), await lastAction(chat)]).toEqual([
      undefined,
      { kind: 'chatDeletePhoto' },
    ])
    expect(await w.refusal(removed(chat, owner))).toBe('CHAT_NOT_MODIFIED')
  })

  it('is changed by whoever may change the title', async () => {
    const [group, channel] = [await w.group(owner, ann), await w.channel(owner, ann)]
    expect(await w.refusal(uploaded(group, ann))).toBe('none')
    expect(await w.refusal(uploaded(channel, ann))).toBe('CHAT_ADMIN_REQUIRED')
    await w.standing(channel, ann, adminOf('changeInfo'))
    expect(await w.refusal(uploaded(channel, ann))).toBe('none')
    const eve = await w.createUser({ firstName: 'Eve' })
    expect(await w.refusal(uploaded(channel, eve))).toBe('CHANNEL_PRIVATE')
  })

  it.each([
    ['PHOTO_EXT_INVALID', 'birds', JPEG],
    ['PHOTO_EXT_INVALID', 'birds.jpg.exe', JPEG],
    ['none', 'BIRDS.JPEG', JPEG],
    ['none', 'birds.png', JPEG],
    ['IMAGE_PROCESS_FAILED', 'birds.gif', Buffer.from('GIF89a')],
    ['IMAGE_PROCESS_FAILED', 'birds.jpg', Buffer.from('no picture')],
    ['IMAGE_PROCESS_FAILED', 'birds.jpg', jpegOf(640, 640, 20_001)],
    ['PHOTO_CROP_SIZE_SMALL', 'birds.jpg', jpegOf(159, 640)],
    ['none', 'birds.jpg', jpegOf(160, 160)],
  ])('is answered %s as %s', async (error, name, bytes) => {
    const chat = await w.group(owner)
    expect(await w.refusal(uploaded(chat, owner, bytes, name))).toBe(error)
    expect((await photoOf(chat)) === undefined).toBe(error !== 'none')
  })

  it('is not taken from a file that was never uploaded, or by somebody else', async () => {
    const chat = await w.supergroup(owner, ann)
    await w.unit((u) => Promise.resolve(upload(u, ann.id, 5n, JPEG)))
    const photo = { kind: 'uploaded', fileId: 5n, parts: 3, name: 'a.jpg', md5: '' } as const
    const set = (u: Unit) => editPhoto(u, owner.caller, input(u, owner, chat), photo)
    expect(await w.refusal(set)).toBe('FILE_PART_0_MISSING')
  })

  it('that another chat has is taken by its access hash, as a photo of its own', async () => {
    const [from, to] = [await w.group(owner), await w.channel(owner)]
    await w.unit(uploaded(from, owner))
    const id = await photoIdOf(from)
    expect(await w.refusal(existing(to, owner, id, 1n))).toBe('PHOTO_INVALID')
    expect(await w.refusal(existing(from, owner, id))).toBe('CHAT_NOT_MODIFIED')
    await w.unit(existing(to, owner, id))
    const photo = await photoOf(to)
    expect(photo).toMatchObject({ chatId: to.id, width: 640, size: JPEG.length })
    expect(photo?.id).not.toBe(id)
    const bytes = await w.unit((u) => u.db.photos.read(photo?.id ?? 0, 0, JPEG.length))
    expect(Buffer.from(bytes).equals(JPEG)).toBe(true)
  })

  it('is kept until the chat had too many after it', async () => {
    const chat = await w.supergroup(owner)
    const ids: number[] = []
    for (let i = 0; i < 4; i++) {
      await w.unit(uploaded(chat, owner))
      ids.push(await photoIdOf(chat))
    }
    expect(ids).toEqual(ids.toSorted((a, b) => a - b))
    const left = await w.unit((u) => Promise.all(ids.map((id) => u.db.photos.byId(id))))
    expect(left.map((photo) => photo?.id)).toEqual([undefined, ...ids.slice(1)])
    const gone = existing(chat, owner, ids[0] ?? 0)
    expect(await w.refusal(gone)).toBe('FILE_ID_INVALID')
  })

  it('goes to the supergroup that a basic group becomes', async () => {
    const group = await w.group(owner)
    await w.unit(uploaded(group, owner))
    const before = await photoOf(group)
    const supergroup = await w.unit((u) => migrateChat(u, owner.caller, group.id))
    expect(await photoOf(supergroup)).toEqual(before)
    await w.unit(removed(supergroup, owner))
    expect(await photoOf(supergroup)).toBeUndefined()
  })

  it('is gone with its chat', async () => {
    const chat = await w.channel(owner)
    await w.unit(uploaded(chat, owner))
    const id = await photoIdOf(chat)
    await w.unit((u) => deleteChannel(u, owner.caller, channelInput(u, owner, chat)))
    expect(await w.unit((u) => u.db.photos.byId(id))).toBeUndefined()
    expect((await w.chat(chat.id)).photoId).toBeNull()
  })
})
