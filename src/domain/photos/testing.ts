import type { Unit } from '../context.ts'

/** The head of a JPEG of that many pixels, and some bytes after it; no decoder would show it. */
export function jpegOf(width: number, height: number, length = 700): Buffer {
  const head = Buffer.from(
    'ffd8ffe000104a46494600010100000100010000ffc0000b080000000001011100',
    'hex',
  )
  const frame = head.indexOf(Buffer.from('ffc0', 'hex'))
  head.writeUInt16BE(height, frame + 5)
  head.writeUInt16BE(width, frame + 7)
  // Different bytes everywhere, so that one which is out of its place shows.
  const rest = Buffer.alloc(Math.max(length - head.length - 2, 0))
  for (let i = 0; i < rest.length; i++) rest[i] = (i * 31 + (i >> 8)) % 251
  return Buffer.concat([head, rest, Buffer.from('ffd9', 'hex')])
}

/** The head of a PNG of that many pixels. */
export function pngOf(width: number, height: number): Buffer {
  const png = Buffer.from(
    '89504e470d0a1a0a0000000d494844520000000000000000080200000000000000',
    'hex',
  )
  png.writeUInt32BE(width, 16)
  png.writeUInt32BE(height, 20)
  return png
}

/** Uploads a file in parts of that many bytes. */
export function upload(
  u: Unit,
  accountId: number,
  fileId: bigint,
  bytes: Buffer,
  partBytes = 1024,
): number {
  const parts = Math.ceil(bytes.length / partBytes)
  for (let part = 0; part < parts; part++) {
    const from = part * partBytes
    const piece = bytes.subarray(from, from + partBytes)
    u.uploads.save({ accountId, fileId, part, bytes: piece }, u.wallNow)
  }
  return parts
}
