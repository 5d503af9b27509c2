import { describe, expect, it } from 'vitest'
import { HeldBytes } from '../../core/held-bytes.ts'
import { createLogger } from '../../core/logger.ts'
import { systemRandom } from '../../core/random.ts'
import { createCodec } from './codec.ts'
import { clientSide, encryptedPacket, plainPacket } from './conformance/client-side.ts'
import { recordingHandler } from './conformance/harness.ts'
import type { RecordingHandler } from './conformance/harness.ts'
import { transportLimits } from './limits.ts'
import { PacketStream } from './packet-stream.ts'
import { Watchdog } from './watchdog.ts'

/** A wire that keeps what is written to it. */
function memoryWire(): {
  written: Buffer[]
  ended: string[]
  bufferedBytes: number
} & PacketStreamWire {
  const written: Buffer[] = []
  const ended: string[] = []
  return {
    written,
    ended,
    bufferedBytes: 0,
    write: (bytes) => written.push(bytes),
    end: () => ended.push('end'),
    destroy: () => ended.push('destroy'),
  }
}

type PacketStreamWire = ConstructorParameters<typeof PacketStream>[1]['wire']

function open(handler: RecordingHandler = recordingHandler()) {
  const wire = memoryWire()
  const context = {
    handler,
    log: createLogger('silent'),
    limits: transportLimits({ frameProgressBytes: 1000, frameProgressMs: 5000, idleMs: 9000 }),
    watchdog: new Watchdog(1000),
    pending: new HeldBytes(),
  }
  const stream = new PacketStream(context, {
    kind: 'tcp',
    remote: '127.0.0.1:1',
    transport: 'intermediate',
    codec: createCodec('intermediate', context.limits.packetBytes, systemRandom),
    obfuscation: undefined,
    deadline: 1,
    wire,
  })
  stream.start()
  return { stream, wire, context, handler }
}

/** A frame of `size` bytes in all. */
const frameOf = (size: number): Buffer =>
  clientSide('intermediate').pack(encryptedPacket((size - 28) / 16))

describe('the deadline of a stream', () => {
  it('stays until the first frame header is whole', () => {
    const { stream } = open()
    stream.receive(frameOf(1628).subarray(0, 3))
    stream.receive(frameOf(1628).subarray(3, 5))
    expect(stream.deadline).toBe(1)
    stream.receive(frameOf(1628).subarray(5, 10))
    expect(stream.deadline).toBeGreaterThan(1)
  })

  it('is moved by every `frameProgressBytes` of a begun frame, not by less', () => {
    const { stream } = open()
    const frame = frameOf(16_028)
    stream.receive(frame.subarray(0, 100))
    const begun = stream.deadline
    stream.receive(frame.subarray(100, 1099))
    expect(stream.deadline).toBe(begun)
    stream.receive(frame.subarray(1099, 1100))
    const moved = stream.deadline
    expect(moved).toBeGreaterThan(begun)
    stream.receive(frame.subarray(1100, 2099))
    expect(stream.deadline).toBe(moved)
  })

  it('begins anew with each frame and becomes that of an idle client between them', () => {
    const { stream } = open()
    stream.receive(frameOf(44))
    const idle = stream.deadline
    stream.receive(frameOf(1628).subarray(0, 1))
    expect(stream.deadline).toBeLessThan(idle)
    stream.receive(Buffer.concat([frameOf(1628).subarray(1), frameOf(44).subarray(0, 2)]))
    expect(stream.deadline).toBeLessThan(idle)
    stream.receive(frameOf(44).subarray(2))
    expect(stream.deadline).toBeGreaterThanOrEqual(idle)
  })
})

describe('a stream', () => {
  it('counts the bytes of its begun frame, and lets go of them when it ends', () => {
    const { stream, context } = open()
    stream.receive(frameOf(1628).subarray(0, 700))
    expect(context.pending.bytes).toBe(700)
    stream.receive(Buffer.concat([frameOf(1628).subarray(700), frameOf(44).subarray(0, 9)]))
    expect(context.pending.bytes).toBe(9)
    stream.close('over')
    expect(context.pending.bytes).toBe(0)
    expect(context.watchdog.size).toBe(0)
  })

  it('hands on no packet after the handler closed it, though more are whole', () => {
    const handler = recordingHandler((connection) => connection.close('one is enough'))
    const { stream, wire } = open(handler)
    stream.receive(Buffer.concat([frameOf(44), frameOf(44)]))
    expect(handler.packets).toHaveLength(1)
    expect(wire.ended).toEqual(['end'])
  })

  it('copies what it sends, so that the caller may use the bytes again', () => {
    const { stream, wire } = open()
    const packet = plainPacket(4)
    const before = Buffer.from(packet)
    stream.send(packet)
    packet.fill(0)
    expect(wire.written[0]?.subarray(4)).toEqual(before)
  })

  it('waits for the peer after a normal end only', () => {
    const { stream, wire } = open()
    stream.receive(Buffer.from('01000000', 'hex'))
    expect(wire.ended).toEqual(['destroy'])
    stream.close('again')
    stream.abort('again', 'warn')
    expect(wire.ended).toEqual(['destroy'])
  })
})
