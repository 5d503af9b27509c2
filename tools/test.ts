import { installClients } from './clients.ts'
import { runStep, type Outcome } from './run-step.ts'

/**
 * The whole test command of the README: checks, unit tests, real clients. Ends with the sum of all
 * steps as `N passed, N failed, N skipped`; fails if anything failed.
 */
const STEPS: readonly (readonly [title: string, command: string, ...args: string[]])[] = [
  ['types', 'tsc', '-p', 'tsconfig.json'],
  // What `npm run build` compiles for the package, which has rules of its own: declarations, and src alone.
  ['package', 'tsc', '-p', 'tsconfig.build.json', '--noEmit'],
  ['lint', 'eslint', '.'],
  ['format', 'prettier', '--check', '--log-level', 'warn', '.'],
  ['unit tests', 'vitest', 'run', '--project', 'unit'],
  ['real clients', 'node', 'tools/e2e.ts'],
]

// First, since compiler and linter read the end-to-end tests and so the clients' types.
const outcomes: Outcome[] = [await installClients()]
for (const [title, command, ...args] of STEPS) outcomes.push(await runStep(title, command, args))
const sum = (key: keyof Outcome): number => outcomes.reduce((total, one) => total + one[key], 0)
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`)
process.exitCode = sum('failed') === 0 ? 0 : 1
