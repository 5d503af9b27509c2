import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_RIGHTS, maskOf } from '../../domain/chats/rights.ts'
import { jpegOf, pngOf } from '../../domain/photos/testing.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import { markedChatId } from '../../core/chat-ids.ts'
import type { BotApiPhotoSize } from '../encode/photo.ts'
import { shapeProblems } from '../testing-shape.ts'
import { openTestDoor, type TestDoor } from '../testing.ts'

const PICTURE = jpegOf(640, 480, 9000)

let door: TestDoor

beforeAll(async () => {
  door = await openTestDoor({ limits: { photoBytes: 10_000 } })
})

afterAll(() => door.close())

async function chatOf(kind: 'group' | 'supergroup' | 'channel'): Promise<ChatRow> {
  const chat = await door.chat(kind)
  await door.stand(chat, 'admin', maskOf(ADMIN_RIGHTS, ['changeInfo']))
  return chat
}

interface Form {
  readonly fields?: Record<string, string>
  readonly file?: { readonly field: string; readonly bytes: Buffer }
  readonly token?: string
}

/** Posts a multipart form, as libraries send files. */
async function post(chat: ChatRow, { fields = {}, file, token = door.token }: Form) {
  const head = (rest: string) =>
    Buffer.from(`--B\r\nContent-Disposition: form-data; ${rest}\r\n\r\n`)
  const all = { chat_id: String(markedChatId(chat)), ...fields }
  const end = Buffer.from('\r\n')
  const parts: Buffer[] = Object.entries(all).flatMap(([name, value]) => [
    head(`name="${name}"`),
    Buffer.from(value),
    end,
  ])
  if (file) parts.push(head(`name="${file.field}"; filename="blob"`), file.bytes, end)
  return door.send({
    method: 'POST',
    url: `/bot${token}/setChatPhoto`,
    headers: { 'content-type': 'multipart/form-data; boundary=B' },
    payload: Buffer.concat([...parts, Buffer.from('--B--\r\n')]),
  })
}

function set(chat: ChatRow, bytes = PICTURE) {
  return post(chat, { file: { field: 'photo', bytes } })
}

async function full(chat: ChatRow): Promise<Record<string, unknown>> {
  const { body } = await door.call('getChat', { chat_id: markedChatId(chat) })
  expect(shapeProblems('ChatFullInfo', body.result)).toEqual([])
  return body.result as Record<string, unknown>
}

/** What the bot was told last. */
async function lastMessage(): Promise<Record<string, unknown>> {
  const { body } = await door.call('getUpdates', { offset: -1 })
  const [update] = body.result as [{ channel_post?: object; message?: object }]
  return { ...update.message, ...update.channel_post }
}

async function download(path: string, token = door.token) {
  const { statusCode, rawPayload } = await door.app.inject(`/file/bot${token}/${path}`)
  return { status: statusCode, bytes: rawPayload }
}

