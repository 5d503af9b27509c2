import type { AuthKeyRecord } from '../auth-keys.ts'
import type { Link } from './link.ts'
import { KeySalts } from './salts.ts'
import type { Session } from './session.ts'

/** An auth key in use, with its sessions and connections. */
export class LiveKey {
  /** 16 hex digits. */
  readonly id: string
  /** auth_key_id as it stands at the front of a packet. */
  readonly wire: Buffer
  /** The key itself, 256 bytes. */
  readonly key: Buffer
  readonly kind: 'perm' | 'temp'
  readonly salts: KeySalts
  readonly sessions = new Map<bigint, Session>()
  readonly links = new Set<Link>()
  /** The permanent key that this temporary one is bound to. */
  boundTo: string | undefined
  /** False once the key is dropped. */
  alive = true
  readonly #expiresAtMs: number
  readonly #low: number
  readonly #high: number

  constructor(record: AuthKeyRecord, saltSecret: Buffer) {
    this.id = record.id
    this.wire = Buffer.from(record.id, 'hex')
    this.key = record.key
    this.kind = record.kind
    this.boundTo = record.boundTo
    this.salts = new KeySalts(saltSecret, this.wire)
    this.#expiresAtMs = record.expiresAt === undefined ? Infinity : record.expiresAt * 1000
    this.#low = this.wire.readInt32LE(0)
    this.#high = this.wire.readInt32LE(4)
  }

  /** The permanent key whose authorization counts; undefined on an unbound temporary key. */
  get permKeyId(): string | undefined {
    return this.kind === 'perm' ? this.id : this.boundTo
  }

  /** Whether a packet (of at least 8 bytes) is encrypted with this key. */
  matches(packet: Buffer): boolean {
    return packet.readInt32LE(0) === this.#low && packet.readInt32LE(4) === this.#high
  }

  /** Whether the key may still be used: it was not dropped and, if temporary, has not expired. */
  usable(nowMs: number): boolean {
    return this.alive && nowMs < this.#expiresAtMs
  }
}
