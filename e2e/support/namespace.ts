import { execFile } from 'node:child_process'

/** Longest run of a script in a namespace, milliseconds. */
const RUN_MAX_MS = 60_000

/**
 * Runs a script of e2e/ in a process and a network namespace of its own: nothing but itself is there
 * to be reached, and every port, 80 too, is free and allowed. The script has to bring `lo` up.
 *
 * @returns what it printed, which must be JSON
 * @throws Error with its standard error when it fails, or where the machine offers no such namespace
 */
export function runAlone(script: string, args: readonly string[] = []): Promise<unknown> {
  // Root makes a network namespace at once, everybody else inside a user namespace.
  const namespace = process.getuid?.() === 0 ? ['--net'] : ['--map-root-user', '--net']
  const options = { timeout: RUN_MAX_MS, killSignal: 'SIGKILL' } as const
  return new Promise((resolve, reject) => {
    execFile(
      'unshare',
      [...namespace, process.execPath, script, ...args],
      options,
      (error, stdout, stderr) => {
        if (error === null) resolve(JSON.parse(stdout))
        else reject(new Error(`${script} failed: ${error.message}\n${stderr}`))
      },
    )
  })
}
