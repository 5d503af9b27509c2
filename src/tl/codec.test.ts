import { randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { deflateSync, gzipSync } from 'node:zlib'

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { decodeObject, decodeRequest, decodeResult, encodeObject, encodeResult } from './api.ts'
import { ExactCodec } from './conformance/exact-codec.ts'
import { RandomObjects, seeded } from './conformance/random-object.ts'
import { TlDecodeError } from './errors.ts'
import { linesOf, NEWEST_LAYER, newestLines, storedLayers } from './layers.ts'
import { decodeMt } from './mtproto.ts'
import { parseType } from './schema.ts'
import { TlWriter } from './writer.ts'

const newest = newestLines()
const objects = new RandomObjects(newest)
const constructors = [...newest.constructors.keys()]
const methods = [...newest.methods.keys()]

/** Runs `check` with random seeds; a failure names the seed. */
function forSeeds(runs: number, check: (seed: number) => void): void {
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 31 }), check), { numRuns: runs })
}

describe('the newest layer', () => {
  test('reads every constructor as it was written', () => {
    forSeeds(3, (seed) => {
      for (const name of constructors) {
        const object = objects.make(name, seeded(seed))
        const read = decodeObject(encodeObject(object, NEWEST_LAYER))
        if (!isDeepStrictEqual(read, object)) expect(read).toEqual(object)
      }
    })
  })

  test('reads every call as it was written', () => {
    forSeeds(3, (seed) => {
      for (const name of methods) {
        const call = objects.make(name, seeded(seed))
        const read = decodeRequest(encodeObject(call, NEWEST_LAYER))
        if (!isDeepStrictEqual(read, call)) expect(read).toEqual(call)
      }
    })
  })

  test('reads every result as it was written', () => {
    forSeeds(2, (seed) => {
      for (const { name, type } of newest.methods.values()) {
        if (type === 'X') continue
        const result = objects.value(parseType(type), seeded(seed))
        const read = decodeResult(name, encodeResult(name, result, NEWEST_LAYER), NEWEST_LAYER)
        if (!isDeepStrictEqual(read, result)) expect(read).toEqual(result)
      }
    })
  })
})

/** What must reach every client: it may lose fields in an old layer, never fail. */
const ALWAYS_WRITABLE = [
  'chat chatForbidden channel channelForbidden chatEmpty user userEmpty peerUser peerChat peerChannel',
  'chatFull channelFull userFull chatParticipants chatParticipant chatParticipantAdmin',
  'chatInvite chatInviteAlready chatInvitePeek chatInviteExported chatInvitePublicJoinRequests',
  'chatInviteImporter chatAdminWithInvites messages.exportedChatInvites messages.exportedChatInvite',
  'messages.exportedChatInviteReplaced messages.chatInviteImporters messages.chatAdminsWithInvites',
  'message messageService messageEmpty messages.messages messages.messagesSlice',
  'messages.channelMessages messages.chats messages.dialogs messages.peerDialogs',
  'channelParticipant channelParticipantSelf channelParticipantAdmin channelParticipantCreator',
  'channelParticipantBanned channels.channelParticipants channels.channelParticipant',
  'channels.adminLogResults exportedChatlistInvite chatlists.exportedInvites',
  'chatlists.exportedChatlistInvite chatlists.chatlistInvite chatlists.chatlistInviteAlready',
  'updates updatesCombined updatesTooLong updates.difference updates.differenceSlice updates.state',
  'updates.differenceEmpty updates.channelDifference updates.channelDifferenceEmpty updateNewMessage',
  'updateNewChannelMessage updateChatParticipant updateChannelParticipant updateChannel updateChat',
  'updateBotChatInviteRequester updatePendingJoinRequests updateChatParticipants updateBotStopped',
  'config nearestDc auth.authorization auth.authorizationSignUpRequired account.password',
  'auth.loggedOut help.termsOfServiceUpdateEmpty contacts.resolvedPeer contacts.contacts',
  'dialogFilter dialogFilterChatlist dialogFilterDefault',
].flatMap((row) => row.split(' '))

describe.each(storedLayers().filter((layer) => layer !== NEWEST_LAYER))('layer %i', (layer) => {
  const own = linesOf(layer)

  test('reads what is written for it, or the writer says that the layer lacks it', () => {
    // A sixth of all constructors for each layer, another sixth for its neighbour.
    const names = constructors.filter((name, index) => (index + layer) % 6 === 0)
    for (const name of names) {
      const object = objects.make(name, seeded(layer))
      let bytes: Buffer
      try {
        bytes = encodeObject(object, layer)
      } catch (error) {
        expect(error).toMatchObject({ name: 'TlEncodeError', layerLacksIt: true })
        continue
      }
      decodeObject(bytes, layer)
    }
  })

  test('can be told everything about chats, members, links and messages', () => {
    for (const name of ALWAYS_WRITABLE) {
      decodeObject(encodeObject(objects.make(name, seeded(layer)), layer), layer)
    }
  })

  test('sends calls that are understood in the newest shape', () => {
    const client = new ExactCodec(own)
    const calls = new RandomObjects(own)
    for (const line of own.methods.values()) {
      const changed = newest.methods.get(line.name)?.text !== line.text
      if (!changed && line.id % 8 !== layer % 8) continue
      const call = decodeRequest(client.encode(calls.make(line.name, seeded(layer))))
      if (newest.methods.has(call._) && !NOT_UPGRADED.has(call._)) encodeObject(call, NEWEST_LAYER)
    }
  })
})

/** Calls of old layers whose contents are left as they were: nothing here serves gifts or mini apps. */
const NOT_UPGRADED = new Set([
  'bots.requestWebViewButton',
  'payments.convertStarGift',
  'payments.launchPrepaidGiveaway',
  'payments.saveStarGift',
  'payments.transferStarGift',
  'payments.updateStarGiftPrice',
  'payments.upgradeStarGift',
])

