import { describe, expect, it } from 'vitest'
import { fileIdOf, fileUniqueIdOf, nameOfFileId } from './file-id.ts'

/** Ids that Telegram gave for chats' photos, as people published them with the answer of getChat. */
const SEEN = [
  {
    chatId: -1_001_837_053_122,
    small: ['AQADAgAD_sMxGzTD8UoACAIAAz67270W____djcjKbxOVuQvBA', 'AQAD_sMxGzTD8UoAAQ'],
    big: ['AQADAgAD_sMxGzTD8UoACAMAAz67270W____djcjKbxOVuQvBA', 'AQAD_sMxGzTD8UoB'],
    subVersion: 47,
  },
  {
    chatId: 1_713_866_119,
    small: ['AQADAQADdrExG5aYSUUACAIAA4eFJ2YABES8BJOCNwVJNgQ', 'AQADdrExG5aYSUUAAQ'],
    big: ['AQADAQADdrExG5aYSUUACAMAA4eFJ2YABES8BJOCNwVJNgQ', 'AQADdrExG5aYSUUB'],
    subVersion: 54,
  },
] as const

describe.each(SEEN)('the photo of chat $chatId', (seen) => {
  it.each(['small', 'big'] as const)('is read from its %s id', (size) => {
    const [fileId, uniqueId] = seen[size]
    const name = nameOfFileId(fileId)
    expect(name).toMatchObject({ kind: 'chatPhoto', big: size === 'big', chatId: seen.chatId })
    expect(name && fileUniqueIdOf(name)).toBe(uniqueId)
  })
})

it('is written byte for byte as Telegram does but for the version of TDLib', () => {
  const [fileId] = SEEN[0].small
  const name = nameOfFileId(fileId)
  const accessHashes = { of: () => BigInt.asIntN(64, 0xe4_56_4e_bc_29_23_37_76n) }
  const ours = Buffer.from((name && fileIdOf({ accessHashes }, 1, name)) ?? '', 'base64url')
  expect([...ours.subarray(-2)]).toEqual([59, 4])
  ours[ours.length - 2] = SEEN[0].subVersion
  expect(ours.toString('base64url')).toBe(fileId)
})

it('comes back from ids of every kind', () => {
  const accessHashes = { of: (id: number) => BigInt(id) << 40n }
  for (const photoId of [1n, 2n ** 42n, 2n ** 53n - 1n]) {
    for (const size of ['a', 'b', 'c'] as const) {
      const name = { kind: 'photo', photoId, size } as const
      expect(nameOfFileId(fileIdOf({ accessHashes }, 7, name))).toEqual(name)
    }
    for (const chatId of [-5, -1_000_000_000_005]) {
      const name = { kind: 'chatPhoto', photoId, big: true, chatId } as const
      expect(nameOfFileId(fileIdOf({ accessHashes }, 7, name))).toEqual(name)
    }
  }
})

it.each(['', 'AA', 'BA', 'OwQ', 'AgACAgIAAxkBAAM', 'AQADAgAD_sMxGzTD8UoACAIAAz4vBA', '~'])(
  'finds nothing in %j',
  (text) => {
    expect(nameOfFileId(text)).toBeUndefined()
  },
)
