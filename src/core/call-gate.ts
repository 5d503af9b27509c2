import { UserError } from './user-error.ts'

/** The methods of a handle whose owner may end it: all of them say so afterwards, in the same words. */
export class CallGate {
  #isClosed = false

  /** From now on no call gets through. */
  close(): void {
    this.#isClosed = true
  }

  /**
   * A method that answers later. One that is under way when the gate is closed is refused as well where it fails of that.
   *
   * @param call as its caller writes it
   */
  later<A extends unknown[], R>(
    call: string,
    work: (...given: A) => Promise<R>,
  ): (...given: A) => Promise<R> {
    return async (...given) => {
      this.#check(call)
      try {
        return await work(...given)
      } catch (error) {
        if (this.#isClosed && !(error instanceof UserError)) throw stopped(call, error)
        throw error
      }
    }
  }

  /** A method that answers at once. */
  now<A extends unknown[], R>(call: string, work: (...given: A) => R): (...given: A) => R {
    return (...given) => {
      this.#check(call)
      return work(...given)
    }
  }

  #check(call: string): void {
    if (this.#isClosed) throw stopped(call)
  }
}

function stopped(call: string, cause?: unknown): UserError {
  return new UserError(
    'SERVER_STOPPED',
    `${call} came after stop(): this server was stopped`,
    'stop a server after the last call to it, or start another one with startServer()',
    { cause },
  )
}
