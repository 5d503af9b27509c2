import { execFile, spawnSync, type ExecFileException } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LOGS, type Outcome } from './outcome.ts'
import type { SCENARIOS } from './scenarios/index.ts'

type Scenarios = typeof SCENARIOS
export type ScenarioName = keyof Scenarios

/** What a scenario left. */
export interface Run<N extends ScenarioName> extends Outcome {
  readonly answer: Awaited<ReturnType<Scenarios[N]['play']>>
  /** Every entry of TDLib's log at the levels error and fatal. */
  readonly tdlibErrors: readonly string[]
}

/** Longest run of one scenario, milliseconds. */
const RUN_MAX_MS = 60_000
/** Scenarios that run at the same time: each has a server and several TDLib instances. */
const AT_ONCE = 2

const RUN = join(import.meta.dirname, 'run.ts')

/**
 * Plays a scenario in a process and a network namespace of its own, where TDLib can reach nothing but
 * the server. The run's directory, with its logs, is removed unless something went wrong.
 *
 * @throws Error where the machine offers no such namespace, and where the scenario failed
 */
export async function launch<N extends ScenarioName>(name: N): Promise<Run<N>> {
  requireNamespaces()
  await turn()
  const directory = mkdtempSync(join(tmpdir(), 'localgram-tdlib-'))
  try {
    const output = await play(name, directory)
    const run = { ...(JSON.parse(output) as Run<N>), tdlibErrors: errorsOf(directory) }
    if (run.tdlibErrors.length === 0) rmSync(directory, { recursive: true })
    return run
  } finally {
    rmSync(join(directory, 'libtdjson.so'), { force: true })
    next()
  }
}

function play(name: string, directory: string): Promise<string> {
  const args = [...namespaceArgs(), process.execPath, RUN, name, directory]
  const options = { timeout: RUN_MAX_MS, killSignal: 'SIGKILL', maxBuffer: 2 ** 26 } as const
  return new Promise((resolve, reject) => {
    execFile('unshare', args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(failure(name, directory, error, stderr))
    })
  })
}

function failure(
  name: string,
  directory: string,
  { killed, code, signal }: ExecFileException,
  stderr: string,
): Error {
  const how = killed === true ? `took longer than ${RUN_MAX_MS} ms` : `ended with ${code ?? signal}`
  const parts = [`scenario ${name} ${how}; its logs are in ${directory}`, stderr.trim()]
  return new Error([...parts, ...errorsOf(directory)].join('\n'))
}

/** Entries of TDLib's log may have many lines; each begins with its level, as in `[ 1][t 4]...`. */
function errorsOf(directory: string): string[] {
  const log = join(directory, LOGS.tdlib)
  if (!existsSync(log)) return []
  return readFileSync(log, 'utf8')
    .split(/^(?=\[ ?\d+\]\[t)/m)
    .filter((entry) => /^\[ [01]\]/.test(entry))
}

/** Root makes a network namespace at once, everybody else inside a user namespace. */
function namespaceArgs(): string[] {
  return process.getuid?.() === 0 ? ['--net'] : ['--map-root-user', '--net']
}

function requireNamespaces(): void {
  const ip = spawnSync('ip', ['-Version'])
  if (ip.error) throw new Error('TDLib is run in a namespace of its own: install iproute2 (ip)')
  const { error, status, stderr } = spawnSync('unshare', [...namespaceArgs(), 'true'])
  if (error) throw new Error('TDLib is run in a namespace of its own: install util-linux (unshare)')
  if (status !== 0) {
    throw new Error(
      'TDLib is run in a network namespace of its own, which this machine does not allow: be root with ' +
        `CAP_SYS_ADMIN or allow unprivileged user namespaces (${stderr.toString().trim()})`,
    )
  }
}

const waiting: (() => void)[] = []
let running = 0

async function turn(): Promise<void> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
}

function next(): void {
  const first = waiting.shift()
  if (first) first()
  else running--
}
