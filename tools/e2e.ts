import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, runStep } from './run-step.ts'

/**
 * Installs the real clients, which are kept out of the project's own dependencies, and runs them.
 * Arguments are handed to vitest: `npm run test:e2e -- gramjs`.
 */
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

if (!isInstalled()) {
  const { failed } = await runStep('install the clients', 'npm', [
    'ci',
    '--prefix',
    'e2e',
    '--no-audit',
    '--no-fund',
  ])
  if (failed > 0) process.exit(1)
}
const { passed, failed, skipped } = await runStep('clients', 'vitest', [
  'run',
  '--project',
  'e2e',
  ...process.argv.slice(2),
])
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed === 0 ? 0 : 1
