/**
 * A mistake of the person who starts or steers localgram: a wrong flag, a port in use, a database
 * of a newer version. Its message has three parts, so that nobody has to guess the next step.
 */
export class UserError extends Error {
  override readonly name = 'UserError'
  /** Stable upper-case code, for scripts: `PORT_IN_USE`. */
  readonly code: string
  /** How to mend it, as an imperative sentence. */
  readonly hint: string

  /**
   * @param code stable code of the mistake
   * @param what what is wrong and why, in one sentence
   * @param hint what to do about it, in one sentence
   */
  constructor(code: string, what: string, hint: string, options?: ErrorOptions) {
    super(what, options)
    this.code = code
    this.hint = hint
  }
}
