import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import { editPhoto } from '../chats/edit-photo.ts'
import { deleteChannel } from '../chats/delete.ts'
import { migrateChat } from '../chats/migrate.ts'
import { channelInput, createChatWorld, userInput, type ChatWorld } from '../chats/testing.ts'
import type { Unit } from '../context.ts'
import type { InputPeer } from '../peers.ts'
import type { TestAccount } from '../testing.ts'
import { downloadPhoto, type FileRange, type PhotoLocation } from './download.ts'
import { photoReference } from './photo.ts'
import { jpegOf } from './testing.ts'

const JPEG = jpegOf(640, 640, 1_500_000)
const WHOLE: FileRange = { offset: 0n, limit: 1_048_576, precise: false }

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount
let chat: ChatRow
let photoId: number

const input = (u: Unit, who: TestAccount, { kind, id }: ChatRow): InputPeer =>
  kind === 'group' ? { kind: 'chat', chatId: id } : channelInput(u, who, { id })

async function setPhoto(of: ChatRow): Promise<number> {
  const photo = { kind: 'bytes', bytes: JPEG } as const
  await w.unit((u) => editPhoto(u, owner.caller, input(u, owner, of), photo))
  return (await w.chat(of.id)).photoId ?? 0
}

beforeEach(async () => {
  w = await createChatWorld()
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
  chat = await w.channel(owner)
  photoId = await setPhoto(chat)
})
afterEach(() => w.close())

type Change = Partial<Extract<PhotoLocation, { kind: 'photo' }>>

/** A download by the photo's own name, with what is to be wrong of it. */
const bySize =
  (change: Change = {}, range: Partial<FileRange> = {}, who: TestAccount = ann) =>
  (u: Unit) => {
    const location: PhotoLocation = {
      kind: 'photo',
      id: BigInt(photoId),
      accessHash: u.accessHashes.of(who.id, 'photo', photoId),
      fileReference: photoReference(u, who.caller, photoId),
      size: 'c',
      ...change,
    }
    return downloadPhoto(u, who.caller, location, { ...WHOLE, ...range })
  }

/** A download as the chat's photo. */
const byPeer =
  (of: ChatRow, id: number, who: TestAccount = ann) =>
  (u: Unit) => {
    const location: PhotoLocation = { kind: 'peer', peer: input(u, who, of), photoId: BigInt(id) }
    return downloadPhoto(u, who.caller, location, WHOLE)
  }

describe('a download by the photo’s own name', () => {
  it('gives somebody who is in no chat every byte, in the pieces that he asks for', async () => {
    const pieces: Uint8Array[] = []
    const limit = 262_144
    for (let offset = 0; ; offset += limit) {
      const { bytes } = await w.unit(bySize({}, { offset: BigInt(offset), limit }))
      pieces.push(bytes)
      if (bytes.length < limit) break
    }
    expect(Buffer.concat(pieces).equals(JPEG)).toBe(true)
  })

  it('gives nothing behind the end', async () => {
    for (const offset of [2n ** 21n, 2n ** 62n]) {
      expect((await w.unit(bySize({}, { offset }))).bytes).toHaveLength(0)
    }
  })

  it.each([
    ['LOCATION_INVALID', { accessHash: 1n }],
    ['LOCATION_INVALID', { id: 1n }],
    ['LOCATION_INVALID', { size: 'x' }],
    ['LOCATION_INVALID', { size: '' }],
    ['FILE_REFERENCE_EMPTY', { fileReference: Buffer.alloc(0) }],
    ['FILE_REFERENCE_INVALID', { fileReference: Buffer.alloc(9, 1) }],
    ['none', { size: 'a' }],
  ])('answers %s where %o was sent', async (error, change) => {
    expect(await w.refusal(bySize(change))).toBe(error)
  })

  it('is refused to somebody who shows what another was given', async () => {
    const accessHash = await w.unit((u) =>
      Promise.resolve(u.accessHashes.of(owner.id, 'photo', photoId)),
    )
    expect(await w.refusal(bySize({ accessHash }))).toBe('LOCATION_INVALID')
    const fileReference = await w.unit((u) =>
      Promise.resolve(photoReference(u, owner.caller, photoId)),
    )
    expect(await w.refusal(bySize({ fileReference }))).toBe('FILE_REFERENCE_INVALID')
  })

  it.each([
    ['none', { offset: 4096n, limit: 4096 }],
    ['OFFSET_INVALID', { offset: 1024n }],
    ['OFFSET_INVALID', { offset: -4096n }],
    ['LIMIT_INVALID', { limit: 0 }],
    ['LIMIT_INVALID', { limit: -4096 }],
    ['LIMIT_INVALID', { limit: 5000 }],
    ['LIMIT_INVALID', { limit: 12_288 }],
    ['LIMIT_INVALID', { limit: 2_097_152 }],
    ['LIMIT_INVALID', { offset: 4096n, limit: 1_048_576 }],
    ['none', { offset: 1024n, limit: 12_288, precise: true }],
    ['OFFSET_INVALID', { offset: 512n, precise: true }],
    ['LIMIT_INVALID', { limit: 1000, precise: true }],
    ['LIMIT_INVALID', { offset: 1_047_552n, limit: 2048, precise: true }],
  ])('answers %s to the range %o', async (error, range) => {
    expect(await w.refusal(bySize({}, range))).toBe(error)
  })
})

describe('a download as a chat’s photo', () => {
  it('is for whoever knows the channel, of its photo and of one that it had', async () => {
    const next = await setPhoto(chat)
    for (const id of [photoId, next]) {
      const { photo, bytes } = await w.unit(byPeer(chat, id))
      expect([photo.id, bytes.length]).toEqual([id, 1_048_576])
    }
  })

  it('is refused for a photo of another chat, and for one that never was', async () => {
    const other = await setPhoto(await w.supergroup(owner))
    for (const id of [other, 1, -1]) {
      expect(await w.refusal(byPeer(chat, id))).toBe('LOCATION_INVALID')
    }
  })

  it('is refused to whoever is banned, and after the chat is gone', async () => {
    const eve = await w.createUser({ firstName: 'Eve' })
    const group = await w.supergroup(owner, ann, eve)
    const id = await setPhoto(group)
    await w.standing(group, eve, { status: 'banned', bannedRights: 1 })
    expect(await w.refusal(byPeer(group, id, eve))).toBe('CHANNEL_PRIVATE')
    expect(await w.refusal(byPeer(group, id))).toBe('none')
    await w.unit((u) => deleteChannel(u, owner.caller, channelInput(u, owner, group)))
    expect(await w.refusal(byPeer(group, id))).toBe('CHANNEL_PRIVATE')
  })

  it('is for members of a basic group, and by the supergroup that it became', async () => {
    const group = await w.group(owner)
    const id = await setPhoto(group)
    expect(await w.refusal(byPeer(group, id))).toBe('CHAT_ID_INVALID')
    const supergroup = await w.unit((u) => migrateChat(u, owner.caller, group.id))
    for (const one of [group, supergroup]) {
      expect(await w.refusal(byPeer(one, id, owner))).toBe('none')
    }
  })

  it('is refused for an account, which has none', async () => {
    const location = (u: Unit) => ({
      kind: 'peer' as const,
      peer: userInput(u, ann, owner),
      photoId: 1n,
    })
    expect(await w.refusal((u) => downloadPhoto(u, ann.caller, location(u), WHOLE))).toBe(
      'LOCATION_INVALID',
    )
  })
})
