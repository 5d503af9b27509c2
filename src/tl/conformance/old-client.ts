import { decodeObject, decodeRequest, encodeObject } from '../api.ts'
import type { Fields } from '../conversions.ts'
import { linesOf } from '../layers.ts'
import type { TlObject } from '../object.ts'
import { ExactCodec } from './exact-codec.ts'

/** What a client of a layer sees of an object of the newest one. */
export function seenIn(layer: number, object: Fields): TlObject {
  return decodeObject(encodeObject(object, layer), layer)
}

/** What the server makes of a call that a client of a layer sends in its own shape. */
export function sentFrom(layer: number, call: Fields): TlObject {
  return decodeRequest(new ExactCodec(linesOf(layer)).encode(call))
}
