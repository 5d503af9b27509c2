import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fakeTimers, realTimers } from '../../core/testing.ts'
import { decodeMt } from '../../tl/mtproto.ts'
import { callBody, resultOf } from './conformance/client.ts'
import type { Client, Outgoing } from './conformance/client.ts'
import { World } from './conformance/world.ts'
import { writeIds } from './wire.ts'

let world: World
let client: Client

beforeEach(async () => {
  fakeTimers()
  world = new World()
  client = await world.client()
})

afterEach(async () => {
  await world.server.close()
  realTimers()
})

/** Status bytes that the server tells about messages. */
async function statesOf(...messages: (Outgoing | bigint)[]): Promise<number[]> {
  const msgIds = messages.map((message) => (typeof message === 'bigint' ? message : message.msgId))
  const query = client.say({ _: 'msgs_state_req', msgIds })
  await world.turn()
  const info = client.heardOf('msgs_state_info').at(-1)?.object
  expect(info?.reqMsgId).toBe(query.msgId)
  return [...(info?.info ?? [])]
}

describe('ping_delay_disconnect', () => {
  it('closes the connection when no further one comes in time', async () => {
    client.say({ _: 'ping_delay_disconnect', pingId: 9n, disconnectDelay: 75 })
    await world.turn()
    expect(client.heardOf('pong').map((m) => m.object.pingId)).toEqual([9n])
    await world.pass(60_000)
    client.say({ _: 'ping_delay_disconnect', pingId: 10n, disconnectDelay: 75 })
    await world.pass(70_000)
    expect(client.connection.closed).toBeUndefined()
    await world.pass(6_000)
    expect(client.connection.closed).toBeDefined()
    expect(client.connection.errors).toEqual([])
  })
})

describe('msgs_state_req', () => {
  it('tells what became of each message', async () => {
    const missing = client.newMsgId()
    const { promise, resolve } = Promise.withResolvers<Uint8Array>()
    world.rpc.answer = (call) => (call.body.includes('slow') ? promise : Promise.resolve(call.body))
    const slow = client.call('slow')
    const quick = client.call('quick')
    const ping = client.say({ _: 'ping', pingId: 1n })
    await world.turn()
    const future = client.newMsgId() + 400n
    expect(await statesOf(missing, slow, quick, ping, future, 7n)).toEqual([
      2,
      4 + 32,
      4 + 8 + 32 + 64,
      4 + 8 + 16,
      3,
      1,
    ])
    await world.pass(1000)
    expect(await statesOf(slow)).toEqual([4 + 8 + 32])
    resolve(callBody())
    client.ackAll()
    await world.turn()
    expect(await statesOf(quick)).toEqual([4 + 8 + 32 + 64 + 128])
  })

  it('tells 1 of what is forgotten', async () => {
    world = new World({ rememberedMessages: 4 })
    client = await world.client()
    const first = client.call()
    for (let count = 0; count < 6; count++) client.call()
    expect(await statesOf(first)).toEqual([1])
  })

  it('of more than 8192 messages is malformed', async () => {
    const ids = Array.from({ length: 8193 }, (_, index) => BigInt(index))
    client.send(client.message(writeIds(0xda69fb52, ids), false))
    await world.turn()
    expect(client.heard).toEqual([])
    const query = client.send(client.message(writeIds(0xda69fb52, ids)))
    await world.turn()
    expect(client.answersTo(query)).toHaveLength(1)
  })
})

describe('requests to send again', () => {
  it('by the identifiers of server messages are followed', async () => {
    const call = client.call()
    await world.turn()
    const [answer] = client.answersTo(call)
    const id = answer?.msgId ?? 0n
    client.say({ _: 'msg_resend_req', msgIds: [id, id] })
    await world.turn()
    expect(client.answersTo(call).map((m) => m.msgId)).toEqual([id, id])
    expect(client.heardOf('msgs_state_info')).toEqual([])
  })

  it('by the identifiers of queries are followed', async () => {
    const call = client.call()
    await world.turn()
    client.say({ _: 'msg_resend_ans_req', msgIds: [call.msgId] })
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(2)
    expect(world.rpc.calls).toHaveLength(1)
  })

  it.each(['msg_resend_req', 'msg_resend_ans_req'] as const)(
    'for something unknown are answered with the state of everything (%s)',
    async (kind) => {
      const call = client.call()
      await world.turn()
      client.ackAll()
      client.say({ _: kind, msgIds: [call.msgId, 5n] })
      await world.turn()
      const info = client.heardOf('msgs_state_info').at(-1)?.object.info
      expect([...(info ?? [])]).toEqual([4 + 8 + 32 + 64 + 128, 1])
      expect(client.answersTo(call)).toHaveLength(1)
    },
  )

  it('come implicitly with msgs_all_info, as do acknowledgments', async () => {
    const calls = [client.call('a'), client.call('b')]
    await world.turn()
    const ids = calls.map((call) => client.answersTo(call)[0]?.msgId ?? 0n)
    client.say({ _: 'msgs_all_info', msgIds: ids, info: Buffer.from([4, 2]) })
    await world.turn()
    expect(calls.map((call) => client.answersTo(call).length)).toEqual([1, 2])
    client.connection.close('lost')
    client.connect()
    client.say({ _: 'ping', pingId: 1n })
    await world.turn()
    expect(calls.map((call) => client.answersTo(call).length)).toEqual([1, 3])
  })
})

