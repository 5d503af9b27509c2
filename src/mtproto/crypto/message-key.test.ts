import { describe, expect, it } from 'vitest'
import { igeEncrypt } from './aes-ige.ts'
import {
  deriveAesKeyIv,
  deriveAesKeyIvV1,
  deriveMessageKey,
  deriveMessageKeyV1,
} from './message-key.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')
const counting = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, i) => i))
const authKey = counting(256)

// The derivations of the counting key are vectors that gotd, grammers and xelaj/mtproto share; the
// other key and its messages were captured from a real session by the authors of xelaj/mtproto.
const captured = hex(`
  7e46d98059fa2b277725b8fbc47ad28368269f0ddf3c319d8132ece3c0854812
  b904aaf9bbe28b0ba77560767b6d97000c79a4a47f5f3ead3c0ca55328956f83
  4abc70a1d27ed8b89e78e017cc667e708d17d40b63a739404f03bfe78920745c
  e5143830867b93f5431ebf5abeb6b32343b9e09f44824fd617d9aa4ea712ae7b
  fc965729595164cbb996ac43061ed217e97073b012f255d2211668a8b7db104f
  eaedd78a0a7c99db0eaf64924cfe6c8ac5e30931b3107bb3b3f973c67e36887a
  ddba51c08f10ffbe5dd48fa97aea2e86e9befac361533c09f69315e3acc6c939
  dd3aacde82d4f3349a08e9cf6d9c8d85f9c8bf8f08b99a0d7ff092cb689564c3`)

describe('MTProto 2.0 keys', () => {
  it('derives the AES key and iv of a message from the client', () => {
    const { key, iv } = deriveAesKeyIv(authKey, counting(16), 'client')
    expect(key).toEqual(hex('704ed09c8b41668ae8f99d244738f71dbddc44469b6bbd4aa8573dd042bd059e'))
    expect(iv).toEqual(hex('4d266000a550edabbf4c7ce40fd0043cc92230184cd317a5cc9c2482fd3b9318'))
  })

  it('derives the AES key and iv of a message from the server', () => {
    const { key, iv } = deriveAesKeyIv(authKey, counting(16), 'server')
    expect(key).toEqual(hex('217725799b245806458174a1fcfbc883906807b15033fdd0ea2b4d69cf9c364e'))
    expect(iv).toEqual(hex('669a6538917a4fa56ca32360a431c9160be4ad887140980dab91ce7bdc47ffbc'))

    const real = deriveAesKeyIv(captured, hex('08a74d1af6d2bb7421dae64bfdc3b76e'), 'server')
    expect(real.key).toEqual(
      hex('c62635c6967cfa6a1ef309a830651ae38a05de9e81b6c3e47ad9c69573e678be'),
    )
    expect(real.iv).toEqual(hex('18b1a92f802b9f26298aa2ec1e3b7e82bd1ae7c377ccc150eff4211cdee5cdd6'))
  })

  it('derives the msg_key of captured messages of either side', () => {
    const fromServer = hex(`
      c3348dce8560b514048e6fb2b295d2860190481f56e0a5650900000024000000
      016d5cf3d00fcf0056e0a56519ca4421900100000e4150495f49445f494e5641
      4c4944000709c48459dbda36f96a3da5`)
    const fromClient = hex(`
      c3348dce8560b514048e6fb2b295d286d00fcf0056e0a5650700000024000000
      4f2477a60b2b34313233343536373839393000000641424344454600783d25ad
      0000000038c06a129b598b30654ed048586439169824a1ff70f7cd28a3145274`)
    expect(deriveMessageKey(captured, fromServer, 'server')).toEqual(
      hex('e5e98757016becc21c66f0a0bdbdce53'),
    )
    expect(deriveMessageKey(captured, fromClient, 'client')).toEqual(
      hex('056d7ea2e861b705a517a7508dc90d6e'),
    )
  })

  it('encrypts a whole message to the bytes that grammers gives', () => {
    const text = Buffer.from('Hello, world! This data should remain secure!')
    const padded = Buffer.concat([text, Buffer.alloc(19)])
    const msgKey = deriveMessageKey(authKey, padded, 'client')
    const { key, iv } = deriveAesKeyIv(authKey, msgKey, 'client')
    expect(Buffer.concat([msgKey, igeEncrypt(padded, key, iv)])).toEqual(
      hex(`
        a81729d46db54019a2bfd7f744f9b96c4f716cfdc4477db2a2c15f6ddb85235f
        b9552f1d8407c6aaea00cc844c5a1bf6ac44b79b5edc2a23868b3d6073a59099
        2c0f2975243d563ea180d218ee757c9a`),
    )
  })
})

describe('MTProto 1.0 keys', () => {
  // Vectors of gotd.
  it('derives the AES key and iv with SHA-1', () => {
    const { key, iv } = deriveAesKeyIvV1(authKey, counting(16), 'client')
    expect(key).toEqual(hex('17d7295ca9213d1ab656acdb1ad48b2ea7f3a8f7095098d5508b900bbd5fccfc'))
    expect(iv).toEqual(hex('2d7d16a65a84108e9805656caa474501cc580aa2edc33abfd0bfad785464d1c6'))
  })

  it('derives the msg_key from the end of SHA-1', () => {
    expect(deriveMessageKeyV1(Buffer.from('bind-message-test-payload'))).toEqual(
      hex('fc11a3669566de22b87f66550dc3de6d'),
    )
  })

  it('takes another part of the auth key for the server, eight bytes on', () => {
    const shifted = Buffer.concat([Buffer.alloc(8), authKey.subarray(0, 248)])
    expect(deriveAesKeyIvV1(shifted, counting(16), 'server')).toEqual(
      deriveAesKeyIvV1(authKey, counting(16), 'client'),
    )
  })
})
