import type { Logger } from './logger.ts'
import { SaidOnce } from './said-once.ts'

/** Facts of a notice, as fields of a line of the log. */
export type NoticeFields = Readonly<Record<string, string>>

/**
 * What people who use the server are told once each, whatever the log's level: that a client calls what is
 * not there, or asks for what is not done. Both doors share one of these.
 */
export class Notices {
  readonly #said = new SaidOnce()
  readonly #say: (fields: NoticeFields, sentence: string) => void

  /** @param say writes one notice; to the log, or past it */
  constructor(say: (fields: NoticeFields, sentence: string) => void) {
    this.#say = say
  }

  /** Says this, unless it was said before with the same fields. */
  once(fields: NoticeFields, sentence: string): void {
    if (this.#said.isNew(JSON.stringify([sentence, fields]))) this.#say(fields, sentence)
  }
}

/** Notices that are lines of the log only, for doors without anything around them. */
export function noticesInLog(log: Logger): Notices {
  return new Notices((fields, sentence) => {
    log.warn(fields, sentence)
  })
}

/**
 * Notices that reach somebody whatever the log's level and wherever it goes.
 *
 * @param logIsSeen whether the log goes to standard error itself
 * @param write writes a line to standard error
 */
export function noticesAloud(
  log: Logger,
  logIsSeen: boolean,
  write: (line: string) => void,
): Notices {
  return new Notices((fields, sentence) => {
    log.warn(fields, sentence)
    if (logIsSeen && log.isLevelEnabled('warn')) return
    write(`localgram: ${Object.values(fields).join(' ')}: ${sentence}\n`)
  })
}
