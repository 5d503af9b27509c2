import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteQueue } from './byte-queue.ts'

describe('ByteQueue', () => {
  it('gives back the bytes it was given, however they are cut on either side', () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 30 })
    const takes = fc.array(fc.nat(60), { maxLength: 60 })
    fc.assert(
      fc.property(chunks, takes, (given, sizes) => {
        const queue = new ByteQueue()
        const taken: { view: Buffer; copy: Buffer }[] = []
        let next = 0
        for (const chunk of given) {
          queue.push(Buffer.from(chunk))
          const size = Math.min(sizes[next++] ?? 0, queue.length)
          const view = queue.take(size)
          taken.push({ view, copy: Buffer.from(view) })
        }
        taken.push({ view: queue.peek(queue.length), copy: Buffer.from(queue.drain()) })
        expect(Buffer.concat(taken.map(({ copy }) => copy))).toEqual(Buffer.concat(given))
        for (const { view, copy } of taken) expect(view).toEqual(copy)
        expect(queue.length).toBe(0)
      }),
    )
  })

  it('reads numbers across the border of two chunks', () => {
    const queue = new ByteQueue()
    queue.push(Buffer.from([0xff, 0x01, 0x02]))
    queue.skip(1)
    queue.push(Buffer.from([0x03, 0x84]))
    expect(queue.uint32At(0)).toBe(0x84030201)
    expect(queue.byteAt(3)).toBe(0x84)
    expect(queue.length).toBe(4)
  })

  it('hands out a whole chunk without copying it', () => {
    const queue = new ByteQueue()
    const chunk = Buffer.from([1, 2, 3, 4])
    queue.push(chunk)
    expect(queue.take(2).buffer).toBe(chunk.buffer)
    expect(queue.take(2).byteOffset).toBe(chunk.byteOffset + 2)
  })

  it('allocates a number of times that grows with the logarithm of the bytes', () => {
    const queue = new ByteQueue()
    const buffers = new Set<ArrayBufferLike>()
    for (let i = 0; i < 100_000; i += 1) {
      queue.push(Buffer.from([i & 255]))
      buffers.add(queue.peek(1).buffer)
    }
    expect(buffers.size).toBeLessThan(20)
    expect(queue.length).toBe(100_000)
  })

  it('lets go of its memory once it is empty', () => {
    const queue = new ByteQueue()
    queue.push(Buffer.alloc(1000))
    queue.push(Buffer.alloc(1000))
    queue.drain()
    expect(queue.peek(1).buffer.byteLength).toBe(0)
  })
})
