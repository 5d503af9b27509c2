import { installClients } from './clients.ts'
import { installPythonClients } from './python-clients.ts'
import { runStep } from './run-step.ts'

/**
 * Installs the real clients if need be and runs them. Arguments are handed to vitest:
 * `npm run test:e2e -- gramjs`.
 */
if ((await installClients()).failed > 0) process.exit(1)
const python = await installPythonClients()
const clients = await runStep('clients', 'vitest', [
  'run',
  '--project',
  'e2e',
  ...process.argv.slice(2),
])
const passed = clients.passed
const failed = clients.failed + python.failed
const skipped = clients.skipped + python.skipped
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed === 0 ? 0 : 1
