import { installClients } from './clients.ts'
import { buildGoPrograms } from './go-client.ts'
import { installMadeline } from './madeline.ts'
import { installPythonClients } from './python-clients.ts'
import { runStep } from './run-step.ts'

/**
 * Installs the real clients if need be and runs them. Arguments are handed to vitest:
 * `npm run test:e2e -- gramjs`.
 */
if ((await installClients()).failed > 0) process.exit(1)
const others = [await installPythonClients(), await buildGoPrograms(), installMadeline()]
const clients = await runStep('clients', 'vitest', [
  'run',
  '--project',
  'e2e',
  ...process.argv.slice(2),
])
const failed = others.reduce((sum, one) => sum + one.failed, clients.failed)
const skipped = others.reduce((sum, one) => sum + one.skipped, clients.skipped)
console.log(`\n${clients.passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed === 0 ? 0 : 1
