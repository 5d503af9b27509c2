import type { Clock } from '../../core/clock.ts'
import type { Logger } from '../../core/logger.ts'

const SPAN_MS = 10_000
const LINES_PER_SPAN = 20

/**
 * The log of the session layer. Whatever a client can cause goes through `fault`, which writes a
 * few lines and then only counts, so that a flood of bad packets is no flood of log lines.
 */
export interface QuietLog {
  /** Something a client did wrong. */
  fault(fields: Readonly<Record<string, unknown>>, what: string): void
  /** A bug of the server. */
  bug(error: unknown, what: string): void
}

/** Makes the log. Lines left out are summed up in the first line after their time span. */
export function createQuietLog(log: Logger, clock: Clock): QuietLog {
  let spanStart = -Infinity
  let lines = 0
  let leftOut = 0
  return {
    fault(fields, what) {
      const now = clock.wallMs()
      if (now - spanStart >= SPAN_MS || now < spanStart) {
        if (leftOut > 0) log.info({ leftOut }, 'more faulty messages than were logged')
        spanStart = now
        lines = 0
        leftOut = 0
      }
      if (lines < LINES_PER_SPAN) {
        lines++
        log.info(fields, what)
      } else {
        leftOut++
      }
    },
    bug(error, what) {
      log.error({ err: error }, what)
    },
  }
}
