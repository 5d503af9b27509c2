import { expect } from 'vitest'
import { launch, type Run, type ScenarioName } from './launch.ts'

/**
 * TDLib, the strictest of clients, against localgram: it logs an error wherever a server sends what
 * Telegram would not. Not one may be logged, whatever the scenario; there is no list of exceptions.
 *
 * Every scenario runs in a network namespace that has nothing but `lo`, so that a connection can lead
 * to 127.0.0.1 only; the kernel's counter shows that no other was tried.
 */
export async function played<N extends ScenarioName>(name: N): Promise<Run<N>['answer']> {
  const run = await launch(name)
  expect(run.tdlibErrors, 'errors in the log of TDLib').toEqual([])
  expect(run.serverErrors, 'errors in the log of the server').toEqual([])
  expect(run.triedOutside, 'connections out of the namespace').toBe(0)
  return run.answer
}
