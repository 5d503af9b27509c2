import { isServiceId } from '../../tl/mtproto.ts'
import { startCall } from './calls.ts'
import type { Core } from './core.ts'
import { openPacket, quickAckToken } from './envelope.ts'
import type { OpenedPacket } from './envelope.ts'
import { unpackGzip } from './gzip.ts'
import type { Lane } from './lane.ts'
import type { Link } from './link.ts'
import type { LiveKey } from './live-key.ts'
import { msgIdSeconds } from './msg-ids.ts'
import { BadMsg, refuseMessage, refusePacket, refuseSalt } from './notify.ts'
import type { BadMsgCode } from './notify.ts'
import type { Received } from './received.ts'
import { acknowledgeLater, answerMalformed, handleService } from './service-messages.ts'
import type { Session } from './session.ts'
import { constructorOf, GZIP_PACKED, MSG_CONTAINER, MSG_COPY, readContainer } from './wire.ts'
import type { InnerMessage } from './wire.ts'

/**
 * Takes one encrypted packet of a client.
 *
 * @returns false when it does not decrypt to a message; the caller refuses it with a transport
 * error
 */
export function receivePacket(
  core: Core,
  link: Link,
  key: LiveKey,
  packet: Buffer,
  quickAckWanted: boolean,
): boolean {
  const opened = openPacket(key.key, packet)
  if (!opened) return false
  core.counters.packetsIn++
  const nowMs = core.clock.wallMs()
  const code = judgeMsgId(core, opened.msgId, nowMs)
  if (code !== undefined) {
    refusePacket(core, link, key, opened, code)
    return true
  }
  if (
    !key.salts.accepts(opened.salt, nowMs) &&
    !core.registry.isFirstSalt(key.id, opened.salt, nowMs)
  ) {
    refuseSalt(core, link, key, opened)
    return true
  }
  if (isReplay(core, key, opened)) {
    refusePacket(core, link, key, opened, BadMsg.idTooLow)
    return true
  }
  const isContainer = constructorOf(opened.body) === MSG_CONTAINER
  const messages = isContainer ? readMessages(core, opened) : [opened]
  if (!messages) {
    refusePacket(core, link, key, opened, BadMsg.container)
    return true
  }
  const session = sessionOf(core, key, opened, messages)
  if (!session) {
    link.fail(-429, 'there is no room for another session')
    return true
  }
  if (opened.msgId > session.highestPacketId) session.highestPacketId = opened.msgId
  const lane = session.heardOn(link, nowMs)
  if (quickAckWanted) link.connection.sendQuickAck(quickAckToken(key.key, opened.plain))
  if (!isContainer || acceptContainer(core, lane, opened)) {
    const room: Room = { bytes: core.limits.inflatedBytes }
    for (const message of messages) receiveMessage(core, lane, message, room)
  }
  if (link.http && lane.live) core.flusher.schedule(lane)
  return true
}

/** Code of a msg_id that is refused wherever it stands outside a container. */
function judgeMsgId(core: Core, msgId: bigint, nowMs: number): BadMsgCode | undefined {
  const seconds = msgIdSeconds(msgId)
  const now = nowMs / 1000
  if (seconds < now - core.limits.messageAgeSeconds) return BadMsg.idTooLow
  if (seconds > now + core.limits.messageAheadSeconds) return BadMsg.idTooHigh
  return BigInt.asUintN(2, msgId) === 0n ? undefined : BadMsg.idBits
}

/** Whether the packet may have been taken already by a session of this identifier that was forgotten. */
function isReplay(core: Core, key: LiveKey, { sessionId, msgId }: OpenedPacket): boolean {
  const session = key.sessions.get(sessionId)
  return msgId < (session?.lowestPacketId ?? core.replays.lowestOf(key, sessionId))
}

/** The messages of a container; undefined when it is invalid (code 64). */
function readMessages(core: Core, opened: OpenedPacket): InnerMessage[] | undefined {
  const messages = readContainer(opened.body, core.limits.containerMessages)
  return messages?.every((message) => message.msgId < opened.msgId) ? messages : undefined
}

