/**
 * A mistake of the person who starts or steers localgram: a wrong flag, a port in use, a database
 * of a newer version. Its message says what is wrong, why, and how to mend it: test runners print the
 * message and nothing else.
 */
export class UserError extends Error {
  override readonly name = 'UserError'
  /** Stable upper-case code, for scripts: `PORT_IN_USE`. */
  readonly code: string
  /** What is wrong and why: the first part of the message. */
  readonly what: string
  /** How to mend it, as an imperative sentence: the second part of the message. */
  readonly hint: string

  /**
   * @param code stable code of the mistake
   * @param what what is wrong and why, in one sentence
   * @param hint what to do about it, in one sentence
   */
  constructor(code: string, what: string, hint: string, options?: ErrorOptions) {
    // Only a plain word begins with a capital after the full stop: a path or an option is written as it is.
    const remedy = hint.replace(
      /^[a-z]+(?=[ ,])/,
      (word) => word.charAt(0).toUpperCase() + word.slice(1),
    )
    super(`${what.replace(/\.$/, '')}. ${remedy}`, options)
    this.code = code
    this.what = what
    this.hint = hint
  }
}
