import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../../core/protocol-error.ts'
import { systemRandom } from '../../core/random.ts'
import { ByteQueue } from './byte-queue.ts'
import { createCodec } from './codec.ts'
import type { Codec, Frame, Framing } from './codec.ts'
import { FRAMINGS, clientSide, encryptedPacket, plainPacket } from './conformance/client-side.ts'

const LIMIT = 4096
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
const codec = (framing: Framing): Codec => createCodec(framing, LIMIT, systemRandom)

/** Feeds chunks one by one and returns the frames that came out. */
function feed(reader: Codec, chunks: readonly Buffer[]): Frame[] {
  const queue = new ByteQueue()
  const frames: Frame[] = []
  for (const chunk of chunks) {
    queue.push(Buffer.from(chunk))
    for (let frame = reader.read(queue); frame; frame = reader.read(queue)) frames.push(frame)
  }
  expect(queue.length).toBe(0)
  return frames
}

/** The stream cut once at each offset, and byte by byte. */
function* cuts(stream: Buffer): Generator<Buffer[]> {
  for (let i = 0; i <= stream.length; i += 1) yield [stream.subarray(0, i), stream.subarray(i)]
  yield Array.from(stream, (byte) => Buffer.from([byte]))
}

const ENCRYPTED = hex(
  '0102030405060708 1112131415161718191a1b1c1d1e1f20 2122232425262728292a2b2c2d2e2f30',
)
const PLAIN = hex('0000000000000000 51e57ac42770964a 04000000 a1b2c3d4')
const LONG = Buffer.alloc(0x7f * 4, 7)

/** A stream of a client and the packets in it. */
const VECTORS: { framing: Framing; title: string; stream: Buffer; frames: Frame[] }[] = [
  {
    framing: 'abridged',
    title: 'a short, a long and a quick-ack packet',
    stream: Buffer.concat([
      hex('0a'),
      ENCRYPTED,
      hex('7f7f0000'),
      LONG,
      hex('86'),
      PLAIN,
      hex('ff7f0000'),
      LONG,
    ]),
    frames: [
      { packet: ENCRYPTED, quickAckWanted: false },
      { packet: LONG, quickAckWanted: false },
      { packet: PLAIN, quickAckWanted: true },
      { packet: LONG, quickAckWanted: true },
    ],
  },
  {
    framing: 'intermediate',
    title: 'a packet and a quick-ack packet',
    stream: Buffer.concat([hex('28000000'), ENCRYPTED, hex('18000080'), PLAIN]),
    frames: [
      { packet: ENCRYPTED, quickAckWanted: false },
      { packet: PLAIN, quickAckWanted: true },
    ],
  },
  {
    framing: 'padded',
    title: 'packets with no, some and the longest padding, which is cut off',
    stream: Buffer.concat([
      hex('28000000'),
      ENCRYPTED,
      hex('2d000000'),
      ENCRYPTED,
      Buffer.alloc(5, 0xaa),
      hex('27000080'),
      PLAIN,
      Buffer.alloc(15, 0xbb),
      // WTelegramClient and Telegram for Android put up to 256 bytes behind a plain message.
      hex('18010000'),
      PLAIN,
      Buffer.alloc(256, 0xcc),
    ]),
    frames: [
      { packet: ENCRYPTED, quickAckWanted: false },
      { packet: ENCRYPTED, quickAckWanted: false },
      { packet: PLAIN, quickAckWanted: true },
      { packet: PLAIN, quickAckWanted: false },
    ],
  },
  {
    framing: 'full',
    title: 'two numbered packets',
    stream: Buffer.concat([
      hex('24000000 00000000'),
      PLAIN,
      hex('90ae972d'),
      hex('34000000 01000000'),
      ENCRYPTED,
      hex('d643995a'),
    ]),
    frames: [
      { packet: PLAIN, quickAckWanted: false },
      { packet: ENCRYPTED, quickAckWanted: false },
    ],
  },
]

describe.each(VECTORS)('$framing framing', ({ framing, title, stream, frames }) => {
  it(`reads ${title}, cut at every offset`, () => {
    for (const chunks of cuts(stream)) expect(feed(codec(framing), chunks)).toEqual(frames)
  })
})

describe.each(FRAMINGS)('%s framing', (framing) => {
  const packets = fc.array(
    fc.oneof(
      fc.nat(60).map((blocks) => encryptedPacket(blocks)),
      fc.nat(60).map((words) => plainPacket(words * 4)),
    ),
    { maxLength: 8 },
  )

  it('reads what an independent client wrote, in any chunks', () => {
    fc.assert(
      fc.property(
        packets,
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
        (sent, sizes) => {
          const client = clientSide(framing)
          const stream = Buffer.concat(sent.map((packet) => client.pack(packet)))
          const chunks: Buffer[] = []
          for (let at = 0, i = 0; at < stream.length; i += 1) {
            const size = sizes[i % sizes.length] ?? 1
            chunks.push(stream.subarray(at, at + size))
            at += size
          }
          expect(feed(codec(framing), chunks).map((frame) => frame.packet)).toEqual(sent)
        },
      ),
    )
  })

  it('writes what an independent client reads', () => {
    fc.assert(
      fc.property(packets, (sent) => {
        const writer = codec(framing)
        const client = clientSide(framing)
        const received = sent.flatMap((packet) => client.unpack(writer.frame(packet)))
        received.forEach((item, i) => {
          const packet = 'packet' in item ? item.packet : Buffer.alloc(0)
          const extra = packet.length - (sent[i]?.length ?? 0)
          expect(packet.subarray(0, packet.length - extra)).toEqual(sent[i])
          expect(extra).toBeLessThanOrEqual(framing === 'padded' ? 15 : 0)
        })
        expect(received.length).toBe(sent.length)
      }),
    )
  })

  it('never throws anything but ProtocolError on random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const queue = new ByteQueue()
        queue.push(Buffer.from(bytes))
        const reader = codec(framing)
        try {
          while (reader.read(queue) !== undefined);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError)
        }
      }),
    )
  })

  it('refuses a packet over the limit as soon as its header is there', () => {
    const client = clientSide(framing)
    const tooLong = client.pack(Buffer.alloc(LIMIT + 16))
    expect(() => feed(codec(framing), [tooLong.subarray(0, 8)])).toThrow(/over the limit of 4/)
  })

  it('takes a packet of exactly the limit', () => {
    const packet = plainPacket(LIMIT - 20)
    const stream = clientSide(framing).pack(packet)
    expect(feed(codec(framing), [stream])).toEqual([{ packet, quickAckWanted: false }])
  })
})

