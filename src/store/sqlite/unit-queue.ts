import { NO_METRICS, type Metrics } from '../../core/metrics.ts'
import { performance, setImmediate } from '../../core/timers.ts'
import type { SqliteEngine, Write } from './engine.ts'
import { turn } from './turn.ts'

interface Job {
  readonly work: () => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** An outcome that waits for the commit which holds it. */
type Outcome = { job: Job; ok: true; value: unknown } | { job: Job; ok: false; error: unknown }

/** Units in one transaction; past it the batch commits and the next one begins. */
const BATCH_MAX = 512

/**
 * Milliseconds after which a batch takes no more units: a client that sends a thousand costly calls at once
 * must not keep everybody else's packets unread until all are answered.
 */
const BATCH_MS = 25

/** Writes that are done again before the event loop has a turn. */
const REPEATED_AT_A_STRETCH = 400

/** Errors that answer the caller although the unit's writes are to be kept. */
export interface KeepsUnit {
  readonly keepsUnit: true
}

/**
 * Runs units one after another, and commits those of one event-loop turn together
 * (ARCHITECTURE.md, "What holds everywhere"): one `COMMIT` with an fsync for all. No promise settles before its commit, so nothing
 * that a caller was told can be lost.
 *
 * A unit that fails after it wrote is taken back alone. A savepoint for each unit would do that, but it
 * copies every page that a unit changes, which costs a third of an insert. So the writes of the batch
 * are noted instead: the transaction is rolled back and the writes of the units before are done again,
 * which gives the same state, since no statement depends on anything but the database. The batch goes
 * on with savepoints then, so that many failing units do not repeat the writes many times.
 */
export class UnitQueue {
  readonly #engine: SqliteEngine
  readonly #onLost: () => void
  readonly #committed: Metrics['committed']
  readonly #waiting: Job[] = []
  #running = false
  #closed = false
  /** What the batch has written so far, in order. */
  #written: Write[] = []
  /** Whether the units of this batch get savepoints from now on. */
  #careful = false
  /** Whether the unit that runs has its savepoint. */
  #saved = false

  /**
   * @param onLost called when a commit failed, and with it every unit of its batch
   * @param committed called after each commit of something that was written
   */
  constructor(
    engine: SqliteEngine,
    onLost: () => void,
    committed: Metrics['committed'] = NO_METRICS.committed,
  ) {
    this.#engine = engine
    this.#onLost = onLost
    this.#committed = committed
    engine.observer = {
      before: () => {
        if (!this.#careful || this.#saved) return
        this.#saved = true
        engine.step('SAVEPOINT unit')
      },
      after: (write) => {
        this.#written.push(write)
      },
    }
  }

  /** Queues a unit; settles after the commit, or after the rollback of this unit alone. */
  run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('the store is closed'))
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (value: unknown) => void, reject })
      if (!this.#running) {
        this.#running = true
        // The check phase comes after all sockets of this turn were read: their units commit together.
        setImmediate(() => void this.#drain())
      }
    })
  }

  /** Refuses new units and resolves when those accepted have been committed. */
  async close(): Promise<void> {
    this.#closed = true
    while (this.#running) await turn()
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const isLate = await this.#commitTogether()
      if (isLate) await turn()
    }
    this.#running = false
  }

  /** @returns whether the batch took its time */
  async #commitTogether(): Promise<boolean> {
    const until = performance.now() + BATCH_MS
    let isLate = false
    const batch: Job[] = []
    const outcomes: Outcome[] = []
    this.#written = []
    this.#careful = false
    this.#saved = false
    try {
      this.#engine.step('BEGIN')
      do {
        while (!isLate && batch.length < BATCH_MAX) {
          const job = this.#waiting.shift()
          if (job === undefined) break
          batch.push(job)
          outcomes.push(await this.#runUnit(job))
          isLate = performance.now() > until
        }
        // What came in meanwhile joins the batch: a turn of the event loop costs far less than an fsync.
        if (!isLate && this.#written.length > 0 && batch.length < BATCH_MAX) await turn()
      } while (!isLate && this.#waiting.length > 0 && batch.length < BATCH_MAX)
      this.#commit(batch.length)
    } catch (error) {
      this.#rollback()
      this.#onLost()
      const reason = this.#engine.place.explain(error)
      for (const job of batch) job.reject(reason)
      return isLate
    }
    for (const outcome of outcomes) {
      if (outcome.ok) outcome.job.resolve(outcome.value)
      else outcome.job.reject(this.#engine.place.explain(outcome.error))
    }
    return isLate
  }

  #commit(units: number): void {
    // Here, where nothing was told yet of what would be lost.
    this.#engine.place.check()
    const startedAt = performance.now()
    this.#engine.step('COMMIT')
    if (this.#written.length > 0) this.#committed(units, (performance.now() - startedAt) / 1000)
  }

  async #runUnit(job: Job): Promise<Outcome> {
    const kept = this.#written.length
    let outcome: Outcome
    try {
      outcome = { job, ok: true, value: await job.work() }
    } catch (error) {
      // Without its transaction the whole batch is lost.
      if (!this.#engine.inTransaction) throw error
      if (!(error as Partial<KeepsUnit>).keepsUnit) await this.#takeBack(kept)
      outcome = { job, ok: false, error }
    }
    if (this.#saved) this.#engine.step('RELEASE unit')
    this.#saved = false
    return outcome
  }

  /** Undoes every write after the first `kept` of the batch. */
  async #takeBack(kept: number): Promise<void> {
    const engine = this.#engine
    if (this.#written.length === kept) return
    this.#written.length = kept
    if (this.#saved) {
      engine.step('ROLLBACK TO unit')
      return
    }
    engine.step('ROLLBACK')
    engine.step('BEGIN')
    for (const [i, write] of this.#written.entries()) {
      engine.repeat(write)
      if (i % REPEATED_AT_A_STRETCH === REPEATED_AT_A_STRETCH - 1) await turn()
    }
    this.#careful = true
  }

  #rollback(): void {
    try {
      this.#engine.step('ROLLBACK')
    } catch {
      // The failing COMMIT may have ended the transaction already.
    }
  }
}
