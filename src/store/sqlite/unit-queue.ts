import type { SqliteEngine } from './engine.ts'

interface Job {
  readonly work: () => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** An outcome that waits for the commit which holds it. */
type Outcome = { job: Job; ok: true; value: unknown } | { job: Job; ok: false; error: unknown }

/** Units in one transaction; past it the batch commits and the next one begins. */
const BATCH_MAX = 512

/** Errors that answer the caller although the unit's writes are to be kept. */
export interface KeepsUnit {
  readonly keepsUnit: true
}

/**
 * Runs units one after another, and commits those of one event-loop turn together (DESIGN.md
 * decision 4): a savepoint each, made at the unit's first write, one `COMMIT` with an fsync for all.
 * No promise settles before its commit, so nothing that a caller was told can be lost.
 */
export class UnitQueue {
  readonly #engine: SqliteEngine
  readonly #onLost: () => void
  #waiting: Job[] = []
  #running = false
  #closed = false
  /** Whether the unit that runs has its savepoint. */
  #saved = false

  /** @param onLost called when a commit failed, and with it every unit of its batch */
  constructor(engine: SqliteEngine, onLost: () => void) {
    this.#engine = engine
    this.#onLost = onLost
    // Made by the unit's first write: a unit that only reads needs none.
    engine.onWrite = () => {
      if (this.#saved) return
      this.#saved = true
      engine.step('SAVEPOINT unit')
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
    while (this.#running) await new Promise((resolve) => setImmediate(resolve))
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH_MAX)
      await this.#commitTogether(batch)
    }
    this.#running = false
  }

  async #commitTogether(batch: readonly Job[]): Promise<void> {
    const outcomes: Outcome[] = []
    try {
      this.#engine.step('BEGIN')
      for (const job of batch) outcomes.push(await this.#runUnit(job))
      this.#engine.step('COMMIT')
    } catch (error) {
      this.#rollback()
      this.#onLost()
      for (const job of batch) job.reject(error)
      return
    }
    for (const outcome of outcomes) {
      if (outcome.ok) outcome.job.resolve(outcome.value)
      else outcome.job.reject(outcome.error)
    }
  }

  async #runUnit(job: Job): Promise<Outcome> {
    this.#saved = false
    try {
      const value = await job.work()
      this.#release()
      return { job, ok: true, value }
    } catch (error) {
      if (this.#saved && !(error as Partial<KeepsUnit>).keepsUnit) {
        this.#engine.step('ROLLBACK TO unit')
      }
      this.#release()
      return { job, ok: false, error }
    }
  }

  #release(): void {
    if (this.#saved) this.#engine.step('RELEASE unit')
    this.#saved = false
  }

  #rollback(): void {
    try {
      this.#engine.step('ROLLBACK')
    } catch {
      // The failing COMMIT may have ended the transaction already.
    }
  }
}
