import { jpegOf } from '../../src/domain/photos/testing.ts'
import type {
  Photo,
  TypeInputChatPhoto,
  TypeInputFileLocation,
} from '../../src/tl/generated/base.ts'
import type { Actor, Chat, Link } from '../actor.ts'
import { CHANNELS, type Chapter } from '../row.ts'

const SHOWN = 'DOC: core.telegram.org/constructor/chatInvite'
const FILES = 'DOC: core.telegram.org/api/files'

const PICTURE = jpegOf(640, 640, 3000)

async function setPhoto(who: Actor, chat: Chat, photo: TypeInputChatPhoto): Promise<void> {
  if (chat.kind === 'group') await who.call('messages.editChatPhoto', { chatId: chat.id, photo })
  else await who.call('channels.editPhoto', { channel: await who.channel(chat), photo })
}

/** Gives the chat a photo. */
async function giveOne(who: Actor, chat: Chat): Promise<void> {
  await who.call('upload.saveFilePart', { fileId: 7n, filePart: 0, bytes: PICTURE })
  const name = { id: 7n, parts: 1, name: 'birds.jpg', md5Checksum: '' }
  await setPhoto(who, chat, { _: 'inputChatUploadedPhoto', file: { _: 'inputFile', ...name } })
}

/** The photo that a link shows. */
async function photoBehind(guest: Actor, link: Link): Promise<Photo> {
  const found = await guest.check(link)
  if (found._ !== 'chatInvite' || found.photo._ !== 'photo') throw new Error('no photo is shown')
  return found.photo
}

function fileOf(photo: Photo, thumbSize: string): TypeInputFileLocation {
  const { id, accessHash, fileReference } = photo
  return { _: 'inputPhotoFileLocation', id, accessHash, fileReference, thumbSize }
}

/** The file's bytes in hexadecimal. */
async function download(who: Actor, location: TypeInputFileLocation): Promise<string> {
  const file = await who.call('upload.getFile', { location, offset: 0n, limit: 4096 })
  return file._ === 'upload.file' ? Buffer.from(file.bytes).toString('hex') : file._
}

/** What links show of a chat's photo. */
export const photos: Chapter = {
  title: 'Photos of chats',
  intro:
    'Telegram scales a photo to several sizes; here each size is the file that was uploaded, and says so.',
  rows: [
    {
      rule: 'A link shows the photo of the chat in sizes `a` and `c`, and photoEmpty where there is none.',
      evidence: SHOWN,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const link = await owner.export(chat)
        t.expect(await guest.check(link)).toMatchObject({ photo: { _: 'photoEmpty' } })
        await giveOne(owner, chat)
        const { sizes } = await photoBehind(guest, link)
        t.expect(sizes.map(({ type }) => type)).toEqual(t.expect.arrayContaining(['a', 'c']))
      },
    },
    {
      rule: 'Whoever looks at a link may download the photo before joining.',
      evidence: FILES,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        await giveOne(owner, chat)
        const photo = await photoBehind(guest, await owner.export(chat))
        for (const { type } of photo.sizes) {
          t.expect(await download(guest, fileOf(photo, type))).toBe(PICTURE.toString('hex'))
        }
      },
    },
    {
      rule: 'What the link told one account of the photo is of no use to another.',
      evidence: 'DOC: core.telegram.org/api/peers#access-hash',
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const other = await t.person('Other')
        await giveOne(owner, chat)
        const photo = await photoBehind(guest, await owner.export(chat))
        await t.refuses(download(other, fileOf(photo, 'c')), 'LOCATION_INVALID')
        const nothing = { ...photo, fileReference: Buffer.alloc(0) }
        await t.refuses(download(guest, fileOf(nothing, 'c')), 'FILE_REFERENCE_EMPTY')
      },
    },
    {
      rule: 'Whoever follows the link sees the photo in the list of chats and downloads it as the chat’s, small and big.',
      evidence: FILES,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        await giveOne(owner, chat)
        const link = await owner.export(chat)
        await guest.join(link)
        const found = await guest.check(link)
        const shown = found._ === 'chatInviteAlready' ? found.chat : undefined
        if (shown?._ !== 'chat' && shown?._ !== 'channel') throw new Error('no chat is shown')
        if (shown.photo._ !== 'chatPhoto') throw new Error('no photo is shown')
        const { photoId } = shown.photo
        const place = { peer: await guest.peer(chat), photoId }
        for (const size of [{}, { big: true }]) {
          const location = { _: 'inputPeerPhotoFileLocation', ...place, ...size } as const
          t.expect(await download(guest, location)).toBe(PICTURE.toString('hex'))
        }
      },
    },
    {
      rule: 'A photo that was deleted is shown no more.',
      evidence: SHOWN,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const link = await owner.export(chat)
        await giveOne(owner, chat)
        await photoBehind(guest, link)
        await setPhoto(owner, chat, { _: 'inputChatPhotoEmpty' })
        t.expect(await guest.check(link)).toMatchObject({ photo: { _: 'photoEmpty' } })
      },
    },
    {
      rule: 'A new photo is noted in the admin log, with the one before.',
      evidence: 'DOC: core.telegram.org/type/ChannelAdminLogEventAction',
      kinds: CHANNELS,
      async run(t) {
        const { owner, chat } = await t.cast()
        await giveOne(owner, chat)
        t.expect((await owner.adminLog(chat))[0]).toMatchObject({
          _: 'channelAdminLogEventActionChangePhoto',
          prevPhoto: { _: 'photoEmpty' },
          newPhoto: { _: 'photo' },
        })
      },
    },
    {
      rule: 'A link of a basic group shows the photo also after the group became a supergroup.',
      evidence: 'INF',
      kinds: ['group'],
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        await giveOne(owner, chat)
        const link = await owner.export(chat)
        await owner.call('messages.migrateChat', { chatId: chat.id })
        const photo = await photoBehind(guest, link)
        t.expect(await download(guest, fileOf(photo, 'c'))).toBe(PICTURE.toString('hex'))
      },
    },
  ],
}
