import type { Core } from './core.ts'
import { INTERNAL_HEADER, paddedLength, sealPacket } from './envelope.ts'
import type { Lane } from './lane.ts'
import type { Link } from './link.ts'
import type { LiveKey } from './live-key.ts'
import { serviceMessage } from './out-message.ts'
import type { OutMessage } from './out-message.ts'
import { CONTAINER_HEADER, MESSAGE_HEADER, MSGS_ACK, MSG_CONTAINER, writeIds } from './wire.ts'

/**
 * Sends what waits on a lane, in as few packets as the limits allow; on HTTP only the first packet.
 *
 * @returns whether anything was sent
 */
export function writePackets(core: Core, lane: Lane): boolean {
  const { link, session } = lane
  if (!link.open) return false
  if (link.connection.bufferedBytes > core.limits.connectionBufferBytes) {
    link.close('the client reads too slowly')
    return false
  }
  const messages = lane.take()
  const { acks } = session.out
  if (acks.length > 0) {
    const most = core.limits.idsPerMessage
    session.out.acks = acks.length > most ? acks.slice(most) : []
    messages.unshift(serviceMessage(writeIds(MSGS_ACK, acks.slice(0, most)), false))
  }
  if (link.http) {
    // Put back before the packet goes out, since that may end the connection at once.
    lane.putBack(messages.splice(endOfPacket(core, link, messages, 0)))
  }
  for (let from = 0; from < messages.length;) {
    const to = endOfPacket(core, link, messages, from)
    writePacket(core, lane, messages, from, to)
    from = to
  }
  return messages.length > 0
}

/** Sends an empty container: what an HTTP request gets that had nothing to wait for. */
export function writeEmptyContainer(core: Core, lane: Lane): void {
  writePacket(core, lane, [], 0, 0)
}

/**
 * Sends a message of a session that does not exist (any more or yet): what the client sent was
 * refused before a session was made for it.
 */
export function writeSessionless(
  core: Core,
  link: Link,
  key: LiveKey,
  sessionId: bigint,
  body: Buffer,
): void {
  const plain = startPlain(core, key, sessionId, MESSAGE_HEADER + body.length)
  writeMessageHeader(plain, INTERNAL_HEADER - MESSAGE_HEADER, core.msgIds.answer(), 0, body.length)
  plain.set(body, INTERNAL_HEADER)
  core.counters.packetsOut++
  link.send(sealPacket(key.wire, key.key, plain))
}

/**
 * Index after the last message that still fits into a packet which begins with `from`. An error is
 * the last message of its packet: GramJS (2.26) leaves a container at the first error and never sees
 * what stands behind it. HTTP has room for one packet only, and no client that does so.
 */
function endOfPacket(
  { limits }: Core,
  { http }: Link,
  messages: readonly OutMessage[],
  from: number,
): number {
  const { outgoingContainerBytes, outgoingContainerMessages } = limits
  let bytes = 0
  let to = from
  while (to < messages.length && to - from < outgoingContainerMessages) {
    const message = messages[to]
    bytes += MESSAGE_HEADER + (message?.bytes ?? 0)
    if (bytes > outgoingContainerBytes && to > from) break
    to++
    if (message?.isError && !http) break
  }
  return to
}

/**
 * Writes one packet. A single new message goes out bare; several, or one that is sent again (which
 * must not travel on its own under its old msg_id), go into a container.
 */
function writePacket(
  core: Core,
  lane: Lane,
  messages: readonly OutMessage[],
  from: number,
  to: number,
): void {
  const { link, session } = lane
  const { key, out } = session
  const nowMs = core.clock.wallMs()
  const first = messages[from]
  const bare = to - from === 1 && first?.msgId === 0n
  let bytes = bare ? 0 : CONTAINER_HEADER
  for (let index = from; index < to; index++) {
    bytes += (bare ? 0 : MESSAGE_HEADER) + (messages[index]?.bytes ?? 0)
  }
  const plain = startPlain(core, key, session.id, MESSAGE_HEADER + bytes)
  let at = INTERNAL_HEADER
  if (!bare) {
    plain.writeUInt32LE(MSG_CONTAINER, at)
    plain.writeUInt32LE(to - from, at + 4)
    at += CONTAINER_HEADER
  }
  let replies = false
  for (let index = from; index < to; index++) {
    const message = messages[index]
    if (!message) continue
    out.prepare(message, lane, nowMs)
    replies ||= message.reply
    const header = bare ? INTERNAL_HEADER - MESSAGE_HEADER : at
    writeMessageHeader(plain, header, message.msgId, message.seqno, message.bytes)
    at = message.writeTo(plain, header + MESSAGE_HEADER)
  }
  if (!bare) {
    const msgId = replies ? core.msgIds.answer() : core.msgIds.notice()
    const header = INTERNAL_HEADER - MESSAGE_HEADER
    writeMessageHeader(plain, header, msgId, out.serviceSeqno, bytes)
  }
  core.counters.packetsOut++
  link.send(sealPacket(key.wire, key.key, plain))
}

/** A plaintext with salt, session and padding in place; `length` is of header and body together. */
function startPlain(core: Core, key: LiveKey, sessionId: bigint, length: number): Buffer {
  const payload = length - MESSAGE_HEADER
  const plain = Buffer.allocUnsafe(paddedLength(payload))
  plain.writeBigInt64LE(key.salts.current(core.clock.wallMs()), 0)
  plain.writeBigInt64LE(sessionId, 8)
  core.padding.fill(plain, INTERNAL_HEADER + payload)
  return plain
}

function writeMessageHeader(
  target: Buffer,
  at: number,
  msgId: bigint,
  seqno: number,
  bytes: number,
): void {
  target.writeBigInt64LE(msgId, at)
  target.writeInt32LE(seqno, at + 8)
  target.writeInt32LE(bytes, at + 12)
}
