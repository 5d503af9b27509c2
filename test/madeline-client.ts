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

/** Telegram's own address of data centre 2, for which MadelineProto asks its proxy first. */
const TELEGRAM = { ip: '149.154.167.51', port: 443 }
const DC = 2
/** Life of a temporary key, seconds. */
const DAY = 86_400
/** Blocks of padding behind a plain message: it takes any number up to this one. */
const PADDING_BLOCKS = 15

const RPC_RESULT = 0xf35c6d01
const MSG_CONTAINER = 0x73f1f8dc
const MSGS_ACK = 0x62d6b459
const NEW_SESSION_CREATED = 0x9ec20908
const BAD_SERVER_SALT = 0xedab447b
const BAD_MSG_NOTIFICATION = 0xa7eff811

/** An auth key and its id as TL has it. */
interface Key {
  readonly key: Buffer
  readonly id: Buffer
}

/** A message with its number. */
interface Message {
  readonly msgId: bigint
  readonly seqno: number
  readonly body: Buffer
}

/**
 * The wire of MadelineProto 8.3.5, message by message as it was recorded from the client itself: a
 * SOCKS5 proxy to Telegram's own address, TCP abridged; a permanent and a temporary key by
 * p_q_inner_data_dc and _temp_dc under RSA_PAD, with random blocks behind each plain message;
 * acknowledgments, of the plain answers too, in one container with the next calls. It shares the
 * ciphers with the server, and the key exchange is the tests' own.
 */
export class MadelineClient {
  readonly #place: { readonly host: string; readonly port: number }
  readonly #server: KnownServer
  #socket: Socket
  #sessionId = randomBytes(8)
  #received: Buffer = Buffer.alloc(0)
  #perm: Key | undefined
  #temp: Key | undefined
  #salt = Buffer.alloc(8)
  #lastMsgId = 0n
  /** Content-related messages sent in this session. */
  #content = 0
  #unacknowledged: bigint[] = []

  private constructor({ host, port, publicKey }: LocalgramServer) {
    this.#place = { host, port }
    this.#server = knownServer(publicKey)
    this.#socket = connect(this.#place)
  }

  /**
   * Connects through the server's SOCKS5 proxy and makes both keys.
   *
   * @param other a client whose permanent key is used, as on a later connection
   */
  static async connect(server: LocalgramServer, other?: MadelineClient): Promise<MadelineClient> {
    const client = new MadelineClient(server)
    await client.#open(TELEGRAM)
    client.#perm = other === undefined ? await client.#makeKey() : other.#perm
    client.#temp = await client.#makeKey(DAY)
    return client
  }

  /** Connects again as it does after help.getConfig: to the address that it got there, in a new session. */
  async reconnect(ip: string, port: number): Promise<void> {
    this.#socket.destroy()
    this.#socket = connect(this.#place)
    this.#sessionId = randomBytes(8)
    this.#content = 0
    this.#received = Buffer.alloc(0)
    this.#unacknowledged = []
    await this.#open({ ip, port })
  }

  /** auth.bindTempAuthKey. @returns its answer's bytes */
  async bind(): Promise<Buffer> {
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
    const [answer] = await this.#call([{ msgId, seqno: this.#nextSeqno(), body: call }])
    return answer as Buffer
  }

  /** Makes a call. @returns the bytes of its answer, an rpc_error's too */
  async call(body: Buffer): Promise<Buffer> {
    const [answer] = await this.calls([body])
    return answer as Buffer
  }

