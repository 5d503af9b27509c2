import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { firstFit } from './first-fit.ts'
import { ROOT, runStep, type Outcome } from './run-step.ts'

const HOME = join(ROOT, 'e2e', 'go')
const BUILD = join(HOME, '.build')
const MARK = join(BUILD, 'digest')

/** The programs of gotd/td and the folders of their sources. */
const PROGRAMS = { journey: HOME, example: join(ROOT, 'examples', 'gotd') } as const

/** A program of gotd/td that is built for the tests. */
export type GoProgram = keyof typeof PROGRAMS

/** Where Go may be: on the path, and where its own installer puts it. */
const GOS = ['go', '/usr/local/go/bin/go']

/** Oldest Go that gotd compiles with, as the `go` line of go.mod has it. */
const OLDEST = [1, 25] as const

/**
 * gotd's package `tg` is all of TL in one: compiled without optimisation it takes two thirds of the time.
 * The second program finds it in Go's own cache.
 */
const FLAGS = ['-trimpath', '-buildvcs=false', '-gcflags=github.com/gotd/td/tg=-N -l']

/** The executable of a program. */
export function goProgram(name: GoProgram): string {
  return join(BUILD, process.platform === 'win32' ? `${name}.exe` : name)
}

/** Whether the programs are built from the sources as they are now. */
export function hasGoPrograms(): boolean {
  const built = Object.keys(PROGRAMS).every((name) => existsSync(goProgram(name as GoProgram)))
  return built && existsSync(MARK) && readFileSync(MARK, 'utf8') === digest()
}

/**
 * Compiles the programs of gotd/td; `go` fetches the modules that go.mod and go.sum pin. A machine
 * without a fitting Go is told so: its tests are left out there, and in CI that is a failure.
 * `LOCALGRAM_E2E_GO` names another command than `go`.
 */
export async function buildGoPrograms(): Promise<Outcome> {
  if (hasGoPrograms()) return { passed: 0, failed: 0, skipped: 0 }
  const named = process.env['LOCALGRAM_E2E_GO']
  const fit = firstFit(named === undefined ? GOS : [named], unfit)
  if ('reason' in fit) return without(fit.reason)
  rmSync(BUILD, { recursive: true, force: true })
  mkdirSync(BUILD, { recursive: true })
  let passed = 0
  for (const [name, folder] of Object.entries(PROGRAMS)) {
    const to = ['-o', goProgram(name as GoProgram)]
    const built = await runStep(`gotd, ${name}`, fit.command, [
      '-C',
      folder,
      'build',
      ...FLAGS,
      ...to,
      '.',
    ])
    if (built.failed > 0) return built
    passed += 1
  }
  writeFileSync(MARK, digest())
  return { passed, failed: 0, skipped: 0 }
}

function unfit(go: string): string | undefined {
  // Asked where go.mod is: from 1.21 on, Go fetches itself in the version that is needed.
  const asked = spawnSync(go, ['env', 'GOVERSION'], { cwd: HOME })
  if (asked.error !== undefined) return `there is no ${go}`
  if (asked.status !== 0) return `${go} says: ${asked.stderr.toString().trim()}`
  const version = asked.stdout.toString().trim()
  const [major = 0, minor = 0] = (version.match(/\d+/g) ?? []).map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined
  return `${go} is ${version}, gotd needs ${OLDEST.join('.')}`
}

function without(reason: string): Outcome {
  console.log(`\n*** gotd/td is NOT tested: ${reason}. ***`)
  const isCi = Boolean(process.env['CI'])
  return { passed: 0, failed: isCi ? 1 : 0, skipped: isCi ? 0 : 1 }
}

/** Of everything that the programs are made from. */
function digest(): string {
  const hash = createHash('sha256')
  for (const folder of Object.values(PROGRAMS)) {
    for (const file of readdirSync(folder).sort()) {
      if (/\.go$|^go\.(mod|sum)$/.test(file)) hash.update(readFileSync(join(folder, file)))
    }
  }
  return hash.digest('hex')
}
