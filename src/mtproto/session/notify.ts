import { encodeMt } from '../../tl/mtproto.ts'
import type { Core } from './core.ts'
import type { OpenedPacket } from './envelope.ts'
import type { Lane } from './lane.ts'
import type { Link } from './link.ts'
import type { LiveKey } from './live-key.ts'
import { serviceMessage } from './out-message.ts'
import { writeSessionless } from './packets.ts'

/**
 * Codes of bad_msg_notification
 * (https://core.telegram.org/mtproto/service_messages_about_messages#notice-of-ignored-error-message).
 */
export const BadMsg = {
  idTooLow: 16,
  idTooHigh: 17,
  idBits: 18,
  containerRepeated: 19,
  tooOld: 20,
  seqnoTooLow: 32,
  seqnoTooHigh: 33,
  seqnoNotEven: 34,
  seqnoNotOdd: 35,
  salt: 48,
  container: 64,
} as const

/** One of the codes that go out as bad_msg_notification. */
export type BadMsgCode = Exclude<(typeof BadMsg)[keyof typeof BadMsg], 48>

/** Which message is refused. */
export interface RefusedMessage {
  readonly msgId: bigint
  readonly seqno: number
}

/** Refuses a packet before it reached a session: the client hears it with its own session_id. */
export function refusePacket(
  core: Core,
  link: Link,
  key: LiveKey,
  packet: OpenedPacket,
  code: BadMsgCode,
): void {
  count(core, link, code)
  writeSessionless(core, link, key, packet.sessionId, badMsg(packet, code))
}

/** Refuses a packet for its server salt and tells the right one. */
export function refuseSalt(core: Core, link: Link, key: LiveKey, packet: OpenedPacket): void {
  count(core, link, BadMsg.salt)
  const body = encodeMt({
    _: 'bad_server_salt',
    badMsgId: packet.msgId,
    badMsgSeqno: packet.seqno,
    errorCode: BadMsg.salt,
    newServerSalt: key.salts.current(core.clock.wallMs()),
  })
  writeSessionless(core, link, key, packet.sessionId, body)
}

/** Refuses one message of a session. */
export function refuseMessage(
  core: Core,
  lane: Lane,
  message: RefusedMessage,
  code: BadMsgCode,
): void {
  count(core, lane.link, code)
  lane.session.out.send(serviceMessage(badMsg(message, code), true), lane)
}

function badMsg(message: RefusedMessage, errorCode: BadMsgCode): Buffer {
  return encodeMt({
    _: 'bad_msg_notification',
    badMsgId: message.msgId,
    badMsgSeqno: message.seqno,
    errorCode,
  })
}

/** A connection that sends nothing but faulty messages is cut off. */
function count(core: Core, link: Link, code: number): void {
  core.counters.notifications++
  core.log.fault({ connection: link.connection.id, code }, 'message refused')
  if (++link.faulty > core.limits.faultyMessages) link.fail(-429, 'too many faulty messages')
}