  /** Makes calls in one packet. @returns their answers in the same order */
  calls(bodies: readonly Buffer[]): Promise<Buffer[]> {
    const message = (body: Buffer): Message => {
      return { msgId: this.#nextMsgId(), seqno: this.#nextSeqno(), body }
    }
    return this.#call(bodies.map(message))
  }

  /** ping_delay_disconnect, which it numbers as if nobody had to acknowledge it. */
  ping(): void {
    const body = Buffer.from('8c7b42f3' + '0102030405060708' + '4b000000', 'hex')
    this.#send(this.#seal({ msgId: this.#nextMsgId(), seqno: this.#content * 2, body }))
  }

  close(): void {
    this.#socket.destroy()
  }

  /** Asks the proxy for an address and begins abridged framing there. */
  async #open({ ip, port }: { ip: string; port: number }): Promise<void> {
    this.#socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk])
      this.#socket.emit('more')
    })
    await once(this.#socket, 'connect')
    this.#socket.write(Buffer.from('050100', 'hex'))
    await this.#bytes(2)
    const address = ip.split('.').map(Number)
    this.#socket.write(Buffer.from([5, 1, 0, 1, ...address, port >> 8, port & 255]))
    await this.#bytes(10)
    this.#socket.write(Buffer.from([0xef]))
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
    const padding = randomBytes((-body.length & 15) + 16 * PADDING_BLOCKS)
    this.#send(Buffer.concat([serializePlainMessage(this.#nextMsgId(), body), padding]))
    const answer = await this.#packet()
    this.#unacknowledged.push(answer.readBigInt64LE(8))
    return answer.subarray(20)
  }

  async #call(calls: readonly Message[]): Promise<Buffer[]> {
    this.#send(this.#seal(this.#packed(calls)))
    const answers = new Map<bigint, Buffer>()
    while (answers.size < calls.length) this.#read(await this.#nextPlain(), answers)
    return calls.map(({ msgId }) => answers.get(msgId) as Buffer)
  }

  #read(packet: Message, answers: Map<bigint, Buffer>): void {
    for (const { msgId, seqno, body } of messagesIn(packet)) {
      if (seqno & 1) this.#unacknowledged.push(msgId)
      const id = body.readUInt32LE(0)
      if (id === NEW_SESSION_CREATED) body.copy(this.#salt, 0, 20, 28)
      if (id === RPC_RESULT) answers.set(body.readBigInt64LE(4), body.subarray(12))
      if (id === BAD_SERVER_SALT || id === BAD_MSG_NOTIFICATION) {
        throw new Error(`the server refuses a message with code ${body.readInt32LE(16)}`)
      }
    }
  }

  /** One call goes alone; with others, or with something to acknowledge, it goes into a container. */
  #packed(calls: readonly Message[]): Message {
    const ids = this.#unacknowledged.splice(0)
    const [only] = calls
    if (calls.length === 1 && ids.length === 0) return only as Message
    const messages = [...calls]
    if (ids.length > 0) {
      const body = Buffer.alloc(12 + ids.length * 8)
      ;[MSGS_ACK, 0x1cb5c415, ids.length].forEach((word, i) => body.writeUInt32LE(word, i * 4))
      ids.forEach((id, i) => body.writeBigInt64LE(id, 12 + i * 8))
      messages.push({ msgId: this.#nextMsgId(), seqno: this.#content * 2, body })
    }
    const head = Buffer.alloc(8)
    head.writeUInt32LE(MSG_CONTAINER, 0)
    head.writeUInt32LE(messages.length, 4)
    const body = Buffer.concat([head, ...messages.map(bytesOf)])
    return { msgId: this.#nextMsgId(), seqno: this.#content * 2, body }
  }

  #seal(message: Message): Buffer {
    const { key, id } = known(this.#temp)
    const data = Buffer.concat([this.#salt, this.#sessionId, bytesOf(message)])
    const plain = Buffer.concat([data, randomBytes(12 + (-(data.length + 12) & 15))])
    const msgKey = deriveMessageKey(key, plain, 'client')
    const aes = deriveAesKeyIv(key, msgKey, 'client')
    return Buffer.concat([id, msgKey, igeEncrypt(plain, aes.key, aes.iv)])
  }

  async #nextPlain(): Promise<Message> {
    const packet = await this.#packet()
    const { key } = known(this.#temp)
    const aes = deriveAesKeyIv(key, packet.subarray(8, 24), 'server')
    return messageAt(Buffer.from(igeDecrypt(packet.subarray(24), aes.key, aes.iv)), 16)
  }

  #send(packet: Buffer): void {
    const words = packet.length / 4
    const head = words < 0x7f ? [words] : [0x7f, words & 0xff, (words >> 8) & 0xff, words >> 16]
    this.#socket.write(Buffer.concat([Buffer.from(head), packet]))
  }

  async #packet(): Promise<Buffer> {
    let words = (await this.#bytes(1)).readUInt8(0)
    if (words === 0x7f) words = (await this.#bytes(3)).readUIntLE(0, 3)
    const packet = await this.#bytes(words * 4)
    if (packet.length === 4) throw new Error(`transport error ${packet.readInt32LE(0)}`)
    return packet
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

  #nextSeqno(): number {
    return this.#content++ * 2 + 1
  }

  #nextMsgId(): bigint {
    const now = (BigInt(Date.now()) * 2n ** 32n) / 1000n
    const id = now - (now % 4n)
    this.#lastMsgId = id > this.#lastMsgId ? id : this.#lastMsgId + 4n
    return this.#lastMsgId
  }
}

function bytesOf({ msgId, seqno, body }: Message): Buffer {
  const head = Buffer.alloc(16)
  head.writeBigInt64LE(msgId, 0)
  head.writeInt32LE(seqno, 8)
  head.writeInt32LE(body.length, 12)
  return Buffer.concat([head, body])
}

function messageAt(bytes: Buffer, at: number): Message {
  const [start, length] = [at + 16, bytes.readUInt32LE(at + 12)]
  return {
    msgId: bytes.readBigInt64LE(at),
    seqno: bytes.readInt32LE(at + 8),
    body: bytes.subarray(start, start + length),
  }
}

function* messagesIn(message: Message): Generator<Message> {
  const { body } = message
  if (body.readUInt32LE(0) !== MSG_CONTAINER) {
    yield message
    return
  }
  for (let left = body.readUInt32LE(4), at = 8; left > 0; left--) {
    const inner = messageAt(body, at)
    yield inner
    at += 16 + inner.body.length
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
