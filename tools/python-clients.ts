import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { firstFit } from './first-fit.ts'
import { ROOT, runStep, type Outcome } from './run-step.ts'

const HOME = join(ROOT, 'e2e', 'python')

/**
 * Virtual environments, one for each file of requirements: pyrogram and kurigram have one module name, and so
 * have a library and its older releases.
 */
export const PYTHON_ENVIRONMENTS = [
  'telethon',
  'pyrogram',
  'kurigram',
  'bots',
  'python-telegram-bot-13',
  'python-telegram-bot-20',
  'aiogram-2',
  'pytelegrambotapi',
] as const

/** Where a Python may be: on the path, where pyenv keeps it, and the system's own. */
const PYTHONS = ['python3', join(homedir(), '.pyenv', 'shims', 'python3'), '/usr/bin/python3']

/** Oldest Python that every client runs on. */
const OLDEST = [3, 10] as const

/** The interpreter of an environment. */
export function pythonOf(environment: string): string {
  return join(HOME, '.venv', environment, 'bin', 'python')
}

/** Whether an environment is there with the packages that its requirements name. */
export function hasPython(environment: string): boolean {
  const mark = markOf(environment)
  return existsSync(mark) && readFileSync(mark, 'utf8') === digestOf(environment)
}

/**
 * Makes the virtual environments of the Python clients, each with its pinned packages. A machine
 * without a fitting Python is told so: their tests are left out there, and in CI that is a failure.
 * `LOCALGRAM_E2E_PYTHON` names another interpreter than `python3`.
 */
export async function installPythonClients(): Promise<Outcome> {
  const missing = PYTHON_ENVIRONMENTS.filter((one) => !hasPython(one))
  if (missing.length === 0) return { passed: 0, failed: 0, skipped: 0 }
  const named = process.env['LOCALGRAM_E2E_PYTHON']
  const fit = firstFit(named === undefined ? PYTHONS : [named], unfit)
  if ('reason' in fit) return without(fit.reason)
  for (const environment of missing) {
    const outcome = await make(fit.command, environment)
    if (outcome.failed > 0) return outcome
  }
  return { passed: missing.length, failed: 0, skipped: 0 }
}

async function make(python: string, environment: string): Promise<Outcome> {
  const folder = join(HOME, '.venv', environment)
  rmSync(folder, { recursive: true, force: true })
  const title = `Python environment ${environment}`
  const made = await runStep(title, python, ['-m', 'venv', folder])
  if (made.failed > 0) return made
  const requirements = requirementsOf(environment)
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]
  const installed = await runStep(title, pythonOf(environment), pip)
  if (installed.failed === 0) writeFileSync(markOf(environment), digestOf(environment))
  return installed
}

function unfit(python: string): string | undefined {
  const asked = spawnSync(python, [
    '-c',
    'import sys, venv, ensurepip; print(sys.version_info[:2])',
  ])
  if (asked.error !== undefined) return `there is no ${python}`
  if (asked.status !== 0) return `${python} cannot make virtual environments (venv, ensurepip)`
  const [major = 0, minor = 0] = (asked.stdout.toString().match(/\d+/g) ?? []).map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined
  return `${python} is ${major}.${minor}, the clients need ${OLDEST.join('.')}`
}

function without(reason: string): Outcome {
  console.log(`\n*** The Python clients are NOT tested: ${reason}. ***`)
  const isCi = Boolean(process.env['CI'])
  return { passed: 0, failed: isCi ? 1 : 0, skipped: isCi ? 0 : 1 }
}

function requirementsOf(environment: string): string {
  return join(HOME, 'requirements', `${environment}.txt`)
}

function markOf(environment: string): string {
  return join(HOME, '.venv', environment, 'installed')
}

function digestOf(environment: string): string {
  return createHash('sha256')
    .update(readFileSync(requirementsOf(environment)))
    .digest('hex')
}
