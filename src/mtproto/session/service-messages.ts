import { TlDecodeError } from '../../tl/errors.ts'
import type { MtObject } from '../../tl/generated/mtproto.ts'
import { decodeMt, encodeMt } from '../../tl/mtproto.ts'
import { answer } from './calls.ts'
import type { Core } from './core.ts'
import { setHttpWait } from './http-wait.ts'
import type { Lane } from './lane.ts'
import { serviceMessage } from './out-message.ts'
import type { Received } from './received.ts'
import type { Session } from './session.ts'
import { MSGS_ACK, constructorOf, readIds } from './wire.ts'

/** Most salts that one get_future_salts may ask for. */
const FUTURE_SALTS_MAX = 64

/** What a handler works with. */
interface Context {
  readonly core: Core
  readonly lane: Lane
  readonly session: Session
  readonly received: Received
}

/**
 * Handles one accepted service message of
 * https://core.telegram.org/mtproto/service_messages and
 * https://core.telegram.org/mtproto/service_messages_about_messages.
 */
export function handleService(core: Core, lane: Lane, received: Received, body: Buffer): void {
  const context: Context = { core, lane, session: lane.session, received }
  if (constructorOf(body) === MSGS_ACK) {
    const ids = readIds(body, core.limits.idsPerMessage)
    if (!ids) answerMalformed(core, lane, received)
    else for (const id of ids) confirm(context, id)
    return
  }
  let message: MtObject
  try {
    message = decodeMt(body)
  } catch (error) {
    if (!(error instanceof TlDecodeError)) throw error
    answerMalformed(core, lane, received)
    return
  }
  dispatch(context, message)
}

/**
 * Answers a message that cannot be read. A content-related one gets an error, since its sender
 * waits for something; any other is dropped.
 */
export function answerMalformed(core: Core, lane: Lane, received: Received): void {
  core.log.fault({ connection: lane.link.connection.id }, 'malformed message')
  if ((received.seqno & 1) === 0) return
  const error = { _: 'rpc_error', errorCode: 400, errorMessage: 'INPUT_FETCH_ERROR' } as const
  answer(core, lane.session, lane, received, encodeMt(error))
}

/**
 * Acknowledges a content-related message that gets no answer, with the next packet or a bit later.
 */
export function acknowledgeLater(core: Core, session: Session, received: Received): void {
  if ((received.seqno & 1) === 0) return
  received.acknowledged = true
  session.out.acks.push(received.msgId)
  core.registry.noteBusy(session)
}

function dispatch(context: Context, message: MtObject): void {
  switch (message._) {
    case 'ping':
      pong(context, message.pingId)
      break
    case 'ping_delay_disconnect':
      pingDelayDisconnect(context, message.pingId, message.disconnectDelay)
      break
    case 'get_future_salts':
      futureSalts(context, message.num)
      break
    case 'msgs_state_req':
      msgsStateReq(context, message.msgIds)
      break
    case 'msgs_all_info':
      msgsAllInfo(context, message.msgIds, message.info)
      break
    case 'msg_resend_req':
      msgResendReq(context, message.msgIds)
      break
    case 'msg_resend_ans_req':
      msgResendAnsReq(context, message.msgIds)
      break
    case 'rpc_drop_answer':
      rpcDropAnswer(context, message.reqMsgId)
      break
    case 'destroy_session':
      destroySession(context, message.sessionId)
      break
    case 'destroy_auth_key':
      destroyAuthKey(context)
      break
    case 'http_wait':
      setHttpWait(context.core, context.lane.link, message)
      acknowledgeLater(context.core, context.session, context.received)
      break
    default:
      // What only servers say, or what belongs to the key exchange: heard without effect.
      acknowledgeLater(context.core, context.session, context.received)
  }
}

/** Answers with a message that needs no acknowledgment and is one for the query. */
function reply({ lane, received }: Context, message: MtObject): void {
  received.acknowledged = true
  lane.session.out.send(serviceMessage(encodeMt(message), true), lane)
}

/** The client has one of the server's messages. */
function confirm({ session }: Context, msgId: bigint): void {
  const message = session.out.acknowledge(msgId)
  if (!message || message.requestId === 0n) return
  const received = session.received.get(message.requestId)
  if (!received) return
  received.answer = undefined
  received.state = 'finished'
  session.received.settle(received)
}

function pong(context: Context, pingId: bigint): void {
  reply(context, { _: 'pong', msgId: context.received.msgId, pingId })
}

function pingDelayDisconnect(context: Context, pingId: bigint, seconds: number): void {
  const most = context.core.limits.disconnectDelaySeconds
  context.lane.link.disconnectAfter(Math.min(Math.max(seconds, 0), most))
  pong(context, pingId)
}

function futureSalts(context: Context, num: number): void {
  const { core, session, received } = context
  const nowMs = core.clock.wallMs()
  const count = Math.min(Math.max(num, 1), FUTURE_SALTS_MAX)
  const salts = session.key.salts.future(nowMs, count)
  reply(context, {
    _: 'future_salts',
    reqMsgId: received.msgId,
    now: Math.floor(nowMs / 1000),
    salts: salts.map((salt) => ({ _: 'future_salt', ...salt })),
  })
}

