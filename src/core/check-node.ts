import { UserError } from './user-error.ts'

/** The oldest Node that has what localgram stands on, `node:sqlite` above all. */
const OLDEST_NODE = 24

/**
 * Says that a Node is too old before anything is loaded that it lacks. Whoever calls it must load the
 * rest by `import()`: static imports are looked up first.
 *
 * @param version as in `process.versions.node`
 * @throws UserError NODE_OLD
 */
export function checkNode(version: string): void {
  if (Number(version.split('.')[0]) >= OLDEST_NODE) return
  throw new UserError(
    'NODE_OLD',
    `this is Node ${version}, localgram needs ${OLDEST_NODE} or newer`,
    `npm i -D node@${OLDEST_NODE} brings one that the project's npm scripts run`,
  )
}
