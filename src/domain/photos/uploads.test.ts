import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS, type Limits } from '../../core/limits.ts'
import { RpcError } from '../../core/rpc-error.ts'
import { createUploads, type Uploads } from './uploads.ts'

const NOW = 1000

function refusal(work: () => unknown): string {
  try {
    work()
    return 'none'
  } catch (error) {
    if (error instanceof RpcError) return error.message
    throw error
  }
}

function make(limits: Partial<Limits> = {}) {
  const uploads = createUploads({ ...DEFAULT_LIMITS, ...limits })
  const save = (fileId: bigint, part: number, bytes: Buffer | number, accountId = 1, now = NOW) => {
    const content = typeof bytes === 'number' ? Buffer.alloc(bytes, part) : bytes
    uploads.save({ accountId, fileId, part, bytes: content }, now)
  }
  const read = (fileId: bigint, parts: number, accountId = 1, md5 = '', now = NOW) =>
    uploads.read({ accountId, fileId, parts, md5 }, now)
  return { uploads, save, read }
}

/** Whether the only part of a file is there. */
function has(uploads: Uploads, fileId: bigint, accountId = 1, now = NOW): boolean {
  return refusal(() => uploads.read({ accountId, fileId, parts: 1, md5: '' }, now)) === 'none'
}

describe('uploads', () => {
  it('join the parts in their order, however they came, each in its last form', () => {
    const { save, read } = make()
    save(7n, 1, Buffer.from('de'))
    save(7n, 0, Buffer.from('xyz'))
    save(7n, 0, Buffer.from('abc'))
    expect(read(7n, 2).toString()).toBe('abcde')
    expect(read(7n, 2).toString()).toBe('abcde')
  })

  it('keep what was sent, also when its memory is used for something else', () => {
    const { save, read } = make()
    const bytes = Buffer.from('abc')
    save(7n, 0, bytes)
    bytes.fill(0)
    expect(read(7n, 1).toString()).toBe('abc')
  })

  it('belong to the account that sent them', () => {
    const { uploads, save } = make()
    save(7n, 0, 10)
    expect([has(uploads, 7n), has(uploads, 7n, 2)]).toEqual([true, false])
  })

  it('name the first part that is missing', () => {
    const { save, read } = make()
    save(7n, 0, 10)
    save(7n, 2, 10)
    expect(refusal(() => read(7n, 3))).toBe('FILE_PART_1_MISSING')
    expect(refusal(() => read(8n, 3))).toBe('FILE_PART_0_MISSING')
  })

  it.each([
    ['FILE_PART_EMPTY', 0, 0],
    ['FILE_PART_TOO_BIG', 0, 524_289],
    ['FILE_PART_INVALID', -1, 1],
    ['FILE_PART_INVALID', 4000, 1],
    ['none', 3999, 524_288],
  ])('answer %s for part %d of %d bytes', (error, part, size) => {
    const { save } = make()
    expect(refusal(() => save(7n, part, size))).toBe(error)
  })

  it('refuse parts of different sizes, the last excepted', () => {
    const { save, read } = make()
    ;[10, 9, 10].forEach((size, part) => save(7n, part, size))
    expect(refusal(() => read(7n, 3))).toBe('FILE_PARTS_INVALID')
    expect(refusal(() => read(7n, 2))).toBe('none')
    save(8n, 0, 10)
    save(8n, 1, 11)
    expect(refusal(() => read(8n, 2))).toBe('FILE_PARTS_INVALID')
  })

  it.each([0, -1, 4001, 2 ** 31 - 1])('refuse a file of %d parts', (parts) => {
    expect(refusal(() => make().read(7n, parts))).toBe('FILE_PARTS_INVALID')
  })

  it('compare the checksum, where there is one', () => {
    const { save, read } = make()
    save(7n, 0, Buffer.from('abc'))
    const md5 = createHash('md5').update('abc').digest('hex')
    expect(refusal(() => read(7n, 1, 1, md5.toUpperCase()))).toBe('none')
    expect(refusal(() => read(7n, 1, 1, md5.replace(/./, 'x')))).toBe('MD5_CHECKSUM_INVALID')
  })

  it('refuse what would make a file larger than a photo, and keep what there is of it', () => {
    const { save, read } = make({ photoBytes: 10_000 })
    save(7n, 0, 8000)
    expect(refusal(() => save(7n, 1, 8000))).toBe('FILE_PARTS_INVALID')
    expect(read(7n, 1)).toHaveLength(8000)
    // The same part again takes the place of the first.
    expect(refusal(() => save(7n, 0, 9000))).toBe('none')
  })

  it('forget the oldest file of an account that sends too much, and nobody else’s', () => {
    const { uploads, save } = make({ uploadBytesPerAccount: 5000 })
    save(1n, 0, 2000, 2)
    for (const id of [1n, 2n, 3n]) save(id, 0, 2000)
    expect([1n, 2n, 3n].map((id) => has(uploads, id))).toEqual([false, true, true])
    expect(has(uploads, 1n, 2)).toBe(true)
  })

  it('forget the oldest files of all when there are too many, small ones counted as a kilobyte', () => {
    const { uploads, save } = make({ uploadBytes: 3 * 1024 })
    for (const account of [1, 2, 3, 4]) save(1n, 0, 1, account)
    expect([1, 2, 3, 4].map((account) => has(uploads, 1n, account))).toEqual([
      false,
      true,
      true,
      true,
    ])
  })

  it('forget a file that nobody used in time', () => {
    const { uploads, save } = make({ uploadSeconds: 60 })
    save(1n, 0, 10)
    expect([has(uploads, 1n, 1, NOW + 59), has(uploads, 1n, 1, NOW + 60)]).toEqual([true, false])
  })
})
