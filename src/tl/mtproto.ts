import { Codec } from './codec.ts'
import type { Message, MsgContainer, MtObject } from './generated/mtproto.ts'
import { readSchema, type LayerLines } from './layers.ts'
import { ObjectReader } from './object-reader.ts'
import { ObjectWriter } from './object-writer.ts'
import type { TlReader } from './reader.ts'
import { parseSchema, type TlLine } from './schema.ts'

/*
 * The service schema of MTProto: the handshake, acknowledgements, salts, containers. Definitions that
 * hold other messages (msg_container, msg_copy, rpc_result) are read and written by hand, since what
 * they hold is of another schema: a body or a result is raw bytes here.
 */

const RPC_RESULT = 0xf35c6d01 | 0
const MSG_CONTAINER = 0x73f1f8dc
const MSG_COPY = 0xe06046b2 | 0

/** Ids of what holds other messages. */
const HOLDERS: ReadonlySet<number> = new Set([RPC_RESULT, MSG_CONTAINER, MSG_COPY])

/** msg_id, seqno, length: what stands in front of a message's body. */
const MESSAGE_HEAD = 16

/**
 * Reads a service message. Bodies of messages and results are views of `bytes`, not copies. What
 * follows the object is ignored: data inside the handshake's encryption is padded.
 *
 * @param offset where the object starts
 * @throws TlDecodeError; `unknown-constructor` also for what is of the API's schema
 */
export function decodeMt(bytes: Uint8Array, offset = 0): MtObject {
  return decodeMtPrefix(bytes, offset).object
}

/** The same, and how many bytes the object takes: the handshake hashes exactly those. */
export function decodeMtPrefix(
  bytes: Uint8Array,
  offset = 0,
): { readonly object: MtObject; readonly length: number } {
  const reader = new ObjectReader(bytes, serviceCodec(), offset)
  const object = readAny(reader)
  return { object, length: reader.position - offset }
}

/**
 * Writes a service message.
 *
 * @throws TlEncodeError when a field has a value of the wrong type
 */
export function encodeMt(object: MtObject): Buffer {
  const writer = new ObjectWriter(serviceCodec())
  switch (object._) {
    case 'rpc_result':
      writer.int(RPC_RESULT)
      writer.long(object.reqMsgId, 'reqMsgId')
      writer.raw(object.result)
      break
    case 'msg_container':
      writer.int(MSG_CONTAINER)
      writer.int(object.messages.length)
      for (const message of object.messages) writeMessage(writer, message)
      break
    case 'msg_copy':
      writer.int(MSG_COPY)
      writeMessage(writer, object.origMessage)
      break
    default:
      writer.object(object)
  }
  return writer.finish()
}

/** Whether an id is one of the service schema, so that the session answers and not the API. */
export function isServiceId(id: number): boolean {
  return HOLDERS.has(id | 0) || serviceCodec().byId(id | 0) !== undefined
}

function readAny(reader: ObjectReader): MtObject {
  const id = reader.peekInt()
  switch (id) {
    case RPC_RESULT:
      reader.int()
      return { _: 'rpc_result', reqMsgId: reader.long(), result: reader.rest() }
    case MSG_CONTAINER:
      reader.int()
      return readContainer(reader)
    case MSG_COPY:
      reader.int()
      return { _: 'msg_copy', origMessage: readMessage(reader) }
    default:
      return reader.object() as MtObject
  }
}

function readContainer(reader: TlReader): MsgContainer {
  const messages: Message[] = []
  for (let left = reader.vectorCount(false, MESSAGE_HEAD); left > 0; left--) {
    messages.push(readMessage(reader))
  }
  return { _: 'msg_container', messages }
}

function readMessage(reader: TlReader): Message {
  const msgId = reader.long()
  const seqno = reader.int()
  const bytes = reader.int()
  return { _: 'message', msgId, seqno, bytes, body: reader.view(bytes) }
}

function writeMessage(writer: ObjectWriter, { msgId, seqno, body }: Message): void {
  writer.long(msgId, 'msgId')
  writer.int(seqno, 'seqno')
  writer.int(body.length)
  writer.raw(body)
}

let codec: Codec | undefined

function serviceCodec(): Codec {
  codec ??= new Codec(serviceLines())
  return codec
}

function serviceLines(): LayerLines {
  const constructors = new Map<string, TlLine>()
  const methods = new Map<string, TlLine>()
  for (const line of parseSchema(readSchema('mtproto.tl'))) {
    // Holds other messages, or stands only inside them: not for the general codec.
    if (['rpc_result', 'msg_container', 'msg_copy', 'message'].includes(line.name)) continue
    ;(line.isMethod ? methods : constructors).set(line.name, line)
  }
  return { layer: Infinity, constructors, methods }
}
