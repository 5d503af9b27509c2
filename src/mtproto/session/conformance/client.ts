import { randomBytes } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { MtObject } from '../../../tl/generated/mtproto.ts'
import { decodeMt, encodeMt } from '../../../tl/mtproto.ts'
import { igeDecrypt, igeEncrypt } from '../../crypto/aes-ige.ts'
import { deriveAesKeyIv, deriveMessageKey } from '../../crypto/message-key.ts'
import type { MemoryConnection, World } from './world.ts'

/** A message as the client puts it on the wire. */
export interface Outgoing {
  msgId: bigint
  seqno: number
  body: Buffer
}

/** A server message as the client reads it, containers taken apart. */
export interface Incoming {
  readonly msgId: bigint
  readonly seqno: number
  /** The service message; rpc_result has its result as bytes. Undefined for anything else. */
  readonly object: MtObject | undefined
  readonly body: Buffer
  /** msg_id of the container it came in. */
  readonly container: bigint | undefined
}

/** How a single packet departs from a correct one. */
export interface PacketFaults {
  salt?: bigint
  sessionId?: bigint
  padding?: number
  /** Value of message_data_length when it is not the true one. */
  length?: number
}

/** A call that no service schema knows: 4 bytes of constructor, then whatever the test likes. */
export function callBody(payload: Uint8Array | string = ''): Buffer {
  const text = Buffer.from(payload)
  const body = Buffer.alloc(8 + Math.ceil(text.length / 4) * 4)
  body.writeUInt32LE(0x11223344, 0)
  body.writeUInt32LE(text.length, 4)
  body.set(text, 8)
  return body
}

/** gzip_packed of an object. */
export function gzipped(body: Buffer): Buffer {
  const packed = gzipSync(body)
  const head = Buffer.alloc(8)
  head.writeUInt32LE(0x3072cfa1, 0)
  head.writeUInt32LE(packed.length * 256 + 254, 4)
  return Buffer.concat([head, packed, Buffer.alloc((4 - (packed.length % 4)) % 4)])
}

/** msg_container of messages, written without any check. */
export function containerBody(messages: readonly Outgoing[]): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32LE(0x73f1f8dc, 0)
  head.writeUInt32LE(messages.length, 4)
  return Buffer.concat([head, ...messages.map(messageBytes)])
}

/** The result of an rpc_result, unpacked. */
export function resultOf(message: Incoming): Buffer {
  if (message.object?._ !== 'rpc_result') throw new Error('not an rpc_result')
  const { result } = message.object
  if (result.readUInt32LE(0) !== 0x3072cfa1) return result
  const packed = decodeMt(result)
  if (packed._ !== 'gzip_packed') throw new Error('not gzip_packed')
  return gunzipSync(packed.packedData)
}

/** A client of the encrypted protocol, one session at a time, over in-memory connections. */
export class Client {
  readonly world: World
  readonly key: Buffer
  readonly keyWire: Buffer
  sessionId = randomBytes(8).readBigInt64LE(0)
  salt = 0n
  /** Every server message heard so far, in order. */
  readonly heard: Incoming[] = []
  /** Salts of the server's packets, in order. */
  readonly salts: bigint[] = []
  /** Identifiers of packets (containers included), in order. */
  readonly packetIds: bigint[] = []
  content = 0
  #lastMsgId = 0n
  connection: MemoryConnection

  constructor(world: World, key: Buffer, keyId: string) {
    this.world = world
    this.key = key
    this.keyWire = Buffer.from(keyId, 'hex')
    this.connection = this.connect()
  }

  /** Opens a further connection and uses it from now on. */
  connect(kind: 'tcp' | 'websocket' | 'http' = 'tcp'): MemoryConnection {
    this.connection = this.world.connect(kind)
    this.connection.onSend = (packet) => this.#hear(packet)
    return this.connection
  }

  /** A fresh msg_id of the present moment. */
  newMsgId(): bigint {
    const ms = this.world.clock.wallMs()
    const seconds = Math.floor(ms / 1000)
    const id = (BigInt(seconds) << 32n) + (BigInt(ms - seconds * 1000) << 22n)
    this.#lastMsgId = id > this.#lastMsgId ? id : this.#lastMsgId + 4n
    return this.#lastMsgId
  }

  /** Numbers a message. */
  message(body: Buffer, content = true): Outgoing {
    const seqno = content ? this.content++ * 2 + 1 : this.content * 2
    return { msgId: this.newMsgId(), seqno, body }
  }

  /** Numbers a service message. */
  service(object: MtObject, content = false): Outgoing {
    return this.message(encodeMt(object), content)
  }

