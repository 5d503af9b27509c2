/**
 * What the test of both doors saw: which fields MTProto's encoders write and which of them are read for the
 * Bot API, which fields the Bot API's encoders write, and where the doors differ.
 */
export class Ledger {
  /** Differences, each as one line. */
  readonly differences = new Set<string>()
  /** `constructor.field` of everything that MTProto said, in any state. */
  readonly written = new Set<string>()
  /** Those from which something of the Bot API follows. */
  readonly read = new Set<string>()
  /** `Type.field` of everything that the Bot API said, in any state. */
  readonly told = new Set<string>()
  /** Those that were compared while at least one door had a value for them. */
  readonly met = new Set<string>()
  readonly #onlyMtproto: OneDoor

  constructor(onlyMtproto: OneDoor) {
    this.#onlyMtproto = onlyMtproto
  }

  /**
   * Notes the fields of an object, absent ones too, and of all that is in it; what is declared for
   * MTProto alone is not looked into. Gives the object back, to be read from now on under this eye.
   */
  watched<T>(value: T): T {
    this.#note(value)
    return this.#watch(value)
  }

  #note(value: unknown): void {
    if (Array.isArray(value)) for (const item of value as unknown[]) this.#note(item)
    if (!isTl(value)) return
    for (const [key, inner] of Object.entries(value)) {
      if (key === '_') continue
      this.written.add(`${value._}.${key}`)
      if (this.#onlyMtproto[value._]?.[key] === undefined) this.#note(inner)
    }
  }

  #watch<T>(value: T): T {
    if (Array.isArray(value)) return value.map((item: unknown) => this.#watch(item)) as T
    if (!isTl(value)) return value
    return new Proxy(value, {
      get: (object, key) => {
        const inner: unknown = Reflect.get(object, key)
        if (typeof key !== 'string' || key === '_') return inner
        this.read.add(`${object._}.${key}`)
        return this.#watch(inner)
      },
    })
  }
}

/** Fields that one door alone tells, by constructor or type: why. */
export type OneDoor = Readonly<Record<string, Readonly<Record<string, string>>>>

function isTl(value: unknown): value is { readonly _: string } {
  return typeof value === 'object' && value !== null && '_' in value
}