describe('bytes of a stranger', () => {
  const readers: readonly ((bytes: Buffer) => unknown)[] = [
    decodeRequest,
    (bytes) => decodeObject(bytes),
    (bytes) => decodeObject(bytes, 160),
    (bytes) => decodeMt(bytes),
    (bytes) => decodeResult('messages.getExportedChatInvites', bytes, 200),
  ]

  /** Every reader returns or throws TlDecodeError. */
  function survive(bytes: Buffer): void {
    for (const read of readers) {
      try {
        read(bytes)
      } catch (error) {
        if (!(error instanceof TlDecodeError)) throw error
      }
    }
  }

  test('do no harm when they are random', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        survive(Buffer.from(bytes))
      }),
      { numRuns: 500 },
    )
  })

  test('do no harm when they are a call that was damaged', () => {
    forSeeds(1500, (seed) => {
      const random = seeded(seed)
      const name = methods[Math.floor(random() * methods.length)] ?? 'help.getConfig'
      const bytes = encodeObject(objects.make(name, random), NEWEST_LAYER)
      const changes = 1 + Math.floor(random() * 4)
      for (let i = 0; i < changes; i++) {
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
      }
      survive(random() < 0.5 ? bytes : bytes.subarray(0, Math.floor(random() * bytes.length)))
    })
  })

  test('do no harm when their words are ids of the schema', () => {
    const ids = [...newest.constructors.values(), ...newest.methods.values()].map((line) => line.id)
    forSeeds(1500, (seed) => {
      const random = seeded(seed)
      const words = Array.from({ length: 24 }, () =>
        random() < 0.7 ? (ids[Math.floor(random() * ids.length)] ?? 0) : Math.floor(random() * 4),
      )
      survive(Buffer.from(new Uint32Array(words).buffer))
    })
  })

  test.each([
    ['a vector of two thousand million items', '6c1a5bd515c4b51cffffff7f'],
    ['wrappers without end', '0d0d9bda01000000'.repeat(5000)],
    ['after-wrappers without end', '2d379fcb0000000000000000'.repeat(5000)],
  ])('are refused when they are %s', (_name, hex) => {
    expect(() => decodeRequest(Buffer.from(hex, 'hex'))).toThrow(TlDecodeError)
  })

  test('are refused when they hold more items than any client sends', () => {
    const writer = new TlWriter()
    writer.int(0x0d91a548) // users.getUsers
    writer.vectorHead(true, 300_000)
    writer.raw(Buffer.alloc(1_200_000))
    expect(() => decodeRequest(writer.finish())).toThrow(
      expect.objectContaining({ kind: 'limit' }) as Error,
    )
  })
})

describe('a packed call', () => {
  const call = { _: 'messages.checkChatInvite', hash: 'AbCdEfGhIjKlMnOp' }

  function pack(content: Uint8Array, compress: (content: Uint8Array) => Buffer = gzipSync): Buffer {
    const writer = new TlWriter()
    writer.int(0x3072cfa1)
    writer.bytes(compress(content))
    return writer.finish()
  }

  /** Shrinks to about half, so that only the total can be too much. */
  function hexNoise(length: number): Buffer {
    return Buffer.from(randomBytes(length / 2).toString('hex'))
  }

  function fastest(content: Uint8Array): Buffer {
    return gzipSync(content, { level: 1 })
  }

  function inWrapper(content: Buffer): Buffer {
    return Buffer.concat([Buffer.from('0d0d9bdae5000000', 'hex'), content])
  }

  test('is unpacked, also inside a wrapper', () => {
    const packed = pack(encodeObject(call, NEWEST_LAYER))
    expect(decodeRequest(packed)).toEqual(call)
    expect(decodeRequest(inWrapper(packed))).toMatchObject({ layer: 229, query: call })
  })

  test('is unpacked with the header of zlib too, which is how TDLib packs', () => {
    const packed = pack(encodeObject(call, NEWEST_LAYER), deflateSync)
    expect(decodeRequest(inWrapper(packed))).toMatchObject({ layer: 229, query: call })
  })

  test.each([
    ['limit', 'of more than 16 MiB', pack(hexNoise(17 * 1024 * 1024), fastest)],
    ['limit', 'that grows a thousandfold', pack(Buffer.alloc(1024 * 1024))],
    [
      'malformed',
      'with bytes after the call',
      pack(Buffer.alloc(1024, encodeObject(call, NEWEST_LAYER))),
    ],
    ['malformed', 'that is no gzip', Buffer.from('a1cf723003010203', 'hex')],
  ])('is refused as %s: one %s', (kind, _name, bytes) => {
    expect(() => decodeRequest(inWrapper(bytes))).toThrow(
      expect.objectContaining({ kind }) as Error,
    )
  })
})

describe('the writer of objects', () => {
  test.each([
    ['a name that no layer has', { _: 'chatInviteExportedd' }],
    ['a constructor of another type', { _: 'messageService', peerId: { _: 'inputPeerSelf' } }],
    ['an array for an object', { _: 'messageService', peerId: [] }],
    ['an object for an array', { _: 'updates', updates: {} }],
  ])('refuses %s in every layer', (_name, object) => {
    for (const layer of [158, NEWEST_LAYER]) {
      expect(() => encodeObject(object, layer)).toThrow(
        expect.objectContaining({ name: 'TlEncodeError', layerLacksIt: false }) as Error,
      )
    }
  })

  test('names the constructor that an old layer lacks', () => {
    expect(() => encodeObject({ _: 'starsAmount' }, 158)).toThrow('starsAmount')
  })
})