describe('transport errors', () => {
  it.each<[Framing, string]>([
    ['abridged', '01 6cfeffff'],
    ['intermediate', '04000000 6cfeffff'],
    ['padded', '04000000 6cfeffff'],
    ['full', '10000000 00000000 6cfeffff 0d2f4107'],
  ])('of %s framing are a frame of 4 bytes', (framing, bytes) => {
    expect(codec(framing).transportError(-404)).toEqual(hex(bytes))
  })

  it('count as a frame in full framing', () => {
    const writer = codec('full')
    const client = clientSide('full')
    const stream = Buffer.concat([writer.transportError(-429), writer.frame(PLAIN)])
    expect(client.unpack(stream)).toEqual([{ packet: hex('53feffff') }, { packet: PLAIN }])
  })
})

describe('quick acks', () => {
  it('go byte-swapped in abridged framing, so that the top bit comes first', () => {
    expect(codec('abridged').quickAck(0x81223344)).toEqual(hex('81223344'))
  })

  it('go bare and little-endian in intermediate framing', () => {
    expect(codec('intermediate').quickAck(0x81223344)).toEqual(hex('44332281'))
  })

  it('get the top bit that marks them even if the caller has not set it', () => {
    expect(codec('intermediate').quickAck(0x01223344)).toEqual(hex('44332281'))
  })

  it('go in a frame of 8 to 16 bytes after ffffffff in padded framing', () => {
    const lengths = new Set<number>()
    for (let i = 0; i < 500; i += 1) {
      const bytes = codec('padded').quickAck(0x81223344) ?? Buffer.alloc(0)
      expect(bytes.readUInt32LE(0)).toBe(bytes.length - 4)
      expect(bytes.subarray(4, 12)).toEqual(hex('ffffffff 44332281'))
      lengths.add(bytes.length - 4)
    }
    expect([...lengths].sort((a, b) => a - b)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16])
  })

  it('do not exist in full framing', () => {
    expect(codec('full').quickAck(1)).toBeUndefined()
  })
})

describe('full framing', () => {
  const whole = clientSide('full').pack(PLAIN)

  it('refuses any single flipped bit', () => {
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const broken = Buffer.from(whole)
      broken[bit >> 3] = (broken[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const queue = new ByteQueue()
      queue.push(broken)
      let packet: unknown
      try {
        packet = codec('full').read(queue)
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError)
      }
      expect(packet).toBeUndefined()
    }
  })

  it('refuses a number out of turn before the rest of the frame is there', () => {
    expect(() => feed(codec('full'), [whole, whole.subarray(0, 8)])).toThrow('number 0 where 1')
  })
})

describe('framing by words', () => {
  it('refuses to send a packet that abridged framing cannot measure', () => {
    expect(() => codec('abridged').frame(Buffer.alloc(21))).toThrow(RangeError)
  })

  it('refuses an intermediate length that is not in words', () => {
    expect(() => feed(codec('intermediate'), [hex('19000000')])).toThrow('not in words')
  })

  it('refuses empty packets', () => {
    expect(() => feed(codec('abridged'), [hex('00')])).toThrow('empty packet')
    expect(() => feed(codec('intermediate'), [hex('00000080')])).toThrow('empty packet')
    expect(() => feed(codec('full'), [hex('0c000000 00000000')])).toThrow('empty packet')
  })
})

describe('padded framing', () => {
  it('leaves alone what is neither an encrypted nor a plain message', () => {
    const short = hex('0700000001')
    expect(feed(codec('padded'), [hex('05000000'), short])).toEqual([
      { packet: short, quickAckWanted: false },
    ])
  })

  it('leaves a plain message alone whose length is a lie', () => {
    const lie = hex('0000000000000000 51e57ac42770964a ffffffff a1b2c3d4')
    expect(feed(codec('padded'), [hex('18000000'), lie])).toEqual([
      { packet: lie, quickAckWanted: false },
    ])
  })

  it('sends paddings of all lengths from 0 to 15', () => {
    const writer = codec('padded')
    const lengths = new Set<number>()
    for (let i = 0; i < 1000; i += 1) lengths.add(writer.frame(PLAIN).length - PLAIN.length - 4)
    expect([...lengths].sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, i) => i))
  })
})
