import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, runStep, type Outcome } from './run-step.ts'

const LOCK = join(ROOT, 'e2e', 'package-lock.json')
const INSTALLED = join(ROOT, 'e2e', 'node_modules', '.package-lock.json')

/** Whether every package of the lock file is there in its version. */
function isInstalled(): boolean {
  if (!existsSync(INSTALLED)) return false
  const versions = (file: string): Map<string, string> => {
    const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
      packages: Record<string, { version?: string; optional?: boolean }>
    }
    const wanted = Object.entries(packages).filter(([path, one]) => path !== '' && !one.optional)
    return new Map(wanted.map(([path, one]) => [path, one.version ?? '']))
  }
  const there = versions(INSTALLED)
  return [...versions(LOCK)].every(([path, version]) => there.get(path) === version)
}

/**
 * Installs the real clients, which are kept out of the project's own dependencies: a server needs none
 * of them. Does nothing where they are there already.
 *
 * Not `npm ci`: it refuses a lock file that lacks other platforms' TDLib, which not every registry has.
 * `npm install` takes the locked versions of everything else and leaves the lock file as it is.
 */
export async function installClients(): Promise<Outcome> {
  if (isInstalled()) return { passed: 0, failed: 0, skipped: 0 }
  const quiet = ['--no-save', '--no-audit', '--no-fund']
  return runStep('install the clients', 'npm', ['install', '--prefix', 'e2e', ...quiet])
}
