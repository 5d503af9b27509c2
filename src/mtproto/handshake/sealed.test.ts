import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../core/random.ts'
import { deriveTmpAesKeyIv, newNonceHash, seal, unseal } from './sealed.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')
const NEW_NONCE = hex('311c85db234aa2640afc4a76a735cf5b1f0fd68bd17fa181e1229ad867cc024d')
const SERVER_NONCE = hex('a5cf4d33f4a11ea877ba4aa573907330')

// Values of the older example in https://core.telegram.org/mtproto/samples-auth_key.
const SERVER_ANSWER = hex(`
  28a92fe20173b347a8bb324b5fab2667c9a8bbce6468d5b509a4cbddc186240ac912cf7006af8926de606a2e74c0493c
  aa57741e6c82451f54d3e068f5ccc49b4444124b9666ffb405aab564a3d01e67f6e912867c8d20d9882707dc330b17b4
  e0dd57cb53bfaafa9ef5be76ae6c1b9b6c51e2d6502a47c883095c46c81e3be25f62427b585488bb3bf239213bf48eb8
  fe34c9a026cc8413934043974db03556633038392cecb51f94824e140b98637730a4be79a8f9dafa39bae81e1095849e
  a4c83467c92a3a17d997817c8a7ac61c3ff414da37b7d66e949c0aec858f048224210fcc61f11c3a910b431ccbd104cc
  cc8dc6d29d4a5d133be639a4c32bbff153e63aca3ac52f2e4709b8ae01844b142c1ee89d075d64f69a399feb04e656fe
  3675a6f8f412078f3d0b58da15311c1a9f8e53b3cd6bb5572c294904b726d0be337e2e21977da26dd6e33270251c2ca2
  9dfcc70227f0755f84cfda9ac4b8dd5f84f1d1eb36ba45cddc70444d8c213e4bd8f63b8ab95a2d0b4180dc91283dc063
  acfb92d6a4e407cde7c8c69689f77a007441d4a6a8384b666502d9b77fc68b5b43cc607e60a146223e110fcb43bc3c94
  2ef981930cdc4a1d310c0b64d5e55d308d863251ab90502c3e46cc599e886a927cda963b9eb16ce62603b68529ee98f9
  f5206419e03fb458ec4bd9454aa8f6ba777573cc54b328895b1df25ead9fb4cd5198ee022b2b81f388d281d5e5bc5801
  07ca01a50665c32b552715f335fd76264fad00ddd5ae45b94832ac79ce7c511d194bc42b70efa850bb15c2012c5215ca
  bfe97ce66b8d8734d0ee759a638af013`)
const SERVER_INNER = hex(`
  ba0d89b53e0549828cca27e966b301a48fece2fca5cf4d33f4a11ea877ba4aa57390733002000000fe000100c71caeb9
  c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f48198a0aa7c14058229493d22530f4dbfa336f6e
  0ac925139543aed44cce7c3720fd51f69458705ac68cd4fe6b6b13abdc9746512969328454f18faf8c595f642477fe96
  bb2a941d5bcd1d4ac8cc49880708fa9b378e3c4f3a9060bee67cf9a4a4a695811051907e162753b56b0f6b410dba74d8
  a84b2a14b3144e0ef1284754fd17ed950d5965b4b9dd46582db1178d169c6bc465b0d6ff9ca3928fef5b9ae4e418fc15
  e83ebea0f87fa9ff5eed70050ded2849f47bf959d956850ce929851f0d8115f635b105ee2e4e15d04b2454bf6f4fadf0
  34b10403119cd8e3b92fcc5bfe000100262aaba621cc4df587dc94cf8252258c0b9337dfb47545a49cdd5c9b8eae7236
  c6cadc40b24e88590f1cc2cc762ebf1cf11dcc0b393caad6cee4ee5848001c73acbb1d127e4cb93072aa3d1c8151b6fb
  6aa6124b7cd782eaf981bdcfce9d7a00e423bd9d194e8af78ef6501f415522e44522281c79d906ddb79c72e9c63d83fb
  2a940ff779dfb5f2fd786fb4ad71c9f08cf48758e534e9815f634f1e3a80a5e1c2af210c5ab762755ad4b2126dfa61a7
  7fa9da967d65dfd0afb5cdf26c4d4e1a88b180f4e0d0b45ba1484f95cb2712b50bf3f5968d9d55c99c0fb9fb67bff56d
  7d4481b634514fba3488c4cda2fc0659990e8e868b28632875a9aa703bcdce8fcb7ae551`)

describe('the Diffie-Hellman values on their way', () => {
  const tmpAes = deriveTmpAesKeyIv(NEW_NONCE, SERVER_NONCE)

  it("are encrypted with the documentation's key and iv", () => {
    expect(tmpAes.key).toEqual(
      hex('f011280887c7bb01df0fc4e17830e0b91fbb8be4b2267cb985ae25f33b527253'),
    )
    expect(tmpAes.iv).toEqual(
      hex('3212d579ee35452ed23e0d0c92841aa7d31b2e9bdef2151e80d15860311c85db'),
    )
  })

  it("are opened in the documentation's answer", () => {
    const opened = unseal(SERVER_ANSWER, tmpAes)
    expect(opened?.padded.subarray(0, SERVER_INNER.length)).toEqual(SERVER_INNER)
    expect(opened?.isObject(SERVER_INNER.length)).toBe(true)
  })

  it.each([0, 1, 11, 12, 13, 27, 28, 29, 304])('open again after sealing %i bytes', (length) => {
    const data = Buffer.alloc(length, 9)
    const sealed = seal(data, tmpAes, systemRandom)
    expect(sealed.length % 16).toBe(0)
    const opened = unseal(sealed, tmpAes)
    expect(opened?.padded.subarray(0, length)).toEqual(data)
    expect(opened?.isObject(length)).toBe(true)
  })

  it('are not taken for an object of another length or with a block too many', () => {
    const data = Buffer.alloc(44, 9)
    const opened = unseal(seal(data, tmpAes, systemRandom), tmpAes)
    for (const length of [-4, 0, 40, 43, 45, 48, 1000]) expect(opened?.isObject(length)).toBe(false)
    const withBlock = Buffer.concat([seal(data, tmpAes, systemRandom), Buffer.alloc(16)])
    expect(unseal(withBlock, tmpAes)?.isObject(44)).toBe(false)
  })

  it('are refused at impossible lengths', () => {
    for (const length of [0, 15, 16, 33]) {
      expect(unseal(Buffer.alloc(length), tmpAes)).toBeUndefined()
    }
  })
})

describe('newNonceHash', () => {
  it('differs for each way in which an exchange may end', () => {
    const auxHash = Buffer.alloc(8, 3)
    const hashes = ([1, 2, 3] as const).map((n) => newNonceHash(NEW_NONCE, n, auxHash))
    expect(new Set(hashes.map((hash) => hash.toString('hex'))).size).toBe(3)
    expect(hashes.map((hash) => hash.length)).toEqual([16, 16, 16])
  })
})
