import { describe, expect, test } from 'vitest'

import {
  decodeObject,
  decodeRequest,
  decodeResult,
  encodeObject,
  encodeResult,
  methodIds,
} from './api.ts'

/** messages.exportChatInvite#a455de90 with the given flags and what follows them. */
function exportCall(flags: string, rest: string): Buffer {
  return Buffer.from(`90de55a4${flags}b95ca9352a00000000000000${rest}`, 'hex')
}

const peer = { _: 'inputPeerChat', chatId: 42 }

describe('messages.exportChatInvite on the wire', () => {
  test('keeps the difference between absent and zero', () => {
    const zeros = '00000000'.repeat(2) + '00000000' + '586d4105' + '00000000'.repeat(3)
    expect(decodeRequest(exportCall('33000000', zeros))).toStrictEqual({
      _: 'messages.exportChatInvite',
      peer,
      expireDate: 0,
      usageLimit: 0,
      title: '',
      subscriptionPricing: { _: 'starsSubscriptionPricing', period: 0, amount: 0n },
    })
    expect(decodeRequest(exportCall('00000000', ''))).toStrictEqual({
      _: 'messages.exportChatInvite',
      peer,
    })
  })

  test('is written with the bits of what is there', () => {
    const call = {
      _: 'messages.exportChatInvite',
      legacyRevokePermanent: true,
      requestNeeded: true,
      peer,
      expireDate: 43,
      usageLimit: 43,
      title: 'abc',
    }
    const bytes = exportCall('1f000000', '2b0000002b00000003616263')
    expect(encodeObject(call, 229)).toEqual(bytes)
    expect(decodeRequest(bytes)).toStrictEqual(call)
  })

  test('has the flags of a field without a value cleared', () => {
    const call = { _: 'messages.exportChatInvite', peer, requestNeeded: false, title: undefined }
    expect(encodeObject(call, 229)).toEqual(exportCall('00000000', ''))
  })

  test('is found in its wrappers', () => {
    const query = decodeRequest(exportCall('00000000', ''))
    const init = { apiId: 1, deviceModel: 'd', systemVersion: 's', appVersion: 'a' }
    const lang = { systemLangCode: 'en', langPack: '', langCode: 'en' }
    const call = {
      _: 'invokeWithLayer',
      layer: 198,
      query: { _: 'initConnection', ...init, ...lang, query },
    }
    expect(decodeRequest(encodeObject(call, 198))).toStrictEqual(call)
  })
})

describe('fields that share a bit', () => {
  const call = {
    _: 'messages.getExportedChatInvites',
    peer,
    adminId: { _: 'inputUserSelf' },
    limit: 10,
  }

  test('stand together: the missing one is zero', () => {
    const half = { ...call, offsetLink: 'x' }
    expect(decodeObject(encodeObject(half, 229))).toStrictEqual({ ...half, offsetDate: 0 })
    expect(decodeObject(encodeObject(call, 229))).toStrictEqual(call)
  })
})

describe('a request', () => {
  test.each([
    ['unknown-function', 'of an unknown id', '01020304', 0x04030201],
    ['unknown-function', 'that is an object and no call', 'b95ca9352a00000000000000', 0x35a95cb9],
    ['unknown-constructor', 'with an unknown object in it', '90de55a40000000001020304', 0x04030201],
    ['malformed', 'with an object of another type in it', '90de55a4000000003fb1c1f7', undefined],
    ['malformed', 'with bytes after the end', '6b18f9c400000000', undefined],
    ['truncated', 'that ends too early', '90de55a4', undefined],
    ['truncated', 'of no bytes', '', undefined],
  ])('is refused as %s: one %s', (kind, _name, hex, constructorId) => {
    expect(() => decodeRequest(Buffer.from(hex, 'hex'))).toThrow(
      expect.objectContaining({
        name: 'TlDecodeError',
        kind,
        ...(constructorId === undefined ? {} : { constructorId }),
      }) as Error,
    )
  })

  test('can stand within other bytes', () => {
    const bytes = exportCall('00000000', '')
    const around = Buffer.concat([Buffer.alloc(3, 1), bytes, Buffer.alloc(3, 2)])
    expect(decodeRequest(around.subarray(3, 3 + bytes.length))).toStrictEqual(decodeRequest(bytes))
  })

  test('holds no memory of the bytes it was read from', () => {
    const part = { _: 'upload.saveFilePart', bytes: Buffer.from('abc') }
    const bytes = encodeObject(part, 229)
    const call = decodeRequest(bytes)
    bytes.fill(0)
    expect(call).toMatchObject({ bytes: Buffer.from('abc') })
  })
})

describe('a result', () => {
  test.each([
    ['a Bool', 'messages.deleteExportedChatInvite', true, 'b5757299'],
    ['a vector of objects', 'users.getUsers', [], '15c4b51c00000000'],
    ['a vector of numbers', 'contacts.getContactIDs', [1, 2], '15c4b51c020000000100000002000000'],
    ['an object', 'messages.exportChatInvite', { _: 'chatInvitePublicJoinRequests' }, 'b77a10ed'],
    ['whatever a wrapped call returns', 'invokeWithLayer', { _: 'null' }, 'cc0b7356'],
  ])('is written by its method: %s', (_name, method, value, hex) => {
    expect(encodeResult(method, value, 229).toString('hex')).toBe(hex)
    expect(decodeResult(method, Buffer.from(hex, 'hex'), 229)).toStrictEqual(value)
  })

  test('of a newer method can be written in an old layer that has its type', () => {
    const bytes = encodeResult('messages.editChatCreator', { _: 'updatesTooLong' }, 158)
    expect(decodeObject(bytes, 158)).toEqual({ _: 'updatesTooLong' })
  })

  test('of no method is refused', () => {
    expect(() => encodeResult('messages.exportNothing', true, 229)).toThrow('exportNothing')
    expect(() => decodeResult('messages.exportNothing', Buffer.alloc(4), 229)).toThrow(RangeError)
  })

  test('of the wrong kind is refused, naming its method', () => {
    expect(() => encodeResult('messages.deleteExportedChatInvite', 1, 229)).toThrow(
      /^messages.deleteExportedChatInvite: /,
    )
  })
})

test('an object is read only by a layer that has it', () => {
  const amount = { _: 'starsAmount', amount: 1n, nanos: 0 }
  const bytes = encodeObject(amount, 229)
  expect(decodeObject(bytes, 195)).toMatchObject({ amount: 1n })
  expect(() => decodeObject(bytes, 193)).toThrow('unknown constructor bbb6b4a3')
})

test('every method of the newest layer has its id', () => {
  expect(methodIds().get('messages.exportChatInvite')).toBe(0xa455de90)
  expect(methodIds().size).toBeGreaterThan(800)
})
