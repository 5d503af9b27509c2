import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Root of the repository. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** How a step of the test run went. */
export interface Outcome {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/**
 * Runs a command in the repository with its output shown. A command whose output ends with a closing
 * line counts what that line says; any other counts as one test.
 */
export async function runStep(
  title: string,
  command: string,
  args: readonly string[],
): Promise<Outcome> {
  console.log(`\n=== ${title}: ${[command, ...args].join(' ')}`)
  const started = Date.now()
  const { code, output } = await show(command, args)
  const outcome = count(code, output)
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(`--- ${title}: ${outcome.failed === 0 ? 'ok' : 'FAILED'}, ${seconds} s`)
  return outcome
}

function show(command: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk)
      // Only the end is looked at.
      output = (output + chunk.toString()).slice(-4096)
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

function count(code: number, output: string): Outcome {
  const line = /(\d+) passed, (\d+) failed, (\d+) skipped\s*$/.exec(output)
  if (!line) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
  const failed = Number(line[2])
  // A run may fail beside its tests, by an error that belongs to none.
  return {
    passed: Number(line[1]),
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: Number(line[3]),
  }
}
