import type { LoggedEvent } from '../../domain/updates/update.ts'
import type { TypeUpdate } from '../../tl/generated/base.ts'
import { Repeated } from '../../tl/repeated.ts'
import { Encoder, type Viewer } from './encoder.ts'
import { encodeUpdate } from './updates.ts'

/** An update as everybody is told it for whom `by.isFor` holds. */
interface SharedUpdate {
  /** Undefined where it speaks of something that is gone. */
  readonly update: Repeated | undefined
  /** Knows whom it names, and for whom it holds. */
  readonly by: Encoder
}

/**
 * The updates of what is told to many at once. One that every viewer is told alike is made once, and its
 * bytes once for each layer; whether it is alike its encoder knows, which notes each look at its viewer.
 * Of everybody's own are then only `users` and `chats`, with their access hashes.
 */
export class SharedUpdates {
  /** By the data centre where files are. */
  readonly #byDc = new Map<number, Map<LoggedEvent, SharedUpdate>>()

  /** An event as the viewer of `e` is told it. Whom it names is noted there. */
  async encode(
    e: Encoder,
    viewer: Viewer,
    event: LoggedEvent,
  ): Promise<TypeUpdate | Repeated | undefined> {
    // What comes into an account's own box is told to nobody else.
    if (event.to !== 'channel') return encodeUpdate(e, event)
    let known = this.#byDc.get(e.dcId)
    if (!known) this.#byDc.set(e.dcId, (known = new Map<LoggedEvent, SharedUpdate>()))
    const shared = known.get(event)
    if (shared?.by.isFor(viewer.id)) {
      e.noteAllOf(shared.by)
      return shared.update
    }
    const by = new Encoder(e.u, viewer)
    const update = await encodeUpdate(by, event)
    e.noteAllOf(by)
    if (!by.isFor(viewer.id)) return update
    const repeated = update && new Repeated(update)
    known.set(event, { update: repeated, by })
    return repeated
  }
}
