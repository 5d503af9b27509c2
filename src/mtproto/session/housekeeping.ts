import { clearInterval, setInterval } from '../../core/timers.ts'
import type { Core } from './core.ts'
import type { Session } from './session.ts'

/** Every how many rounds the sessions are gone through for what is too old. */
const SWEEP_ROUNDS = 10

/**
 * The work that no packet triggers, in rounds of `ackDelayMs`: acknowledges calls that take long,
 * and now and then sends again what was not acknowledged and forgets sessions whose client stays
 * away.
 */
export class Housekeeping {
  readonly #core: Core
  readonly #timer: NodeJS.Timeout
  #round = 0

  constructor(core: Core) {
    this.#core = core
    this.#timer = setInterval(() => this.run(), core.limits.ackDelayMs).unref()
  }

  /** Ends the rounds. */
  stop(): void {
    clearInterval(this.#timer)
  }

  /** One round. */
  run(): void {
    const core = this.#core
    try {
      const nowMs = core.clock.wallMs()
      acknowledgeSlowCalls(core, nowMs)
      if (core.heldBytes > core.limits.heldBytesTotal) shed(core)
      this.#round = (this.#round + 1) % SWEEP_ROUNDS
      if (this.#round === 0) sweep(core, nowMs)
    } catch (error) {
      core.log.bug(error, 'the housekeeping of sessions failed')
    }
  }
}

function acknowledgeSlowCalls(core: Core, nowMs: number): void {
  for (const session of core.registry.busy) {
    for (const call of session.calls.values()) {
      // Calls stand in the order they came, so that the first young one ends the search.
      if (nowMs - call.startedMs < core.limits.ackDelayMs) break
      if (call.received.acknowledged) continue
      call.received.acknowledged = true
      session.out.acks.push(call.msgId)
    }
    const lane = session.out.newest
    if (session.out.acks.length > 0 && lane) core.flusher.schedule(lane)
    if (session.calls.size === 0) core.registry.noteIdle(session)
  }
}

/** Forgets sessions without a connection until what is held fits again, the longest away first. */
function shed(core: Core): void {
  const away: Session[] = [...core.registry.away]
  for (const session of away) {
    if (core.heldBytes <= core.limits.heldBytesTotal) return
    if (session.out.held.bytes > 0) session.forget('all sessions together hold too much')
  }
}

function sweep(core: Core, nowMs: number): void {
  const { idleSessionSeconds, httpOnlineSeconds } = core.limits
  core.registry.dropExpired(nowMs)
  for (const session of [...core.registry.away]) {
    const awayMs = nowMs - session.lastSeenMs
    if (awayMs > idleSessionSeconds * 1000) session.forget('its client stayed away')
    else if (awayMs > httpOnlineSeconds * 1000) session.expireOnline()
  }
  for (const session of core.registry.all()) session.out.sweep(nowMs)
}
