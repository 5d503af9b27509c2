import { createPublicKey, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { LocalgramServer } from '../src/index.ts'
import { authKeyId } from '../src/mtproto/auth-keys.ts'
import { igeDecrypt, igeEncrypt } from '../src/mtproto/crypto/aes-ige.ts'
import {
  deriveAesKeyIv,
  deriveAesKeyIvV1,
  deriveMessageKey,
  deriveMessageKeyV1,
} from '../src/mtproto/crypto/message-key.ts'
import { TestClient, type KnownServer } from '../src/mtproto/handshake/conformance/test-client.ts'
import { serializePlainMessage } from '../src/mtproto/handshake/plain-message.ts'

/** Telegram's own address of data centre 2, which MadelineProto asks its proxy for. */
const TELEGRAM = Buffer.from('0501000195' + '9aa733' + '01bb', 'hex')
const DC = 2
/** Life of a temporary key, seconds. */
const DAY = 86_400

const RPC_RESULT = 0xf35c6d01
const MSG_CONTAINER = 0x73f1f8dc
const BAD_SERVER_SALT = 0xedab447b
const BAD_MSG_NOTIFICATION = 0xa7eff811

/** An auth key and its id as TL has it. */
interface Key {
  readonly key: Buffer
  readonly id: Buffer
}

/**
 * The wire of MadelineProto 8 as it was seen: a SOCKS5 proxy to Telegram's own address, TCP abridged, a
 * permanent and a temporary key by p_q_inner_data_dc and _temp_dc under RSA_PAD, auth.bindTempAuthKey
 * before any wrapper (spec/clients.md section 3). It shares the ciphers with the server, and the key
 * exchange is the tests' own.
 */
export class MadelineClient {
  readonly #socket: Socket
  readonly #server: KnownServer
  readonly #sessionId = randomBytes(8)
  #received: Buffer = Buffer.alloc(0)
  #perm: Key | undefined
  #temp: Key | undefined
  #salt = Buffer.alloc(8)
  #lastMsgId = 0n
  #seqno = 0

  private constructor(socket: Socket, publicKey: string) {
    this.#socket = socket
    this.#server = knownServer(publicKey)
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk])
      socket.emit('more')
    })
  }

  /**
   * Connects through the server's SOCKS5 proxy and makes both keys.
   *
   * @param other a client whose permanent key is used, as on a later connection
   */
  static async connect(
    { host, port, publicKey }: LocalgramServer,
    other?: MadelineClient,
  ): Promise<MadelineClient> {
    const socket = connect({ host, port })
    await once(socket, 'connect')
    const client = new MadelineClient(socket, publicKey)
    socket.write(Buffer.from('050100', 'hex'))
    await client.#bytes(2)
    socket.write(TELEGRAM)
    await client.#bytes(10)
    socket.write(Buffer.from([0xef]))
    client.#perm = other === undefined ? await client.#makeKey() : other.#perm
    client.#temp = await client.#makeKey(DAY)
    return client
  }

  /** auth.bindTempAuthKey. @returns its answer's bytes */
  bind(): Promise<Buffer> {
    const [perm, temp] = [known(this.#perm), known(this.#temp)]
    const msgId = this.#nextMsgId()
    const expiresAt = Math.floor(Date.now() / 1000) + DAY
    const nonce = randomBytes(8)
    // bind_auth_key_inner, by the rules of MTProto 1.0
    const plain = Buffer.alloc(72)
    randomBytes(16).copy(plain)
    plain.writeBigInt64LE(msgId, 16)
    plain.writeInt32LE(40, 28)
    plain.writeUInt32LE(0x75a3f765, 32)
    Buffer.concat([nonce, temp.id, perm.id, this.#sessionId]).copy(plain, 36)
    plain.writeInt32LE(expiresAt, 68)
    const msgKey = deriveMessageKeyV1(plain)
    const { key, iv } = deriveAesKeyIvV1(perm.key, msgKey, 'client')
    const padded = Buffer.concat([plain, randomBytes(8)])
    const sealed = Buffer.concat([perm.id, msgKey, igeEncrypt(padded, key, iv)])
    const body = Buffer.alloc(28)
    body.writeUInt32LE(0xcdd42a05, 0)
    Buffer.concat([perm.id, nonce]).copy(body, 4)
    body.writeInt32LE(expiresAt, 20)
    // 104 bytes: one length byte, and three of padding.
    body.writeUInt8(sealed.length, 24)
    const call = Buffer.concat([body.subarray(0, 25), sealed, Buffer.alloc(3)])
    return this.#call(call, msgId)
  }

  /** Makes a call. @returns the bytes of its answer, an rpc_error's too */
  call(body: Buffer): Promise<Buffer> {
    return this.#call(body, this.#nextMsgId())
  }

  close(): void {
    this.#socket.destroy()
  }

  async #makeKey(expiresIn?: number): Promise<Key> {
    const options = { dc: DC, ...(expiresIn === undefined ? {} : { expiresIn }) }
    const maker = new TestClient(this.#server, options)
    maker.readResPq(await this.#askPlain(maker.reqPq()))
    maker.readServerDhParams(await this.#askPlain(maker.reqDhParams()))
    if (maker.readDhGen(await this.#askPlain(maker.setClientDhParams())) !== 'ok') {
      throw new Error('the server wants another secret')
    }
    this.#salt.writeBigInt64LE(maker.serverSalt())
    return { key: maker.authKey, id: Buffer.from(authKeyId(maker.authKey), 'hex') }
  }

  async #askPlain(body: Buffer): Promise<Buffer> {
    this.#send(serializePlainMessage(this.#nextMsgId(), body))
    return (await this.#packet()).subarray(20)
  }

  async #call(body: Buffer, msgId: bigint): Promise<Buffer> {
    this.#send(this.#seal(body, msgId))
    for (;;) {
      for (const message of messagesIn(this.#open(await this.#packet()))) {
        const id = message.readUInt32LE(0)
        if (id === BAD_SERVER_SALT) {
          message.copy(this.#salt, 0, 20, 28)
          return await this.#call(body, this.#nextMsgId())
        }
        if (id === BAD_MSG_NOTIFICATION) {
          throw new Error(`bad_msg_notification ${message.readInt32LE(16)}`)
        }
        if (id === RPC_RESULT && message.readBigInt64LE(4) === msgId) return message.subarray(12)
      }
    }
  }

  #seal(body: Buffer, msgId: bigint): Buffer {
    const { key, id } = known(this.#temp)
    const head = Buffer.alloc(32)
    Buffer.concat([this.#salt, this.#sessionId]).copy(head)
    head.writeBigInt64LE(msgId, 16)
    head.writeInt32LE(this.#seqno++ * 2 + 1, 24)
    head.writeInt32LE(body.length, 28)
    const padding = randomBytes(12 + ((16 - ((head.length + body.length + 12) % 16)) % 16))
    const plain = Buffer.concat([head, body, padding])
    const msgKey = deriveMessageKey(key, plain, 'client')
    const aes = deriveAesKeyIv(key, msgKey, 'client')
    return Buffer.concat([id, msgKey, igeEncrypt(plain, aes.key, aes.iv)])
  }

  #open(packet: Buffer): Buffer {
    if (packet.length === 4) throw new Error(`transport error ${packet.readInt32LE(0)}`)
    const { key } = known(this.#temp)
    const aes = deriveAesKeyIv(key, packet.subarray(8, 24), 'server')
    const plain = Buffer.from(igeDecrypt(packet.subarray(24), aes.key, aes.iv))
    return plain.subarray(32, 32 + plain.readUInt32LE(28))
  }

  #send(packet: Buffer): void {
    const words = packet.length / 4
    const head = words < 0x7f ? [words] : [0x7f, words & 0xff, (words >> 8) & 0xff, words >> 16]
    this.#socket.write(Buffer.concat([Buffer.from(head), packet]))
  }

  async #packet(): Promise<Buffer> {
    let words = (await this.#bytes(1)).readUInt8(0)
    if (words === 0x7f) words = (await this.#bytes(3)).readUIntLE(0, 3)
    return await this.#bytes(words * 4)
  }

  async #bytes(count: number): Promise<Buffer> {
    while (this.#received.length < count) {
      if (this.#socket.closed) throw new Error('the server closed the connection')
      await once(this.#socket, 'more')
    }
    const bytes = this.#received.subarray(0, count)
    this.#received = this.#received.subarray(count)
    return bytes
  }

  #nextMsgId(): bigint {
    const now = (BigInt(Date.now()) * 2n ** 32n) / 1000n
    const id = now - (now % 4n)
    this.#lastMsgId = id > this.#lastMsgId ? id : this.#lastMsgId + 4n
    return this.#lastMsgId
  }
}

function* messagesIn(body: Buffer): Generator<Buffer> {
  if (body.readUInt32LE(0) !== MSG_CONTAINER) {
    yield body
    return
  }
  for (let left = body.readUInt32LE(4), at = 8; left > 0; left--) {
    const end = at + 16 + body.readUInt32LE(at + 12)
    yield body.subarray(at + 16, end)
    at = end
  }
}

function known(key: Key | undefined): Key {
  if (key === undefined) throw new Error('there is no key yet')
  return key
}

/** The key that `setRsaKeys` is given. */
function knownServer(pem: string): KnownServer {
  const { n = '', e = '' } = createPublicKey(pem).export({ format: 'jwk' })
  // The exchange names the key by the fingerprint that resPQ brings.
  return { n: Buffer.from(n, 'base64url'), e: Buffer.from(e, 'base64url'), fingerprint: 0n }
}
