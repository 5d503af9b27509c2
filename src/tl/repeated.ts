import type { WriteSchema } from './object-writer.ts'
import type { TlObject } from './object.ts'

/**
 * An object that is in many vectors, such as an update in what each receiver is sent: it is written
 * once for each layer, and its bytes are copied from then on. The object must not change any more.
 */
export class Repeated {
  readonly object: TlObject
  /** By layer; undefined where the layer has nothing for it. */
  readonly #written = new Map<WriteSchema, Uint8Array | undefined>()

  constructor(object: TlObject) {
    this.object = object
  }

  /** Its bytes in a layer; `write` is called the first time. */
  in(schema: WriteSchema, write: () => Uint8Array | undefined): Uint8Array | undefined {
    if (this.#written.has(schema)) return this.#written.get(schema)
    const bytes = write()
    this.#written.set(schema, bytes)
    return bytes
  }
}
