/** What the head of a picture says of it. */
export interface Image {
  readonly type: 'jpeg' | 'png'
  /** Pixels, at least 1. */
  readonly width: number
  readonly height: number
}

const PNG_HEAD = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82])

/**
 * Reads what a picture is from its head; undefined for what is neither JPEG nor PNG. What follows the
 * head is not looked at.
 *
 * Source: ITU-T T.81 annex B (JPEG); https://www.w3.org/TR/png-3/#11IHDR
 */
export function readImage(bytes: Buffer): Image | undefined {
  const image = bytes.subarray(0, PNG_HEAD.length).equals(PNG_HEAD)
    ? readPng(bytes)
    : readJpeg(bytes)
  return image && image.width > 0 && image.height > 0 ? image : undefined
}

function readPng(bytes: Buffer): Image | undefined {
  if (bytes.length < PNG_HEAD.length + 8) return undefined
  return { type: 'png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** Goes from marker to marker up to the frame's own, which holds the measures. */
function readJpeg(bytes: Buffer): Image | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined
  let at = 2
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      // Any number of these may stand before a marker.
      at += 1
      continue
    }
    if (hasNoBody(marker)) {
      at += 2
      continue
    }
    // The scan, or the end, before any frame.
    if (marker === 0xda || marker === 0xd9 || marker === 0) return undefined
    if (isFrame(marker)) {
      if (at + 9 > bytes.length) return undefined
      return { type: 'jpeg', width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    }
    at += 2 + Math.max(bytes.readUInt16BE(at + 2), 2)
  }
  return undefined
}

/** TEM and the restarts. */
function hasNoBody(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)
}

/** Every SOF; among their numbers are DHT, JPG and DAC, which are none. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
}