function msgsStateReq(context: Context, ids: readonly bigint[]): void {
  const { core, lane, received, session } = context
  if (ids.length > core.limits.idsPerMessage) {
    answerMalformed(core, lane, received)
    return
  }
  const info = Buffer.from(ids.map((id) => stateOf(session, id)))
  reply(context, { _: 'msgs_state_info', reqMsgId: received.msgId, info })
}

/**
 * One byte of msgs_state_info. The server's own messages (odd identifiers) are not its to judge.
 */
function stateOf(session: Session, msgId: bigint): number {
  if (BigInt.asUintN(2, msgId) !== 0n) return 1
  const status = session.received.statusOf(msgId)
  const received = session.received.get(msgId)
  if (!received) return status
  const needsAck = (received.seqno & 1) !== 0
  const isCall = received.state !== 'service'
  const answered = isCall && received.state !== 'running'
  return (
    status |
    (received.acknowledged ? 8 : 0) |
    (needsAck ? 0 : 16) |
    (isCall ? 32 : 0) |
    (answered ? 64 : 0) |
    (received.state === 'finished' ? 128 : 0)
  )
}

function msgsAllInfo(context: Context, ids: readonly bigint[], info: Buffer): void {
  const { core, lane, session, received } = context
  if (ids.length > core.limits.idsPerMessage || ids.length !== info.length) {
    answerMalformed(core, lane, received)
    return
  }
  ids.forEach((id, index) => {
    const status = (info[index] ?? 0) & 7
    const message = session.out.find(id)
    if (status === 4) confirm(context, id)
    else if (message) session.out.announce(message, lane)
  })
  acknowledgeLater(core, session, received)
}

/**
 * Sends the named server messages again; if one of them is unknown, tells the state of all as well.
 */
function msgResendReq(context: Context, ids: readonly bigint[]): void {
  const { lane, session } = context
  let complete = true
  for (const id of ids.slice(0, context.core.limits.idsPerMessage)) {
    const message = session.out.find(id)
    if (message) session.out.repeat(message, lane)
    else complete = false
  }
  if (complete) acknowledgeLater(context.core, session, context.received)
  else msgsStateReq(context, ids)
}

/** Sends the answers to the named client messages again, under the same rules. */
function msgResendAnsReq(context: Context, ids: readonly bigint[]): void {
  const { lane, session } = context
  let complete = true
  for (const id of ids.slice(0, context.core.limits.idsPerMessage)) {
    const answered = session.received.get(id)?.answer
    if (answered) session.out.repeat(answered, lane)
    else complete = false
  }
  if (complete) acknowledgeLater(context.core, session, context.received)
  else msgsStateReq(context, ids)
}

/** https://core.telegram.org/mtproto/service_messages#cancellation-of-an-rpc-query */
function rpcDropAnswer(context: Context, reqMsgId: bigint): void {
  const { core, lane, session, received } = context
  const target = session.received.get(reqMsgId)
  const respond = (message: MtObject): void =>
    answer(core, session, lane, received, encodeMt(message))
  if (target?.call) {
    const { call } = target
    session.calls.delete(call.msgId)
    target.call = undefined
    call.drop()
    const dropped = { _: 'rpc_answer_dropped_running' } as const
    answer(core, session, lane, target, encodeMt(dropped))
    respond(dropped)
  } else if (target?.answer) {
    const { msgId, seqno, bytes } = target.answer
    session.out.drop(target.answer)
    target.answer = undefined
    target.state = 'finished'
    session.received.settle(target)
    respond({ _: 'rpc_answer_dropped', msgId, seqNo: seqno, bytes })
  } else {
    respond({ _: 'rpc_answer_unknown' })
  }
}

/**
 * Forgets another session of the same key; for the current one the effect is undefined, so there is
 * none.
 */
function destroySession(context: Context, sessionId: bigint): void {
  const { session } = context
  const other = session.key.sessions.get(sessionId)
  if (!other || other === session) {
    reply(context, { _: 'destroy_session_none', sessionId })
    return
  }
  other.forget('the client destroyed it')
  reply(context, { _: 'destroy_session_ok', sessionId })
}

/** https://core.telegram.org/mtproto/service_messages#destruction-of-a-permanent-auth-key */
function destroyAuthKey(context: Context): void {
  const { core, session } = context
  const { key } = session
  core.destroyKey(key).then(
    (existed) => {
      reply(context, { _: existed ? 'destroy_auth_key_ok' : 'destroy_auth_key_none' })
      // The answer still needs the key.
      core.flusher.flush()
      core.registry.drop(key.id, false)
    },
    (error: unknown) => {
      core.log.bug(error, 'an auth key could not be deleted')
      reply(context, { _: 'destroy_auth_key_fail' })
    },
  )
}
