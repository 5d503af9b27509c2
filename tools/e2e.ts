import { installClients } from './clients.ts'
import { runStep } from './run-step.ts'

/**
 * Installs the real clients if need be and runs them. Arguments are handed to vitest:
 * `npm run test:e2e -- gramjs`.
 */
if ((await installClients()).failed > 0) process.exit(1)
const { passed, failed, skipped } = await runStep('clients', 'vitest', [
  'run',
  '--project',
  'e2e',
  ...process.argv.slice(2),
])
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed === 0 ? 0 : 1
