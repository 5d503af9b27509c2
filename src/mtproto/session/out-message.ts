import type { Lane } from './lane.ts'
import { RPC_RESULT, RPC_RESULT_HEADER } from './wire.ts'

/** Constructor number of rpc_error as it stands on the wire. */
const RPC_ERROR = Buffer.from('19ca4421', 'hex')

/** What an outgoing message is, which decides its identifier and sequence number. */
export interface OutMessageKind {
  /** Must be acknowledged by the client; odd seqno, kept until then. */
  readonly content: boolean
  /** Answers a client's message (msg_id 1 modulo 4, else 3). */
  readonly reply: boolean
}

/** A message on its way to the client, and afterwards until the client acknowledges it. */
export class OutMessage {
  readonly content: boolean
  readonly reply: boolean
  /** The call that it answers (then `body` is the result without rpc_result's header), else 0. */
  readonly requestId: bigint
  readonly body: Uint8Array
  /** 0 until the message is first put into a packet; then fixed, also when it is sent again. */
  msgId = 0n
  seqno = 0
  /**
   * Where it was sent last; undefined when it never was, or when nothing more is due for that
   * connection.
   */
  lane: Lane | undefined = undefined
  sentAtMs = 0
  firstSentAtMs = 0
  timesSent = 0
  /** It stands in some queue now. */
  queued = false
  /** The client has it or does not want it: never send it again. */
  done = false

  constructor(kind: OutMessageKind, body: Uint8Array, requestId = 0n) {
    this.content = kind.content
    this.reply = kind.reply
    this.body = body
    this.requestId = requestId
  }

  /** Bytes of the message's body on the wire. */
  get bytes(): number {
    return this.requestId === 0n ? this.body.length : RPC_RESULT_HEADER + this.body.length
  }

  /** It tells that a call failed. */
  get isError(): boolean {
    return this.requestId !== 0n && RPC_ERROR.every((byte, index) => this.body[index] === byte)
  }

  /** Writes the body and returns where it ends. */
  writeTo(target: Buffer, at: number): number {
    let start = at
    if (this.requestId !== 0n) {
      target.writeUInt32LE(RPC_RESULT, at)
      target.writeBigInt64LE(this.requestId, at + 4)
      start = at + RPC_RESULT_HEADER
    }
    target.set(this.body, start)
    return start + this.body.length
  }
}

/** The answer of a call. */
export function answerOf(requestId: bigint, result: Uint8Array): OutMessage {
  return new OutMessage({ content: true, reply: true }, result, requestId)
}

/** A service message that needs no acknowledgment. */
export function serviceMessage(body: Uint8Array, reply: boolean): OutMessage {
  return new OutMessage({ content: false, reply }, body)
}

/** A content-related message that answers nothing. */
export function notice(body: Uint8Array): OutMessage {
  return new OutMessage({ content: true, reply: false }, body)
}
