import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { TlReader } from './reader.ts'
import { TlWriter } from './writer.ts'

/** Writes with one writer and gives the bytes to a reader. */
function through(write: (writer: TlWriter) => void): TlReader {
  const writer = new TlWriter()
  write(writer)
  return new TlReader(writer.finish())
}

describe('what is written is read again', () => {
  test('numbers', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        fc.maxSafeInteger(),
        fc.double(),
        fc.boolean(),
        (int, long, id, double, bool) => {
          const reader = through((writer) => {
            writer.int(int)
            writer.long(long)
            writer.id(id)
            writer.double(double)
            writer.bool(bool)
          })
          expect([reader.int(), reader.long(), reader.id()]).toEqual([int, long, id])
          expect([reader.double(), reader.bool()]).toEqual([double, bool])
          reader.end()
        },
      ),
    )
  })

  test('strings and bytes, padded to a multiple of four', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ minLength: 250, maxLength: 260 }),
    )
    fc.assert(
      fc.property(text, fc.uint8Array({ maxLength: 300 }), (string, bytes) => {
        const reader = through((writer) => {
          writer.string(string)
          writer.bytes(bytes)
        })
        expect(reader.length % 4).toBe(0)
        expect(reader.string()).toBe(string)
        expect(reader.bytes().equals(bytes)).toBe(true)
        reader.end()
      }),
    )
  })

  test('long strings, whose length takes four bytes', () => {
    const reader = through((writer) => writer.string('é'.repeat(100_000)))
    expect(reader.length).toBe(200_004)
    expect(reader.string()).toBe('é'.repeat(100_000))
  })

  test('numbers where longs are meant, and bigints where ids are', () => {
    const reader = through((writer) => {
      writer.long(-5)
      writer.id(2n ** 40n)
    })
    expect([reader.long(), reader.id()]).toEqual([-5n, 2 ** 40])
  })
})

describe('the reader', () => {
  test('reads an id beyond 2^53 imprecisely rather than not at all', () => {
    expect(through((writer) => writer.long(2n ** 63n - 1n)).id()).toBe(2 ** 63)
  })

  test('replaces what is no UTF-8', () => {
    expect(through((writer) => writer.bytes(Buffer.from([0x61, 0xff, 0x62]))).string()).toBe(
      'a\ufffdb',
    )
  })

  test('accepts a short string under a long length, and any padding', () => {
    expect(new TlReader(Buffer.from('fe0200006162ffff', 'hex')).string()).toBe('ab')
  })

  test.each([
    ['an int', '010203', 'truncated', (reader: TlReader) => reader.int()],
    [
      'a string longer than the bytes',
      '0a61626364',
      'truncated',
      (reader: TlReader) => reader.string(),
    ],
    ['a string without its padding', '026162', 'truncated', (reader: TlReader) => reader.string()],
    [
      'a string whose length is 255',
      'ff616263',
      'malformed',
      (reader: TlReader) => reader.string(),
    ],
    ['a Bool that is neither', '00000000', 'malformed', (reader: TlReader) => reader.bool()],
    [
      'a vector that is none',
      '0000000000000000',
      'malformed',
      (reader: TlReader) => reader.vectorCount(true, 4),
    ],
    [
      'more items than fit',
      '15c4b51cffffff7f',
      'truncated',
      (reader: TlReader) => reader.vectorCount(true, 4),
    ],
    [
      'fewer items than none',
      '15c4b51cffffffff',
      'malformed',
      (reader: TlReader) => reader.vectorCount(true, 4),
    ],
    ['bytes after the end', '00', 'malformed', (reader: TlReader) => reader.end()],
  ])('refuses %s', (_name, hex, kind, read) => {
    expect(() => read(new TlReader(Buffer.from(hex, 'hex')))).toThrow(
      expect.objectContaining({ name: 'TlDecodeError', kind }) as Error,
    )
  })
})

describe('the writer', () => {
  test.each([
    ['ints', 4, (writer: TlWriter) => writer.int(7)],
    ['longs', 8, (writer: TlWriter) => writer.long(7n)],
    ['ids', 8, (writer: TlWriter) => writer.id(7)],
    ['doubles', 8, (writer: TlWriter) => writer.double(7)],
    ['strings', 4, (writer: TlWriter) => writer.string('abc')],
    ['bytes', 4, (writer: TlWriter) => writer.bytes(Buffer.from('abc'))],
    ['raw bytes', 3, (writer: TlWriter) => writer.raw(Buffer.from('abc'))],
  ])('grows under any number of %s', (_name, size, write) => {
    const large = new TlWriter()
    large.raw(Buffer.alloc(2_000_000))
    large.finish() // too large to be kept: the next one starts small
    const writer = new TlWriter()
    for (let i = 0; i < 5000; i++) write(writer)
    const written = writer.finish()
    expect(written.length).toBe(5000 * size)
    expect(written.subarray(-size)).toEqual(written.subarray(0, size))
  })

  test('grows and never shares memory between what it returns', () => {
    const first = new TlWriter()
    first.raw(Buffer.alloc(100_000, 1))
    const one = first.finish()
    const second = new TlWriter()
    second.raw(Buffer.alloc(100_000, 2))
    second.finish()
    expect(one.every((byte) => byte === 1)).toBe(true)
  })

  test('fills padding with zeros, whatever stood there', () => {
    const first = new TlWriter()
    first.raw(Buffer.alloc(64, 0xff))
    first.finish()
    expect(
      through((writer) => writer.string('é'))
        .rest()
        .toString('hex'),
    ).toBe('02c3a900')
  })

  test('writes missing values as zeros', () => {
    const reader = through((writer) => {
      writer.int(undefined)
      writer.long(undefined)
      writer.string(undefined)
      writer.bool(undefined)
      writer.raw(undefined, 16)
    })
    expect([reader.int(), reader.long(), reader.string(), reader.bool()]).toEqual([
      0,
      0n,
      '',
      false,
    ])
    expect(reader.rest()).toEqual(Buffer.alloc(16))
  })

  test.each([
    ['an int beyond 32 bits', (writer: TlWriter) => writer.int(2 ** 31, 'date')],
    ['half an id', (writer: TlWriter) => writer.id(0.5, 'date')],
    ['a number as a string', (writer: TlWriter) => writer.string(5, 'date')],
    ['a string as bytes', (writer: TlWriter) => writer.bytes('x', 'date')],
    ['a nonce of the wrong length', (writer: TlWriter) => writer.raw(Buffer.alloc(15), 16, 'date')],
    ['null as a boolean', (writer: TlWriter) => writer.bool(null, 'date')],
  ])('refuses %s and names the field', (_name, write) => {
    expect(() => write(new TlWriter())).toThrow(/^date: /)
  })
})
