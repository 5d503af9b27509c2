import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBasicGroup, createChannel } from '../../../domain/chats/create.ts'
import { addMember } from '../../../domain/members/join.ts'
import { jpegOf } from '../../../domain/photos/testing.ts'
import type { TestAccount } from '../../../domain/testing.ts'
import type { ChatRow } from '../../../store/tables/chats.ts'
import type { InputChannel, Photo, TypeInputFileLocation } from '../../../tl/generated/base.ts'
import { createTestRpc, type TestClient, type TestRpc } from '../../testing.ts'

const JPEG = jpegOf(640, 640, 5000)
const OLDEST = 158

let t: TestRpc
let owner: TestAccount
let ann: TestAccount
let mine: TestClient
let hers: TestClient
let group: ChatRow
let channel: ChatRow

beforeEach(async () => {
  t = await createTestRpc()
  owner = await t.createUser({ firstName: 'Owner' })
  ann = await t.createUser({ firstName: 'Ann' })
  const chats = await t.unit(async (u) => {
    const small = await createBasicGroup(u, owner.caller, 'Few', [ann.row])
    const big = await createChannel(u, owner.caller, 'channel', 'News', '')
    await addMember(u, big, ann.id, { kind: 'added', byId: owner.id })
    return [small, big] as const
  })
  group = chats[0]
  channel = chats[1]
  mine = await t.connect({ account: owner })
  hers = await t.connect({ account: ann, layer: OLDEST, dc: 4 })
  await hers.call('updates.getState')
})
afterEach(() => t.close())

/** Uploads the picture in two parts and returns how a request names it. */
async function uploaded(client: TestClient) {
  await client.call('upload.saveFilePart', {
    fileId: 5n,
    filePart: 1,
    bytes: JPEG.subarray(4096),
  })
  await client.call('upload.saveFilePart', {
    fileId: 5n,
    filePart: 0,
    bytes: JPEG.subarray(0, 4096),
  })
  const file = {
    _: 'inputFile' as const,
    id: 5n,
    parts: 2,
    name: 'birds.jpg',
    md5Checksum: '',
  }
  return { _: 'inputChatUploadedPhoto' as const, file }
}

function channelOf(account: TestAccount): Promise<InputChannel> {
  return t.unit((u) => {
    const accessHash = u.accessHashes.of(account.id, 'channel', channel.id)
    return Promise.resolve({ _: 'inputChannel', channelId: channel.id, accessHash })
  })
}

/** All that a location leads to. */
async function download(client: TestClient, location: TypeInputFileLocation): Promise<Buffer> {
  const answer = await client.call('upload.getFile', { location, offset: 0n, limit: 1_048_576 })
  if (answer._ !== 'upload.file') throw new Error(answer._)
  expect(answer.type._).toBe('storage.fileJpeg')
  return answer.bytes
}

const fileOf = ({ id, accessHash, fileReference }: Photo, thumbSize: string) =>
  ({ _: 'inputPhotoFileLocation', id, accessHash, fileReference, thumbSize }) as const

describe('messages.editChatPhoto', () => {
  it('shows the photo to members of every layer, who find it in their own data centre', async () => {
    const photo = await uploaded(mine)
    const answer = await mine.call('messages.editChatPhoto', { chatId: group.id, photo })
    const chats = [{ _: 'chat', photo: { _: 'chatPhoto', dcId: 2 } }]
    const action = { _: 'messageActionChatEditPhoto', photo: { _: 'photo', dcId: 2 } }
    expect(answer).toMatchObject({ chats, updates: [{ message: { action } }] })

    const [pushed] = await hers.pushed()
    expect(pushed).toMatchObject({ chats: [{ photo: { _: 'chatPhoto', dcId: 4 } }] })
    const full = await hers.call('messages.getFullChat', { chatId: group.id })
    const sizes = ['a', 'b', 'c'].map((type) => ({ type, w: 640, h: 640, size: JPEG.length }))
    expect(full.fullChat).toMatchObject({ chatPhoto: { _: 'photo', dcId: 4, sizes } })
  })
})

