import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  parseClientDhInnerData,
  parseHandshakeRequest,
  parsePqInnerData,
  WireError,
  writeResPq,
  writeServerDhInnerData,
} from './wire.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')
const NONCE = hex('3e0549828cca27e966b301a48fece2fc')
const SERVER_NONCE = hex('a5cf4d33f4a11ea877ba4aa573907330')

// All bytes here are of the older example in https://core.telegram.org/mtproto/samples-auth_key.
describe('the objects of the key exchange', () => {
  it('writes resPQ as Telegram does', () => {
    const written = writeResPq({
      nonce: NONCE,
      serverNonce: SERVER_NONCE,
      pq: hex('17ed48941a08f981'),
      fingerprint: BigInt.asIntN(64, 0xc3b42b026ce86b21n),
    })
    expect(written).toEqual(
      hex(`632416053e0549828cca27e966b301a48fece2fca5cf4d33f4a11ea877ba4aa573907330
        0817ed48941a08f98100000015c4b51c01000000216be86c022bb4c3`),
    )
  })

  it('reads req_pq', () => {
    expect(parseHandshakeRequest(hex(`78974660 ${NONCE.toString('hex')}`))).toEqual({
      _: 'reqPq',
      nonce: NONCE,
    })
  })

  it('reads p_q_inner_data', () => {
    const newNonce = hex('311c85db234aa2640afc4a76a735cf5b1f0fd68bd17fa181e1229ad867cc024d')
    const data = hex(`ec5ac983 0817ed48941a08f981000000 04494c553b000000 0453911073000000
      ${NONCE.toString('hex')} ${SERVER_NONCE.toString('hex')} ${newNonce.toString('hex')}`)
    expect(parsePqInnerData(data)).toEqual({
      pq: hex('17ed48941a08f981'),
      p: hex('494c553b'),
      q: hex('53911073'),
      nonce: NONCE,
      serverNonce: SERVER_NONCE,
      newNonce,
      dc: undefined,
      expiresIn: undefined,
    })
  })

  it('writes server_DH_inner_data with long strings', () => {
    const value = Buffer.alloc(256, 0xc7)
    const written = writeServerDhInnerData({
      nonce: NONCE,
      serverNonce: SERVER_NONCE,
      g: 2,
      dhPrime: value,
      gA: value,
      serverTime: 1_373_993_675,
    })
    expect(written.subarray(0, 44)).toEqual(
      Buffer.concat([hex('ba0d89b5'), NONCE, SERVER_NONCE, hex('02000000fe000100')]),
    )
    expect(written.subarray(-4)).toEqual(hex('cb7ae551'))
    expect(written).toHaveLength(564)
  })

  it.each([
    ['nothing', ''],
    ['half an id', '7897'],
    ['another object', 'ec77be7a0000000000000000'],
    ['a string beyond the end', `bee412d7${'00'.repeat(32)}ff`],
    ['a string of impossible length', `bee412d7${'00'.repeat(32)}ff000000${'00'.repeat(80)}`],
    ['a string that ends within its padding', `bee412d7${'00'.repeat(32)}0411`],
  ])('refuses %s', (_what, text) => {
    expect(() => parseHandshakeRequest(hex(text))).toThrow(WireError)
  })

  it('reads any bytes or refuses them', () => {
    const ids = ['be7e8ef1', 'd712e4be', 'f5045f1f', '83c95aec', '56fddf88', '6643b654']
    const bytes = fc
      .tuple(fc.constantFrom(...ids), fc.uint8Array({ maxLength: 200 }))
      .map(([id, rest]) => Buffer.concat([hex(id).reverse(), rest]))
    const readers = [parseHandshakeRequest, parsePqInnerData, parseClientDhInnerData]
    fc.assert(
      fc.property(bytes, fc.constantFrom(...readers), (body, read) => {
        try {
          read(body)
        } catch (error) {
          expect(error).toBeInstanceOf(WireError)
        }
      }),
    )
  })
})
