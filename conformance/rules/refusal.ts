import { METHOD_ERRORS } from '../../src/core/generated/method-errors.ts'
import type { Evidence, Kind, Row } from '../row.ts'
import type { Scenario } from '../scenario.ts'

/** What stands behind an error of a method: that it is listed there, or that others have it. */
export function evidenceOf(method: string, error: string): Evidence {
  const listed = METHOD_ERRORS[method]?.some(([, name]) => name === error)
  if (listed) return `DB: errors of ${method}`
  return error === 'BOT_METHOD_INVALID'
    ? 'DB: methods that are for users only'
    : 'INF: as in the methods that list it'
}

/** An error of one method under one condition. */
export function refusal(
  method: string,
  error: string,
  when: string,
  kinds: readonly Kind[],
  run: (t: Scenario) => Promise<unknown>,
  limits: Row['limits'] = {},
): Row {
  return {
    rule: `${method}: ${error} where ${when}.`,
    evidence: evidenceOf(method, error),
    kinds,
    limits,
    run: (t) => t.refuses(run(t), error),
  }
}
