import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { igeDecrypt, igeEncrypt } from '../src/mtproto/crypto/aes-ige.ts'
import { sha1 } from '../src/mtproto/crypto/hash.ts'
import { deriveAesKeyIv, deriveMessageKey } from '../src/mtproto/crypto/message-key.ts'

/*
 * A client of as little work as the protocol allows, since it shares the machine with the server that
 * it measures: intermediate transport, a key that is logged in already, one packet for each request,
 * acknowledgments in batches, padding that is random once. It trusts the server: no msg_key is checked.
 */

const INTERMEDIATE = Buffer.from([0xee, 0xee, 0xee, 0xee])
/** Frame length, auth_key_id, msg_key. */
const HEAD = 28
/** Salt, session_id, msg_id, seqno, length. */
const INNER = 32
const PADDING_MIN = 12
/** Answers after which an acknowledgment goes out even if more are on their way. */
const ACKS_AT_ONCE = 64

const RPC_RESULT = 0xf35c6d01
const MSG_CONTAINER = 0x73f1f8dc
const MSGS_ACK = 0x62d6b459
const PONG = 0x347773c5
const NEW_SESSION_CREATED = 0x9ec20908
const BAD_SERVER_SALT = 0xedab447b
const BAD_MSG_NOTIFICATION = 0xa7eff811
const VECTOR = 0x1cb5c415

/** Takes an answer: of a call what stands in rpc_result, of a ping the whole pong. */
export type OnAnswer = (answer: Buffer, sentAt: number) => void

interface Pending {
  readonly body: Buffer
  readonly onAnswer: OnAnswer
  /** `performance.now()`. */
  readonly sentAt: number
}

/** Where a connection leads, and from which of this machine's addresses. */
export interface Address {
  readonly host: string
  readonly port: number
  readonly localAddress?: string
}

/** One connection with one session of an auth key that is logged in. */
export class MtprotoClient {
  readonly #socket: Socket
  readonly #key: Buffer
  readonly #keyId: Buffer
  readonly #sessionId = randomBytes(8)
  readonly #padding = randomBytes(16)
  readonly #pending = new Map<bigint, Pending>()
  readonly #onError: (error: Error) => void
  /** Told of each message that is no answer and no service message. */
  onUpdate: (() => void) | undefined
  #salt = Buffer.alloc(8)
  #lastMsgId = 0n
  #lastMs = 0
  #seqno = 0
  #frames: Buffer[] = []
  #acks: bigint[] = []
  #rest: Buffer = Buffer.alloc(0)

