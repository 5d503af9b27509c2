import { isUtf8 } from 'node:buffer'

/**
 * Parameters of a query string or of a urlencoded form. Escapes that are none are left as they are.
 *
 * @param bytes the form, one character for each byte (latin1)
 */
export function formEntries(bytes: string): (readonly [name: string, value: string])[] {
  if (bytes === '') return []
  return bytes.split('&').map((pair) => {
    const equals = pair.indexOf('=')
    const name = equals < 0 ? pair : pair.slice(0, equals)
    const value = equals < 0 ? '' : pair.slice(equals + 1)
    return [formText(name), formText(value)]
  })
}

/** ASCII without an escape. */
const NOTHING_TO_DECODE = /^[\0-$&-\x7f]*$/

/** Text of percent-encoded bytes, where `+` stands for itself. */
export function percentDecoded(bytes: string): string {
  // A form of a megabyte may have half a million pairs, and most texts have nothing to decode.
  if (NOTHING_TO_DECODE.test(bytes)) return bytes
  const raw = bytes.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  )
  return textOf(Buffer.from(raw, 'latin1'))
}

/**
 * Text of bytes. Those that are no UTF-8 become lone surrogates, which `Params.text` refuses; a
 * U+FFFD that the client wrote itself stays what it is.
 */
export function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  return isUtf8(bytes) ? text : text.replaceAll('\uFFFD', '\uDC80')
}

function formText(bytes: string): string {
  return percentDecoded(bytes.replaceAll('+', ' '))
}