  /** A container of messages. */
  container(messages: readonly Outgoing[]): Outgoing {
    return this.message(containerBody(messages), false)
  }

  /** Encrypts a message into a packet. */
  encrypt(message: Outgoing, faults: PacketFaults = {}): Buffer {
    const bytes = messageBytes(message)
    if (faults.length !== undefined) bytes.writeInt32LE(faults.length, 12)
    const head = Buffer.alloc(16)
    head.writeBigInt64LE(faults.salt ?? this.salt, 0)
    head.writeBigInt64LE(faults.sessionId ?? this.sessionId, 8)
    const padding = faults.padding ?? 12 + ((32 - ((head.length + bytes.length + 12) % 16)) % 16)
    const plain = Buffer.concat([head, bytes, randomBytes(padding)])
    const msgKey = deriveMessageKey(this.key, plain, 'client')
    const { key, iv } = deriveAesKeyIv(this.key, msgKey, 'client')
    return Buffer.concat([this.keyWire, msgKey, igeEncrypt(plain, key, iv)])
  }

  /** Sends a message as a packet of its own and returns it. */
  send(message: Outgoing, faults: PacketFaults = {}): Outgoing {
    this.connection.deliver(this.encrypt(message, faults))
    return message
  }

  /** Sends a call. */
  call(payload: Uint8Array | string = ''): Outgoing {
    return this.send(this.message(callBody(payload)))
  }

  /** Sends a service message. */
  say(object: MtObject, content = false): Outgoing {
    return this.send(this.service(object, content))
  }

  /** Acknowledges everything content-related that was heard. */
  ackAll(): void {
    const msgIds = [...new Set(this.heard.filter(({ seqno }) => seqno & 1).map((m) => m.msgId))]
    if (msgIds.length > 0) this.say({ _: 'msgs_ack', msgIds })
  }

  /** Heard service messages of one kind. */
  heardOf<K extends MtObject['_']>(
    kind: K,
  ): (Incoming & { object: Extract<MtObject, { _: K }> })[] {
    return this.heard.filter(
      (message): message is Incoming & { object: Extract<MtObject, { _: K }> } =>
        message.object?._ === kind,
    )
  }

  /** Answers heard to a message, copies included. */
  answersTo(message: Outgoing): Incoming[] {
    return this.heardOf('rpc_result').filter((m) => m.object.reqMsgId === message.msgId)
  }

  /** Codes of notifications heard about a message. */
  codesFor(message: Outgoing): number[] {
    return [...this.heardOf('bad_msg_notification'), ...this.heardOf('bad_server_salt')]
      .filter((m) => m.object.badMsgId === message.msgId)
      .map((m) => m.object.errorCode)
  }

  #hear(packet: Buffer): void {
    const msgKey = packet.subarray(8, 24)
    const { key, iv } = deriveAesKeyIv(this.key, msgKey, 'server')
    const plain = igeDecrypt(packet.subarray(24), key, iv)
    if (!deriveMessageKey(this.key, plain, 'server').equals(msgKey)) throw new Error('bad msg_key')
    const length = plain.readInt32LE(28)
    const padding = plain.length - 32 - length
    if (padding < 12 || padding > 1024) throw new Error(`padding of ${padding}`)
    if (plain.readBigInt64LE(8) !== this.sessionId) return
    const msgId = plain.readBigInt64LE(16)
    this.salts.push(plain.readBigInt64LE(0))
    this.packetIds.push(msgId)
    this.#take(msgId, plain.readInt32LE(24), plain.subarray(32, 32 + length), undefined)
  }

  #take(msgId: bigint, seqno: number, body: Buffer, container: bigint | undefined): void {
    const object = tryDecode(body)
    if (object?._ !== 'msg_container') {
      this.heard.push({ msgId, seqno, object, body, container })
      if (object?._ === 'bad_server_salt') this.salt = object.newServerSalt
      if (object?._ === 'new_session_created') this.salt = object.serverSalt
      return
    }
    for (const inner of object.messages) this.#take(inner.msgId, inner.seqno, inner.body, msgId)
  }
}

function messageBytes({ msgId, seqno, body }: Outgoing): Buffer {
  const head = Buffer.alloc(16)
  head.writeBigInt64LE(msgId, 0)
  head.writeInt32LE(seqno, 8)
  head.writeInt32LE(body.length, 12)
  return Buffer.concat([head, body])
}

function tryDecode(body: Buffer): MtObject | undefined {
  try {
    return decodeMt(body)
  } catch {
    // An update, which is of the API's schema.
    return undefined
  }
}
