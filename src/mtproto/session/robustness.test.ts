import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callBody, resultOf } from './conformance/client.ts'
import type { Client, Outgoing } from './conformance/client.ts'
import { World } from './conformance/world.ts'
import type { RpcSession } from './rpc-port.ts'
import { readContainer, readIds, readOnlyBytes } from './wire.ts'

/** One thing that happens between client and server. */
type Step =
  | { readonly do: 'call'; readonly count: number }
  | { readonly do: 'repeat'; readonly which: number }
  | { readonly do: 'answer'; readonly which: number }
  | { readonly do: 'push' }
  | { readonly do: 'ack' }
  | { readonly do: 'ping' }
  | { readonly do: 'lose' }
  | { readonly do: 'second' }
  | { readonly do: 'turn' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('call'), count: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('repeat'), which: fc.nat(40) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('answer'), which: fc.nat(10) }) },
  ...(['push', 'ack', 'ping', 'lose', 'second'] as const).map((kind) => ({
    weight: 1,
    arbitrary: fc.record({ do: fc.constant(kind) }),
  })),
  { weight: 3, arbitrary: fc.record({ do: fc.constant('turn') }) },
)

/** A client and a server that go through steps, with everything that was promised to the client. */
class Play {
  readonly world: World
  readonly client: Client
  readonly calls: Outgoing[] = []
  readonly pending: (() => void)[] = []
  readonly session: RpcSession
  pushes = 0

  constructor(world: World, client: Client, session: RpcSession) {
    this.world = world
    this.client = client
    this.session = session
    world.rpc.answer = (call) =>
      new Promise((resolve) => this.pending.push(() => resolve(call.body)))
  }

  async run(step: Step): Promise<void> {
    const { client, world } = this
    switch (step.do) {
      case 'call': {
        const fresh = Array.from({ length: step.count }, (_, index) =>
          client.message(callBody(`call ${this.calls.length + index}`)),
        )
        this.calls.push(...fresh)
        const [only] = fresh
        client.send(fresh.length === 1 && only ? only : client.container(fresh))
        break
      }
      case 'repeat': {
        const call = this.calls[step.which % Math.max(this.calls.length, 1)]
        if (call) client.send(client.container([call]))
        break
      }
      case 'answer':
        this.pending.splice(step.which % Math.max(this.pending.length, 1), 1)[0]?.()
        break
      case 'push':
        this.session.push(callBody(`push ${this.pushes++}`))
        break
      case 'ack':
        client.ackAll()
        break
      case 'ping':
        client.say({ _: 'ping', pingId: 1n })
        break
      case 'lose':
        client.connection.close('lost')
        client.connect()
        break
      case 'second':
        client.connect()
        break
      case 'turn':
        await world.turn()
    }
    world.clock.ms += 7
  }
}

async function play(): Promise<Play> {
  const world = new World()
  const client = await world.client()
  const session = world.server.sessionsOfKey(client.keyWire.toString('hex'))[0]
  if (!session) throw new Error('no session')
  return new Play(world, client, session)
}

describe('whatever happens in whatever order', () => {
  it('every call runs once and is answered once, every push arrives, msg_ids rise', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
        const game = await play()
        const { client, world } = game
        for (const step of steps) await game.run(step)
        while (game.pending.length > 0) game.pending.pop()?.()
        await game.run({ do: 'lose' })
        await game.run({ do: 'ping' })
        await world.turn()

        expect(world.rpc.calls.map((call) => call.msgId).sort()).toEqual(
          game.calls.map((call) => call.msgId).sort(),
        )
        for (const call of game.calls) {
          const answers = client.answersTo(call)
          expect(new Set(answers.map((answer) => answer.msgId)).size).toBe(1)
          for (const answer of answers) expect(resultOf(answer)).toEqual(call.body)
        }
        const pushed = client.heard.filter((message) => message.object === undefined)
        expect(new Set(pushed.map((message) => message.msgId)).size).toBe(game.pushes)
        expect(new Set(pushed.map((message) => message.body.toString())).size).toBe(game.pushes)

        for (let index = 1; index < client.packetIds.length; index++) {
          expect(client.packetIds[index]).toBeGreaterThan(client.packetIds[index - 1] ?? 0n)
        }
        const seqnos = new Map(client.heard.map((m) => [m.msgId, m.seqno]))
        expect(client.heard.every((m) => seqnos.get(m.msgId) === m.seqno)).toBe(true)

        client.ackAll()
        await world.turn()
        expect(world.server.stats().heldBytes).toBe(0)
        await world.server.close()
      }),
      { numRuns: 60 },
    )
  })
})

describe('bytes that make no sense', () => {
  it('in a packet never do more than end its connection', async () => {
    const world = new World({ badPacketsPerMinute: 1_000_000 })
    const client = await world.client()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.nat(20),
        async (changes, cut) => {
          const connection = world.connect()
          const packet = client.encrypt(client.message(callBody('x'.repeat(50))))
          for (const [at, mask] of changes) {
            const index = at % packet.length
            packet.writeUInt8(packet.readUInt8(index) ^ mask, index)
          }
          connection.deliver(packet.subarray(0, packet.length - cut))
          await world.turn()
          expect(connection.closed).toBeDefined()
        },
      ),
      { numRuns: 300 },
    )
    expect(world.log.filter((line) => line.includes('"level":50'))).toEqual([])
    await world.server.close()
  })

  it('in a message that decrypts never do harm', async () => {
    const world = new World({ faultyMessages: 1_000_000 })
    const client = await world.client()
    const constructors = fc.constantFrom(
      0x73f1f8dc,
      0x3072cfa1,
      0x62d6b459,
      0xda69fb52,
      0x7d861a08,
      0x8610baeb,
      0x8cc0d131,
      0x58e4a740,
      0xb921bd04,
      0x7abe77ec,
      0xf3427b8c,
      0xe7512126,
      0x9299359f,
      0xe06046b2,
      0xf35c6d01,
    )
    await fc.assert(
      fc.asyncProperty(
        constructors,
        fc.uint8Array({ maxLength: 80 }),
        fc.boolean(),
        async (constructor, rest, content) => {
          const body = Buffer.alloc(4 + Math.ceil(rest.length / 4) * 4)
          body.writeUInt32LE(constructor, 0)
          body.set(rest, 4)
          client.send(client.message(body, content))
          await world.turn()
          if (client.connection.closed !== undefined) client.connect()
        },
      ),
      { numRuns: 500 },
    )
    expect(world.log.filter((line) => line.includes('"level":50'))).toEqual([])
    const call = client.call('still there')
    await world.turn()
    expect(client.answersTo(call)).toHaveLength(1)
    await world.server.close()
  })

  it('never make a reader throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const body = Buffer.from(bytes)
        readContainer(body, 1024)
        readIds(body, 8192)
        readOnlyBytes(body)
      }),
    )
  })
})
