import { valueReader, valueWriter, type ReadValue, type WriteValue } from './compile.ts'
import { codecOf, everyId } from './codec.ts'
import { coerceDown } from './convert.ts'
import { TlEncodeError } from './errors.ts'
import { NEWEST_LAYER, newestLines } from './layers.ts'
import type { TlObject } from './object.ts'
import { ObjectReader } from './object-reader.ts'
import { ObjectWriter } from './object-writer.ts'
import { parseType } from './schema.ts'

export { layerFor, NEWEST_LAYER, OLDEST_LAYER, storedLayers } from './layers.ts'

/**
 * Reads a function call of any layer from 158 on, and the older ones of legacy.tl. The call and all
 * that stands in it come out under the newest layer's names and in its shape; a wrapper such as
 * invokeWithLayer has the inner call in `query`. A gzip_packed call is unpacked, up to 16 MiB
 * and to a multiple of its packed size (object-reader.ts).
 *
 * @throws TlDecodeError for anything else, bytes after the end included
 */
export function decodeRequest(bytes: Uint8Array): TlObject {
  const reader = new ObjectReader(bytes, everyId())
  const call = reader.query()
  reader.end()
  return call
}

/**
 * Reads any boxed object or call by one layer's own schema, as a client of that layer would.
 *
 * @throws TlDecodeError for what that layer does not know
 */
export function decodeObject(bytes: Uint8Array, layer: number = NEWEST_LAYER): TlObject {
  const reader = new ObjectReader(bytes, codecOf(layer))
  const object = reader.object()
  reader.end()
  return object
}

/**
 * Writes an object of the newest layer (or a call) in a stored layer: what that layer lacks is left
 * out, converted or replaced by an empty object.
 *
 * @throws TlEncodeError when a value has the wrong type, or when the layer has nothing for the object
 */
export function encodeObject(object: TlObject, layer: number): Buffer {
  const writer = new ObjectWriter(codecOf(layer))
  writer.object(object)
  return writer.finish()
}

/**
 * Writes a method's result by the type that the method has in a stored layer. `value` is what the
 * newest layer's method returns; where the older type is another, conversions.ts says how to get it.
 *
 * @throws TlEncodeError as `encodeObject`; with `layerLacksIt` when that layer cannot hold the answer
 */
export function encodeResult(method: string, value: unknown, layer: number): Buffer {
  const now = newestLines().methods.get(method)?.type
  const then = codecOf(layer).method(method)?.type ?? now
  if (then === undefined) throw new TlEncodeError(`no method ${method}`)
  let result = value
  const convert = now === undefined || now === then ? undefined : coerceDown(now, then)
  if (convert !== undefined) {
    result = convert(value)
    if (result === undefined) {
      throw new TlEncodeError(`${method}: layer ${layer} cannot hold this answer`, true)
    }
  }
  const writer = new ObjectWriter(codecOf(layer))
  resultWriter(then)(writer, result, method)
  return writer.finish()
}

/**
 * Reads a method's result by the type that the method has in a stored layer.
 *
 * @throws TlDecodeError when the bytes are no such result
 */
export function decodeResult(method: string, bytes: Uint8Array, layer: number): unknown {
  const type = codecOf(layer).method(method)?.type ?? newestLines().methods.get(method)?.type
  if (type === undefined) throw new RangeError(`no method ${method}`)
  const reader = new ObjectReader(bytes, codecOf(layer))
  const value = resultReader(type)(reader)
  reader.end()
  return value
}

/** Whether a stored layer has a method of that name. */
export function hasMethod(name: string, layer: number): boolean {
  return codecOf(layer).method(name) !== undefined
}

/** Every method of the newest layer with the id it has there, in the order of the schema. */
export function methodIds(): ReadonlyMap<string, number> {
  const methods = [...newestLines().methods.values()]
  return new Map(methods.map((line) => [line.name, line.id]))
}

const readers = new Map<string, ReadValue>()
const writers = new Map<string, WriteValue>()

function resultReader(type: string): ReadValue {
  let reader = readers.get(type)
  if (reader === undefined) {
    reader = valueReader(parseType(type))
    readers.set(type, reader)
  }
  return reader
}

function resultWriter(type: string): WriteValue {
  let writer = writers.get(type)
  if (writer === undefined) {
    writer = valueWriter(parseType(type))
    writers.set(type, writer)
  }
  return writer
}
