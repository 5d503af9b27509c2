import { setImmediate } from '../../core/timers.ts'
import { flushHttp } from './http-wait.ts'
import type { Lane } from './lane.ts'
import { writePackets } from './packets.ts'
import type { Core } from './core.ts'

/**
 * Collects the lanes that have something to send and serves them all at the end of the event-loop
 * turn, so that answers which become ready together leave in one packet.
 */
export class Flusher {
  #core: Core | undefined = undefined
  #lanes: Lane[] = []
  #armed = false

  /** Gives the flusher the core it belongs to; once, at the start. */
  connect(core: Core): void {
    this.#core = core
  }

  /** Serves this lane at the end of the turn. */
  schedule(lane: Lane): void {
    if (lane.scheduled) return
    lane.scheduled = true
    this.#lanes.push(lane)
    if (this.#armed) return
    this.#armed = true
    setImmediate(() => this.flush())
  }

  /** Serves every lane that waits now. */
  flush(): void {
    this.#armed = false
    const core = this.#core
    if (!core) return
    const lanes = this.#lanes
    this.#lanes = []
    for (const lane of lanes) {
      lane.scheduled = false
      if (!lane.live) continue
      try {
        if (lane.link.http) flushHttp(core, lane)
        else writePackets(core, lane)
      } catch (error) {
        core.log.bug(error, 'a packet could not be written')
        lane.link.close('internal error')
      }
    }
  }
}
