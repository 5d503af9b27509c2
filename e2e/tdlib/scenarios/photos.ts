import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { chatPhoto, chatPhotoInfo, file } from 'tdlib-types'
import { jpegOf } from '../../../src/domain/photos/testing.ts'
import { outcome, type TdlibClient } from '../client.ts'
import type { Scenario } from '../stage.ts'
import { eventsOf } from './cast.ts'

/** What came of a photo in one chat. */
export interface ShownPhoto {
  readonly kind: string
  readonly set: string
  /**
   * Whether the bytes that somebody downloaded are those that were uploaded: a member from the list of
   * chats, small and big, and from the chat's own page; a stranger who looked at a link.
   */
  readonly small: boolean
  readonly big: boolean
  readonly full: boolean
  readonly stranger: boolean
  readonly sizes: readonly string[]
  readonly message: string
  readonly deleted: string
  readonly deletedMessage: string
  /** What the stranger is shown then. */
  readonly strangerAfter: boolean
}

/** What came of all photos. */
export interface Photos {
  readonly shown: readonly ShownPhoto[]
  /** A photo of several megabytes, in several parts. */
  readonly large: boolean
  readonly noPicture: string
  readonly tooSmall: string
  readonly events: readonly string[]
  /** What a bot sets. */
  readonly byBot: string
}

const PICTURE = jpegOf(640, 640, 20_000)
const LARGE = jpegOf(2560, 2560, 3_000_000)

/** Whether a file, downloaded in full, holds these bytes. */
async function holds(client: TdlibClient, { id }: file, bytes: Buffer): Promise<boolean> {
  const { local } = await client.invoke({
    _: 'downloadFile',
    file_id: id,
    priority: 1,
    synchronous: true,
  })
  return local.is_downloading_completed && readFileSync(local.path).equals(bytes)
}

function setPhoto(client: TdlibClient, chat_id: number, path: string): Promise<string> {
  const photo = { _: 'inputFileLocal', path } as const
  return outcome(
    client.invoke({ _: 'setChatPhoto', chat_id, photo: { _: 'inputChatPhotoStatic', photo } }),
  )
}

function deletePhoto(client: TdlibClient, chat_id: number): Promise<string> {
  return outcome(client.invoke({ _: 'setChatPhoto', chat_id }))
}

/** The photo on a chat's own page. */
async function fullPhoto(client: TdlibClient, chat_id: number): Promise<chatPhoto | undefined> {
  const { type } = await client.invoke({ _: 'getChat', chat_id })
  if (type._ === 'chatTypeBasicGroup') {
    const { basic_group_id } = type
    return (await client.invoke({ _: 'getBasicGroupFullInfo', basic_group_id })).photo
  }
  if (type._ !== 'chatTypeSupergroup') throw new Error(`${chat_id} is a ${type._}`)
  const { supergroup_id } = type
  // What it knows may be older than the photo; then it asks for it and tells of it.
  await client.invoke({ _: 'getSupergroupFullInfo', supergroup_id })
  const { supergroup_full_info } = await client.seen(
    'updateSupergroupFullInfo',
    (update) =>
      update.supergroup_id === supergroup_id && update.supergroup_full_info.photo !== undefined,
  )
  return supergroup_full_info.photo
}

/** The photo that a new link shows to a stranger; of one that it knows TDLib doesn't ask again. */
async function strangersPhoto(
  owner: TdlibClient,
  stranger: TdlibClient,
  chat_id: number,
): Promise<chatPhotoInfo | undefined> {
  const { invite_link } = await owner.invoke({ _: 'createChatInviteLink', chat_id })
  return (await stranger.invoke({ _: 'checkChatInviteLink', invite_link })).photo
}

async function lastMessage(client: TdlibClient, chat_id: number): Promise<string> {
  const { messages } = await client.invoke({
    _: 'getChatHistory',
    chat_id,
    from_message_id: 0,
    limit: 1,
  })
  return messages[0]?.content._ ?? 'none'
}

interface Group {
  readonly kind: string
  readonly botApiChatId: number
}

interface People {
  readonly owner: TdlibClient
  readonly member: TdlibClient
  readonly stranger: TdlibClient
}

async function show(
  { owner, member, stranger }: People,
  { kind, botApiChatId: chat_id }: Group,
  path: string,
): Promise<ShownPhoto> {
  const set = await setPhoto(owner, chat_id, path)
  const { photo } = await member.seen(
    'updateChatPhoto',
    (update) => update.chat_id === chat_id && update.photo !== undefined,
  )
  if (photo === undefined) throw new Error('no photo')
  const own = await fullPhoto(member, chat_id)
  const largest = own?.sizes.at(-1)
  const shownToStranger = await strangersPhoto(owner, stranger, chat_id)
  const seen = {
    kind,
    set,
    small: await holds(member, photo.small, PICTURE),
    big: await holds(member, photo.big, PICTURE),
    full: largest !== undefined && (await holds(member, largest.photo, PICTURE)),
    stranger:
      shownToStranger !== undefined && (await holds(stranger, shownToStranger.big, PICTURE)),
    sizes: own?.sizes.map(({ type, width, height }) => `${type} ${width}x${height}`) ?? [],
    message: await lastMessage(member, chat_id),
  }
  const deleted = await deletePhoto(owner, chat_id)
  await member.seen(
    'updateChatPhoto',
    (update) => update.chat_id === chat_id && update.photo === undefined,
  )
  const deletedMessage = await lastMessage(member, chat_id)
  const strangerAfter = (await strangersPhoto(owner, stranger, chat_id)) !== undefined
  return { ...seen, deleted, deletedMessage, strangerAfter }
}

/** An owner gives chats photos and takes them away; a member and a stranger with a link see and download them. */
export const photos: Scenario<Photos> = {
  async play({ world, user, bot }) {
    const directory = mkdtempSync(join(tmpdir(), 'localgram-photos-'))
    const fileOf = (name: string, bytes: Buffer): string => {
      const path = join(directory, name)
      writeFileSync(path, bytes)
      return path
    }
    try {
      const [owner, member, stranger, robot] = await Promise.all([
        user(world.owner.phone),
        user(world.member.phone),
        user(world.stranger.phone),
        bot(world.bot.token),
      ])
      for (const one of [owner, member]) await one.invoke({ _: 'loadChats', limit: 20 })
      const people = { owner, member, stranger }
      const path = fileOf('birds.jpg', PICTURE)
      const shown: ShownPhoto[] = []
      for (const one of [world.group, world.supergroup, world.channel]) {
        shown.push(await show(people, one, path))
      }
      const chat_id = world.channel.botApiChatId
      await setPhoto(owner, chat_id, fileOf('large.jpg', LARGE))
      const large = await strangersPhoto(owner, stranger, chat_id)
      const noPicture = await setPhoto(owner, chat_id, fileOf('text.jpg', Buffer.from('text')))
      const small = fileOf('small.jpg', jpegOf(100, 100))
      const tooSmall = await setPhoto(owner, chat_id, small)
      await robot.invoke({ _: 'getChat', chat_id })
      return {
        shown,
        large: large !== undefined && (await holds(stranger, large.big, LARGE)),
        noPicture,
        tooSmall,
        byBot: await setPhoto(robot, chat_id, path),
        events: await eventsOf(owner, chat_id, { info_changes: true }),
      }
    } finally {
      rmSync(directory, { recursive: true })
    }
  },
}
