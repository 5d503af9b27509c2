import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, type Outcome } from './run-step.ts'

const HOME = join(ROOT, 'e2e', 'php')
const VENDOR = join(HOME, '.vendor')
const AUTOLOAD = join(VENDOR, 'autoload.php')
const MARK = join(VENDOR, 'installed')

/** Oldest PHP that MadelineProto 8 runs on, as PHP_VERSION_ID has it; composer asks for the rest. */
const OLDEST = 80_200

/** Longest time that composer may take, milliseconds. */
const INSTALL_MAX_MS = 180_000

/**
 * The autoloader of MadelineProto: what `MADELINE_AUTOLOAD` names, or what composer has put into
 * e2e/php/.vendor. Undefined where there is neither, or no PHP to run it.
 */
export function madelineAutoload(): string | undefined {
  const autoload = process.env['MADELINE_AUTOLOAD'] ?? (isInstalled() ? AUTOLOAD : undefined)
  if (autoload === undefined || !existsSync(autoload)) return undefined
  return unfit() === undefined ? autoload : undefined
}

/**
 * Lets composer install MadelineProto from Packagist. A machine that cannot is told so, and its tests
 * are left out: in CI too, which reaches no Packagist.
 */
export function installMadeline(): Outcome {
  const named = process.env['MADELINE_AUTOLOAD']
  if (named !== undefined && !existsSync(named)) return without(`MADELINE_AUTOLOAD: no ${named}`)
  const reason = unfit()
  if (reason !== undefined) return without(reason)
  if (named !== undefined || isInstalled()) return { passed: 0, failed: 0, skipped: 0 }
  rmSync(VENDOR, { recursive: true, force: true })
  console.log(`\n=== MadelineProto: composer update in ${HOME}`)
  const args = ['update', '--no-dev', '--no-interaction', '--no-progress', '--working-dir', HOME]
  const { error, status } = spawnSync('composer', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: INSTALL_MAX_MS,
  })
  if (error !== undefined) return without(`there is no composer (${error.message})`)
  if (status !== 0) return without('composer cannot install it')
  writeFileSync(MARK, digest())
  return { passed: 1, failed: 0, skipped: 0 }
}

function isInstalled(): boolean {
  return existsSync(AUTOLOAD) && existsSync(MARK) && readFileSync(MARK, 'utf8') === digest()
}

function unfit(): string | undefined {
  const { error, stdout } = spawnSync('php', ['-r', 'echo PHP_VERSION_ID;'])
  if (error !== undefined) return 'there is no php'
  const version = Number(stdout.toString())
  return version >= OLDEST ? undefined : `php is ${version}, MadelineProto needs ${OLDEST}`
}

function without(reason: string): Outcome {
  console.log(`\n*** MadelineProto is NOT tested: ${reason}. ***`)
  return { passed: 0, failed: 0, skipped: 1 }
}

function digest(): string {
  const wanted = readFileSync(join(HOME, 'composer.json'))
  return createHash('sha256').update(wanted).digest('hex')
}