describe('rpc_drop_answer', () => {
  it('of an unknown call says so', async () => {
    const drop = client.say({ _: 'rpc_drop_answer', reqMsgId: 4n }, true)
    await world.turn()
    const [answer] = client.answersTo(drop)
    expect(answer && decodeMt(resultOf(answer))).toEqual({ _: 'rpc_answer_unknown' })
  })

  it('of a running call aborts it and answers both queries', async () => {
    const { promise, resolve } = Promise.withResolvers<Uint8Array>()
    world.rpc.answer = () => promise
    const call = client.call()
    await world.turn()
    const { signal } = world.rpc.calls[0] ?? {}
    const drop = client.say({ _: 'rpc_drop_answer', reqMsgId: call.msgId }, true)
    await world.turn()
    expect(signal?.aborted).toBe(true)
    resolve(callBody('too late'))
    await world.turn()
    for (const query of [call, drop]) {
      expect(client.answersTo(query).map((m) => decodeMt(resultOf(m)))).toEqual([
        { _: 'rpc_answer_dropped_running' },
      ])
    }
  })

  it('of an answer that is not acknowledged yet drops it and names it', async () => {
    const call = client.call()
    await world.turn()
    const [answer] = client.answersTo(call)
    const drop = client.say({ _: 'rpc_drop_answer', reqMsgId: call.msgId }, true)
    await world.turn()
    expect(client.answersTo(drop).map((m) => decodeMt(resultOf(m)))).toEqual([
      {
        _: 'rpc_answer_dropped',
        msgId: answer?.msgId,
        seqNo: answer?.seqno,
        bytes: answer?.body.length,
      },
    ])
    client.connection.close('lost')
    client.connect()
    client.say({ _: 'ping', pingId: 1n })
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(1)
  })
})

describe('destroy_session', () => {
  it('forgets another session of the key', async () => {
    const record = await world.newKey()
    const [one, two] = [await world.client(record), await world.client(record)]
    one.say({ _: 'destroy_session', sessionId: two.sessionId }, true)
    await world.turn()
    expect(one.heardOf('destroy_session_ok').map((m) => m.object.sessionId)).toEqual([
      two.sessionId,
    ])
    expect(world.server.sessionsOfKey(record.id).map(({ id }) => id)).toEqual([one.sessionId])
    two.call()
    await world.turn()
    expect(two.heardOf('new_session_created')).toHaveLength(1)
  })

  it('of an unknown session, of the own one or of another key finds none', async () => {
    const other = await world.client()
    for (const sessionId of [1n, client.sessionId, other.sessionId]) {
      client.say({ _: 'destroy_session', sessionId })
    }
    await world.turn()
    expect(client.heardOf('destroy_session_none')).toHaveLength(3)
    expect(world.server.stats().sessions).toBe(2)
  })
})

describe('answered', () => {
  it('resolves when the call is answered, and is undefined for what is no call', async () => {
    const { promise, resolve } = Promise.withResolvers<Uint8Array>()
    world.rpc.answer = () => promise
    const call = client.call()
    const ping = client.say({ _: 'ping', pingId: 1n })
    await world.turn()
    const session = world.rpc.calls[0]?.session
    let done = false
    const answered = session?.answered(call.msgId)?.then(() => (done = true))
    await world.turn()
    expect(done).toBe(false)
    resolve(callBody())
    await answered
    expect(done).toBe(true)
    await expect(session?.answered(call.msgId)).resolves.toBeUndefined()
    expect(session?.answered(ping.msgId)).toBeUndefined()
    expect(session?.answered(99n)).toBeUndefined()
  })
})

describe('messages that only servers send', () => {
  it('are heard without effect', async () => {
    client.say({ _: 'pong', msgId: 1n, pingId: 2n })
    client.say({ _: 'new_session_created', firstMsgId: 1n, uniqueId: 2n, serverSalt: 3n })
    client.say({ _: 'msgs_state_info', reqMsgId: 1n, info: Buffer.from([1]) })
    client.say({ _: 'bad_msg_notification', badMsgId: 1n, badMsgSeqno: 2, errorCode: 16 })
    await world.turn()
    expect(client.heard).toEqual([])
    expect(client.connection.closed).toBeUndefined()
    expect(world.rpc.calls).toHaveLength(0)
  })
})
