/**
 * Why bytes could not be read.
 * - `unknown-function`: where a call must stand, an id that no schema has or that is no function
 * - `unknown-constructor`: anywhere else, an id that no schema has
 * - `truncated`: the bytes end within a value
 * - `malformed`: a value of the wrong type, a bad Bool, bytes after the end, broken gzip
 * - `limit`: correct so far, but deeper, longer or larger than the server accepts
 */
export type TlDecodeErrorKind =
  'unknown-function' | 'unknown-constructor' | 'truncated' | 'malformed' | 'limit'

/** Bytes that are no TL value. The only error that reading throws, whatever the bytes. */
export class TlDecodeError extends Error {
  override readonly name = 'TlDecodeError'
  readonly kind: TlDecodeErrorKind
  /** Where in the bytes the fault stands. */
  readonly offset: number
  /** The id that was met, where the fault is about one. */
  readonly constructorId?: number
  /** The innermost call that the fault stands in, where its name was read before. */
  method?: string

  constructor(kind: TlDecodeErrorKind, reason: string, offset: number, constructorId?: number) {
    super(`${reason} at byte ${offset}`)
    this.kind = kind
    this.offset = offset
    if (constructorId !== undefined) this.constructorId = constructorId >>> 0
  }
}

/**
 * An object that cannot be written: a value of the wrong type (a bug of the caller), or a
 * constructor that the receiver's layer does not have and nothing can stand for.
 */
export class TlEncodeError extends Error {
  override readonly name = 'TlEncodeError'
  /** True when only the receiver's layer is in the way; the newest layer could hold the object. */
  readonly layerLacksIt: boolean

  constructor(reason: string, layerLacksIt = false) {
    super(reason)
    this.layerLacksIt = layerLacksIt
  }
}
