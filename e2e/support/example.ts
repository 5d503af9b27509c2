import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')

/** Longest run of an example, milliseconds. */
const RUN_MAX_MS = 20_000

/** What an example did. */
export interface ExampleRun {
  readonly output: string
  readonly errors: string
  /** Exit code; undefined when it was ended after it had printed what was waited for. */
  readonly code: number | undefined
}

/** A copy of `examples/<name>` beside the clients that e2e/ has installed, as after `npm install`. */
export interface ExampleCopy extends Disposable {
  readonly directory: string
  /**
   * Runs a command there.
   *
   * @param until ends the run once the output matches it: some examples stay connected
   */
  run(
    command: string,
    args: readonly string[],
    options?: { until?: RegExp; env?: Readonly<Record<string, string>> },
  ): Promise<ExampleRun>
}

/** Copies a folder of examples/, whose files a test may then fill in as their reader would. */
export function copyExample(name: string): ExampleCopy {
  const directory = mkdtempSync(join(tmpdir(), 'localgram-example-'))
  cpSync(join(ROOT, 'examples', name), directory, { recursive: true })
  symlinkSync(join(ROOT, 'e2e', 'node_modules'), join(directory, 'node_modules'))
  return {
    directory,
    run: (command, args, { until, env = {} } = {}) =>
      finish(spawn(command, args, { cwd: directory, env: { ...process.env, ...env } }), until),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  }
}

async function finish(child: ChildProcess, until: RegExp | undefined): Promise<ExampleRun> {
  let output = ''
  let errors = ''
  const late = setTimeout(() => child.kill('SIGKILL'), RUN_MAX_MS)
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
    if (until?.test(output) === true) child.kill('SIGKILL')
  })
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  clearTimeout(late)
  if (code === null && until?.test(output) !== true) {
    throw new Error(`the example did not end:\n${output}\n${errors}`)
  }
  return { output, errors, code: code ?? undefined }
}