describe('setChatPhoto', () => {
  it.each(['group', 'supergroup', 'channel'] as const)(
    'sets the photo of a %s, which getChat shows and getFile finds',
    async (kind) => {
      const chat = await chatOf(kind)
      expect((await set(chat)).body).toEqual({ ok: true, result: true })
      const { photo } = (await full(chat)) as { photo: Record<string, string> }
      for (const size of ['small', 'big']) {
        const { body } = await door.call('getFile', { file_id: photo[`${size}_file_id`] })
        expect(shapeProblems('File', body.result)).toEqual([])
        const unique = photo[`${size}_file_unique_id`]
        expect(body.result).toMatchObject({ file_size: PICTURE.length, file_unique_id: unique })
        const { file_path } = body.result as { file_path: string }
        const { status, bytes } = await download(file_path)
        expect([status, bytes.equals(PICTURE)]).toEqual([200, true])
        expect((await download(file_path, `${door.token}x`)).status).toBe(401)
        expect((await download(file_path.replace('.jpg', '.png'))).status).toBe(404)
      }
    },
  )

  it('refuses a file without anything in it', async () => {
    const { body } = await set(await chatOf('supergroup'), Buffer.alloc(0))
    expect(body.description).toBe('Bad Request: file must be non-empty')
  })

  it('tells the bot of its own new photo, and of the end of it', async () => {
    const chat = await chatOf('channel')
    await door.call('getUpdates')
    await set(chat, pngOf(300, 200))
    const { new_chat_photo: sizes } = await lastMessage()
    expect(shapeProblems('Array of PhotoSize', sizes)).toEqual([])
    const ids = (sizes as BotApiPhotoSize[]).map((one) => one.file_id)
    expect(new Set(ids).size).toBe(3)
    const { body } = await door.call('getFile', { file_id: ids[0] })
    expect(body.result).toMatchObject({ file_path: `photos/${ids[0]}.png` })

    const gone = await door.call('deleteChatPhoto', { chat_id: markedChatId(chat) })
    expect(gone.body.result).toBe(true)
    expect((await lastMessage()).delete_chat_photo).toBe(true)
    expect(await full(chat)).not.toHaveProperty('photo')
    const again = await door.call('deleteChatPhoto', { chat_id: markedChatId(chat) })
    expect(again.body.description).toBe('Bad Request: CHAT_NOT_MODIFIED')
  })

  it('takes a file under another name by attach://', async () => {
    const chat = await chatOf('supergroup')
    const file = { field: 'f1', bytes: PICTURE }
    const { body } = await post(chat, { fields: { photo: 'attach://f1' }, file })
    expect(body.result).toBe(true)
  })

  it('says what is wrong with the photo, or with the chat', async () => {
    const chat = await chatOf('supergroup')
    const words = async (answer: Promise<{ body: Record<string, unknown> }>) =>
      (await answer).body.description
    expect(await words(post(chat, {}))).toBe('Bad Request: there is no photo in the request')
    const url = { fields: { photo: 'https://example.org/birds.jpg' } }
    expect(await words(post(chat, url))).toBe('Bad Request: photo must be uploaded as an InputFile')
    expect(await words(set(chat, Buffer.from('text')))).toBe('Bad Request: IMAGE_PROCESS_FAILED')
    expect(await words(set(chat, jpegOf(10, 10)))).toBe('Bad Request: PHOTO_CROP_SIZE_SMALL')
    expect(await words(set(chat, jpegOf(640, 640, 10_001)))).toBe('Request Entity Too Large')
    await door.stand(chat, 'member')
    expect(await words(set(chat))).toBe('Bad Request: not enough rights to change chat photo')
    const file = { field: 'photo', bytes: PICTURE }
    expect((await post(chat, { file, token: '1:x' })).status).toBe(401)
  })
})

describe('getFile', () => {
  it.each([
    ['', 'file_id not specified'],
    ['AgACAgIAAxkBAAM', 'invalid file_id'],
    [Buffer.alloc(17).toString('base64url'), 'invalid file_id'],
    [
      'AQADAgAD_sMxGzTD8UoACAIAAz67270W____djcjKbxOVuQvBA',
      'wrong file_id or the file is temporarily unavailable',
    ],
  ])('refuses the file id "%s"', async (file_id, text) => {
    const { body } = await door.call('getFile', { file_id })
    expect(body.description).toBe(`Bad Request: ${text}`)
  })

  it('finds a file for the bot alone that was given its id', async () => {
    const chat = await chatOf('supergroup')
    await door.call('getUpdates')
    await set(chat)
    const { photo } = (await full(chat)) as { photo: Record<string, string> }
    const { new_chat_photo: sizes } = await lastMessage()
    const other = await door.world.createBot({ username: 'other_photo_bot', name: 'Other' })
    for (const file_id of [photo.small_file_id, (sizes as BotApiPhotoSize[])[0]?.file_id]) {
      const mine = (await door.call('getFile', { file_id })).body
      const { file_path } = mine.result as { file_path: string }
      const theirs = await door.send({
        method: 'POST',
        url: `/bot${other.token}/getFile`,
        payload: { file_id },
      })
      expect(theirs.body.description).toBe(
        'Bad Request: wrong file_id or the file is temporarily unavailable',
      )
      expect((await download(file_path, other.token)).status).toBe(404)
    }
  })

  it.each(['', 'photos/', 'photos/x.jpg', '../secrets', 'photos/%2e%2e/x.jpg'])(
    'has nothing at %s',
    async (path) => {
      expect((await download(path)).status).toBe(404)
    },
  )
})