  private constructor(socket: Socket, key: Buffer, onError: (error: Error) => void) {
    this.#socket = socket
    this.#key = key
    this.#keyId = sha1(key).subarray(12, 20)
    this.#onError = onError
    socket.on('data', (chunk) => {
      this.#receive(chunk)
    })
    socket.on('error', onError)
    socket.on('close', () => {
      if (this.#pending.size > 0) onError(new Error('the server closed a connection under load'))
    })
  }

  /**
   * Connects and sends the transport's tag.
   *
   * @param key the auth key, 256 bytes
   * @param onError told of whatever goes wrong later; nothing here recovers
   */
  static open(
    address: Address,
    key: Buffer,
    onError: (error: Error) => void,
  ): Promise<MtprotoClient> {
    return new Promise((resolve, reject) => {
      const socket = connect({ ...address, noDelay: true })
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.off('error', reject)
        socket.write(INTERMEDIATE)
        resolve(new MtprotoClient(socket, key, onError))
      })
    })
  }

  /** Requests that have no answer yet. */
  get inFlight(): number {
    return this.#pending.size
  }

  /** Queues a request, a call or a ping; `flush` sends it. */
  send(body: Buffer, onAnswer: OnAnswer): void {
    const msgId = this.#nextMsgId()
    this.#pending.set(msgId, { body, onAnswer, sentAt: performance.now() })
    this.#frames.push(this.#seal(body, msgId, this.#seqno++ * 2 + 1))
  }

  /** Sends what is queued, and with it the acknowledgments that are due. */
  flush(everyAck = false): void {
    if (this.#acks.length >= (everyAck ? 1 : ACKS_AT_ONCE)) {
      this.#frames.push(this.#seal(msgsAck(this.#acks), this.#nextMsgId(), this.#seqno * 2))
      this.#acks = []
    }
    const [first] = this.#frames
    if (first === undefined) return
    this.#socket.write(this.#frames.length === 1 ? first : Buffer.concat(this.#frames))
    this.#frames = []
  }

  /** Sends one request and resolves with its answer. */
  call(body: Buffer): Promise<Buffer> {
    return new Promise((resolve) => {
      this.send(body, resolve)
      this.flush(true)
    })
  }

  /** Closes the connection at once. */
  close(): void {
    this.#pending.clear()
    this.#socket.destroy()
  }

  #nextMsgId(): bigint {
    const ms = Date.now()
    if (ms !== this.#lastMs) {
      this.#lastMs = ms
      const now = (BigInt(Math.floor(ms / 1000)) << 32n) + (BigInt(ms % 1000) << 22n)
      if (now > this.#lastMsgId) return (this.#lastMsgId = now)
    }
    return (this.#lastMsgId += 4n)
  }

  #seal(body: Buffer, msgId: bigint, seqno: number): Buffer {
    const length = Math.ceil((INNER + body.length + PADDING_MIN) / 16) * 16
    const plain = Buffer.allocUnsafe(length)
    plain.set(this.#salt, 0)
    plain.set(this.#sessionId, 8)
    plain.writeBigInt64LE(msgId, 16)
    plain.writeInt32LE(seqno, 24)
    plain.writeInt32LE(body.length, 28)
    plain.set(body, INNER)
    const end = INNER + body.length
    for (let at = end; at < length; at += 16) plain.set(this.#padding.subarray(0, length - at), at)
    const msgKey = deriveMessageKey(this.#key, plain, 'client')
    const aes = deriveAesKeyIv(this.#key, msgKey, 'client')
    const frame = Buffer.allocUnsafe(HEAD + length)
    frame.writeUInt32LE(HEAD - 4 + length, 0)
    frame.set(this.#keyId, 4)
    frame.set(msgKey, 12)
    frame.set(igeEncrypt(plain, aes.key, aes.iv), HEAD)
    return frame
  }

  #receive(chunk: Buffer): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    try {
      while (bytes.length >= 4) {
        const end = 4 + bytes.readUInt32LE(0)
        if (bytes.length < end) break
        this.#open(bytes.subarray(4, end))
        bytes = bytes.subarray(end)
      }
    } catch (error) {
      this.#onError(error as Error)
    }
    this.#rest = bytes
    this.flush()
  }

  #open(packet: Buffer): void {
    if (packet.length < HEAD) throw new Error(`transport error ${packet.readInt32LE(0)}`)
    const aes = deriveAesKeyIv(this.#key, packet.subarray(8, 24), 'server')
    const plain = igeDecrypt(packet.subarray(24), aes.key, aes.iv)
    const bytes = plain.readUInt32LE(28)
    this.#message(
      plain.readBigInt64LE(16),
      plain.readInt32LE(24),
      plain.subarray(INNER, INNER + bytes),
    )
  }

  #message(msgId: bigint, seqno: number, body: Buffer): void {
    if (seqno & 1) this.#acks.push(msgId)
    switch (body.readUInt32LE(0)) {
      case MSG_CONTAINER:
        for (let left = body.readUInt32LE(4), at = 8; left > 0; left--) {
          const start = at + 16
          const end = start + body.readUInt32LE(at + 12)
          this.#message(
            body.readBigInt64LE(at),
            body.readInt32LE(at + 8),
            body.subarray(start, end),
          )
          at = end
        }
        break
      case RPC_RESULT:
        this.#settle(body.readBigInt64LE(4), body.subarray(12))
        break
      case PONG:
        this.#settle(body.readBigInt64LE(4), body)
        break
      case BAD_SERVER_SALT:
        this.#salt = Buffer.from(body.subarray(20, 28))
        this.#sendAgain(body.readBigInt64LE(4))
        break
      case BAD_MSG_NOTIFICATION:
        throw new Error(`bad_msg_notification ${body.readInt32LE(16)}`)
      case NEW_SESSION_CREATED:
      case MSGS_ACK:
        break
      default:
        this.onUpdate?.()
    }
  }

  #settle(msgId: bigint, answer: Buffer): void {
    const pending = this.#pending.get(msgId)
    if (pending === undefined) return
    this.#pending.delete(msgId)
    pending.onAnswer(answer, pending.sentAt)
  }

  #sendAgain(msgId: bigint): void {
    const pending = this.#pending.get(msgId)
    if (pending === undefined) return
    this.#pending.delete(msgId)
    this.send(pending.body, pending.onAnswer)
  }
}

/** The auth key of a session string in GramJS's form: its last 256 bytes. */
export function keyOfSession(session: string): Buffer {
  return Buffer.from(session.slice(1), 'base64').subarray(-256)
}

function msgsAck(ids: readonly bigint[]): Buffer {
  const body = Buffer.allocUnsafe(12 + ids.length * 8)
  body.writeUInt32LE(MSGS_ACK, 0)
  body.writeUInt32LE(VECTOR, 4)
  body.writeUInt32LE(ids.length, 8)
  ids.forEach((id, index) => body.writeBigInt64LE(id, 12 + index * 8))
  return body
}