/** The packet's session, made if the server does not know it. */
function sessionOf(
  core: Core,
  key: LiveKey,
  opened: OpenedPacket,
  messages: readonly InnerMessage[],
): Session | undefined {
  const known = key.sessions.get(opened.sessionId)
  if (known) return known
  // The lowest identifier: clients send everything below first_msg_id once more, as if it were
  // lost.
  let first = opened.msgId
  for (const { msgId } of messages) if (msgId < first) first = msgId
  const session = core.registry.open(key, opened.sessionId, first)
  session?.announce(first)
  return session
}

/** Judges a container itself; its messages are judged one by one. */
function acceptContainer(core: Core, lane: Lane, opened: OpenedPacket): boolean {
  const { received } = lane.session
  let code: BadMsgCode | undefined
  if (received.get(opened.msgId)) code = BadMsg.containerRepeated
  else if (received.tooOld(opened.msgId)) code = BadMsg.tooOld
  else if (opened.seqno & 1) code = BadMsg.seqnoNotEven
  if (code !== undefined) {
    refuseMessage(core, lane, opened, code)
    return false
  }
  received.settle(received.add(opened.msgId, opened.seqno))
  return true
}

/** What the gzip_packed messages of one packet may still grow to together. */
interface Room {
  bytes: number
}

function receiveMessage(core: Core, lane: Lane, message: InnerMessage, room: Room): void {
  const { session } = lane
  if (session.closed) return
  core.counters.messagesIn++
  const known = session.received.get(message.msgId)
  if (known) {
    core.counters.duplicates++
    repeatAnswer(core, lane, known)
    return
  }
  const packed = constructorOf(message.body) === GZIP_PACKED
  const body = packed ? unpackInto(room, message.body) : message.body
  const constructor = body ? constructorOf(body) : 0
  const isService = isServiceId(constructor)
  const code = judgeMessage(session, message, constructor, isService)
  if (code !== undefined) {
    refuseMessage(core, lane, message, code)
    return
  }
  lane.link.faulty = 0
  const received = session.received.add(message.msgId, message.seqno)
  if (message.seqno & 1) noteContent(session, message)
  if (!body) answerMalformed(core, lane, received)
  else if (isService) handleService(core, lane, received, body)
  else startCall(core, lane, received, body)
  session.received.settle(received)
}

/** Undoes gzip_packed. One that fails takes all the room: a packet full of bombs costs no more than one. */
function unpackInto(room: Room, packed: Buffer): Buffer | undefined {
  const body = room.bytes > 0 ? unpackGzip(packed, room.bytes) : undefined
  room.bytes = body === undefined ? 0 : room.bytes - body.length
  return body
}

/**
 * Judges one message of a session. As lenient as clients need it:
 * - parity is demanded of calls (odd) and containers (even) only; service messages may have either,
 *   since mtcute numbers even its acknowledgments as content; gzip_packed counts as what is inside,
 *   since all clients number packed calls as calls;
 * - only content-related messages are held against each other for order, and a lower msg_id with a
 *   higher seqno passes: clients that set their clock back in mid-session (Telethon, GramJS) send
 *   just that. Numbers given out twice are refused.
 */
function judgeMessage(
  session: Session,
  message: InnerMessage,
  constructor: number,
  isService: boolean,
): BadMsgCode | undefined {
  const { msgId, seqno } = message
  if (BigInt.asUintN(2, msgId) !== 0n) return BadMsg.idBits
  if (session.received.tooOld(msgId)) return BadMsg.tooOld
  if (constructor === MSG_CONTAINER || constructor === MSG_COPY) return BadMsg.container
  const content = (seqno & 1) !== 0
  if (!content) return isService ? undefined : BadMsg.seqnoNotOdd
  if (msgId > session.highestContentId) {
    return seqno <= session.highestContentSeqno ? BadMsg.seqnoTooLow : undefined
  }
  return seqno === session.highestContentSeqno ? BadMsg.seqnoTooHigh : undefined
}

function noteContent(session: Session, message: InnerMessage): void {
  if (message.msgId > session.highestContentId) {
    session.highestContentId = message.msgId
    session.highestContentSeqno = message.seqno
  }
  if (message.msgId < session.firstMsgId) session.announce(message.msgId)
}

/** A message that was received before: it is never handled a second time. */
function repeatAnswer(core: Core, lane: Lane, known: Received): void {
  if (known.state === 'lost') refuseMessage(core, lane, known, BadMsg.tooOld)
  else if (known.answer) lane.session.out.announce(known.answer, lane)
  else acknowledgeLater(core, lane.session, known)
}
