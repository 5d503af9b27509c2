import { createHash } from 'node:crypto'
import type { Limits } from '../../core/limits.ts'
import { rpcError } from '../../core/rpc-error.ts'

/** One part of a file that a client uploads (https://core.telegram.org/api/files#uploading-files). */
export interface FilePart {
  readonly accountId: number
  /** Chosen by the client. */
  readonly fileId: bigint
  /** From 0 on. */
  readonly part: number
  readonly bytes: Uint8Array
}

/** A file whose parts were uploaded, as a client names it. */
export interface UploadedFile {
  readonly accountId: number
  readonly fileId: bigint
  readonly parts: number
  /** Hexadecimal; '' where the client says none. */
  readonly md5: string
}

/**
 * Parts of files that wait to be used. They are kept in memory only: a client that is told of a missing
 * part uploads it again.
 */
export interface Uploads {
  /**
   * Keeps a part, over one of the same number.
   *
   * @param now wall time, unix seconds
   * @throws FILE_PART_EMPTY, FILE_PART_TOO_BIG, FILE_PART_INVALID for a number out of range
   * @throws FILE_PARTS_INVALID for a file that is larger than any file here may be
   */
  save(part: FilePart, now: number): void
  /**
   * All bytes of a file. It stays, since clients may use it more than once.
   *
   * @throws FILE_PARTS_INVALID for an impossible number of parts, or parts of different sizes
   * @throws FILE_PART_%d_MISSING, MD5_CHECKSUM_INVALID
   */
  read(file: UploadedFile, now: number): Buffer
  /** Forgets everything. */
  clear(): void
}

interface Upload {
  readonly accountId: number
  readonly parts: Map<number, Buffer>
  /** When its newest part came. */
  savedAt: number
  cost: number
}

/** The least that a part counts, so that many small ones are not for free. */
const PART_COST_MIN = 1024

/** Makes the place where uploaded parts wait. */
export function createUploads(limits: Limits): Uploads {
  // The one that got a part last stands last.
  const uploads = new Map<string, Upload>()
  let total = 0

  function forget(key: string, { cost }: Upload): void {
    uploads.delete(key)
    total -= cost
  }

  function forgetOld(now: number): void {
    for (const [key, one] of uploads) {
      if (one.savedAt + limits.uploadSeconds > now) break
      forget(key, one)
    }
  }

  /** Makes room for one upload among those of its account, and among all. */
  function makeRoom(accountId: number, except: string): void {
    const own = [...uploads].filter(([, one]) => one.accountId === accountId)
    let ownCost = own.reduce((sum, [, one]) => sum + one.cost, 0)
    for (const [key, one] of own) {
      if (ownCost <= limits.uploadBytesPerAccount) break
      if (key === except) continue
      ownCost -= one.cost
      forget(key, one)
    }
    for (const [key, one] of uploads) {
      if (total <= limits.uploadBytes) break
      if (key !== except) forget(key, one)
    }
  }

  return {
    save({ accountId, fileId, part, bytes }, now) {
      checkPart(limits, part, bytes)
      forgetOld(now)
      const key = keyOf(accountId, fileId)
      const upload = uploads.get(key) ?? {
        accountId,
        parts: new Map<number, Buffer>(),
        savedAt: now,
        cost: 0,
      }
      const change = costOf(bytes) - costOf(upload.parts.get(part))
      if (upload.cost + change > limits.photoBytes + PART_COST_MIN) {
        throw rpcError('FILE_PARTS_INVALID', { reason: 'larger than any file here' })
      }
      // Of its own memory: the caller's is a piece of a whole packet.
      upload.parts.set(part, Buffer.from(bytes))
      upload.cost += change
      upload.savedAt = now
      total += change
      uploads.delete(key)
      uploads.set(key, upload)
      makeRoom(accountId, key)
    },
    read({ accountId, fileId, parts, md5 }, now) {
      if (parts < 1 || parts > limits.fileParts) throw rpcError('FILE_PARTS_INVALID')
      forgetOld(now)
      const file = joined(uploads.get(keyOf(accountId, fileId))?.parts, parts)
      if (md5 !== '' && createHash('md5').update(file).digest('hex') !== md5.toLowerCase()) {
        throw rpcError('MD5_CHECKSUM_INVALID')
      }
      return file
    },
    clear() {
      uploads.clear()
      total = 0
    },
  }
}

function checkPart(limits: Limits, part: number, bytes: Uint8Array): void {
  if (bytes.length === 0) throw rpcError('FILE_PART_EMPTY')
  if (bytes.length > limits.filePartBytes) throw rpcError('FILE_PART_TOO_BIG')
  if (part < 0 || part >= limits.fileParts) throw rpcError('FILE_PART_INVALID')
}

function joined(saved: ReadonlyMap<number, Buffer> | undefined, parts: number): Buffer {
  const found: Buffer[] = []
  for (let i = 0; i < parts; i++) {
    const part = saved?.get(i)
    if (part === undefined) throw rpcError('FILE_PART_%d_MISSING', { value: i })
    found.push(part)
  }
  const size = found[0]?.length ?? 0
  const uneven = found.slice(0, -1).some((part) => part.length !== size)
  if (uneven || (found.at(-1)?.length ?? 0) > size) {
    throw rpcError('FILE_PARTS_INVALID', { reason: 'all parts but the last must be of one size' })
  }
  return Buffer.concat(found)
}

function keyOf(accountId: number, fileId: bigint): string {
  return `${accountId}:${fileId}`
}

function costOf(bytes: Uint8Array | undefined): number {
  return bytes === undefined ? 0 : Math.max(bytes.length, PART_COST_MIN)
}
