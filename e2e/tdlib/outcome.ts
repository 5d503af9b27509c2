/** What a scenario leaves, beside TDLib's log. */
export interface Outcome {
  readonly answer: unknown
  /** Connections and packets to addresses outside of the machine that were tried. */
  readonly triedOutside: number
  /** What the server logged as errors: its own bugs. */
  readonly serverErrors: readonly string[]
}

/** Names of the logs in a run's directory. */
export const LOGS = { tdlib: 'tdlib.log', server: 'server.log' } as const