describe('channels.editPhoto', () => {
  it('sets a photo that members download as the channel’s, small and big', async () => {
    const photo = await uploaded(mine)
    await mine.call('channels.editPhoto', { channel: await channelOf(owner), photo })
    const { chats } = await hers.call('channels.getChannels', { id: [await channelOf(ann)] })
    const [shown] = chats
    if (shown?._ !== 'channel' || shown.photo._ !== 'chatPhoto') throw new Error('no photo')
    const { channelId, accessHash } = await channelOf(ann)
    const peer = { _: 'inputPeerChannel', channelId, accessHash } as const
    for (const big of [false, true]) {
      const { photoId } = shown.photo
      const location = { _: 'inputPeerPhotoFileLocation', big, peer, photoId } as const
      expect((await download(hers, location)).equals(JPEG)).toBe(true)
    }
  })

  it('deletes it, and both are in the admin log', async () => {
    const [input, photo] = [await channelOf(owner), await uploaded(mine)]
    await mine.call('channels.editPhoto', { channel: input, photo })
    const empty = { _: 'inputChatPhotoEmpty' } as const
    await mine.call('channels.editPhoto', { channel: input, photo: empty })
    const { events } = await mine.call('channels.getAdminLog', {
      channel: input,
      q: '',
      eventsFilter: { _: 'channelAdminLogEventsFilter', info: true },
      maxId: 0n,
      minId: 0n,
      limit: 10,
    })
    const one = { _: 'photo', sizes: [{ type: 'a' }, { type: 'b' }, { type: 'c' }] }
    const none = { _: 'photoEmpty' }
    expect(events.map(({ action }) => action)).toMatchObject([
      { _: 'channelAdminLogEventActionChangePhoto', prevPhoto: one, newPhoto: none },
      { _: 'channelAdminLogEventActionChangePhoto', prevPhoto: none, newPhoto: one },
    ])
    const full = await mine.call('channels.getFullChannel', { channel: input })
    expect(full).toMatchObject({ fullChat: { chatPhoto: none }, chats: [{ photo: {} }] })
  })

  it('takes a photo that another chat has, by the name that the caller was told', async () => {
    const photo = await uploaded(mine)
    await mine.call('messages.editChatPhoto', { chatId: group.id, photo })
    const { fullChat } = await mine.call('messages.getFullChat', { chatId: group.id })
    if (fullChat.chatPhoto?._ !== 'photo') throw new Error('no photo')
    const { id, accessHash, fileReference } = fullChat.chatPhoto
    const name = { _: 'inputPhoto', id, accessHash, fileReference } as const
    const answer = await mine.call('channels.editPhoto', {
      channel: await channelOf(owner),
      photo: { _: 'inputChatPhoto', id: name },
    })
    expect(answer).toMatchObject({ chats: [{ photo: { _: 'chatPhoto' } }] })
  })

  it.each([
    { _: 'inputChatUploadedPhoto' },
    { _: 'inputChatPhoto', id: { _: 'inputPhotoEmpty' } },
    {
      _: 'inputChatUploadedPhoto',
      video: { _: 'inputFile', id: 1n, parts: 1, name: 'a.mp4', md5Checksum: '' },
    },
  ] as const)('refuses %o', async (photo) => {
    const call = mine.call('channels.editPhoto', { channel: await channelOf(owner), photo })
    await expect(call).rejects.toThrow('PHOTO_INVALID')
  })
})

describe('messages.checkChatInvite', () => {
  it('shows a stranger the photo, which he downloads in every size', async () => {
    const photo = await uploaded(mine)
    await mine.call('channels.editPhoto', { channel: await channelOf(owner), photo })
    const peer = { ...(await channelOf(owner)), _: 'inputPeerChannel' } as const
    const invite = await mine.call('messages.exportChatInvite', { peer })
    if (invite._ !== 'chatInviteExported') throw new Error(invite._)
    const eve = await t.createUser({ firstName: 'Eve' })
    const stranger = await t.connect({ account: eve, layer: OLDEST })
    const hash = invite.link.split('+')[1] ?? ''
    const found = await stranger.call('messages.checkChatInvite', { hash })
    if (found._ !== 'chatInvite' || found.photo._ !== 'photo') throw new Error('no photo')
    for (const size of ['a', 'b', 'c']) {
      expect((await download(stranger, fileOf(found.photo, size))).equals(JPEG)).toBe(true)
    }
    // What he was shown is of use to him alone.
    const foreign = download(hers, fileOf(found.photo, 'c'))
    await expect(foreign).rejects.toThrow('LOCATION_INVALID')
  })
})

describe('upload', () => {
  it('takes parts of a file whose length nobody knows as those of a big one', async () => {
    const part = { fileId: 9n, filePart: 0, bytes: JPEG }
    expect(await mine.call('upload.saveBigFilePart', { ...part, fileTotalParts: -1 })).toBe(true)
    const file = { _: 'inputFileBig', id: 9n, parts: 1, name: 'birds.jpg' } as const
    const photo = { _: 'inputChatUploadedPhoto', file } as const
    await mine.call('messages.editChatPhoto', { chatId: group.id, photo })
    const [chat] = (await mine.call('messages.getChats', { id: [group.id] })).chats
    expect(chat).toMatchObject({ photo: { _: 'chatPhoto' } })
  })

  it.each([
    ['FILE_PARTS_INVALID', 0, 0],
    ['FILE_PARTS_INVALID', 0, 4001],
    ['FILE_PART_INVALID', 3, 3],
  ])('answers %s to part %d of %d', async (error, filePart, fileTotalParts) => {
    const part = { fileId: 9n, filePart, fileTotalParts, bytes: JPEG }
    await expect(mine.call('upload.saveBigFilePart', part)).rejects.toThrow(error)
  })

  it('has no other files than photos', async () => {
    const location = { _: 'inputTakeoutFileLocation' } as const
    await expect(download(mine, location)).rejects.toThrow('LOCATION_INVALID')
  })
})
