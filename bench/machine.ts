import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { withDirectory } from './server-process.ts'

/** What the figures of one run rest on. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryBytes: number
  readonly node: string
  readonly system: string
  /** Times a second that a write of 4 KiB is brought to the disk where the databases are. */
  readonly syncsPerSecond: number
  /** Load average of the last minute before the run: other work on the machine takes from every figure. */
  readonly load: number
}

/** Milliseconds for which the disk is measured. */
const SYNC_MS = 1000

/** Finds out about the machine; measures its disk. */
export async function describeMachine(): Promise<Machine> {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    node: process.version,
    system: `${process.platform} ${process.arch}`,
    load: loadavg()[0] ?? 0,
    syncsPerSecond: await withDirectory(async (path) => measureSyncs(join(path, 'syncs'))),
  }
}

function measureSyncs(path: string): number {
  const file = openSync(path, 'w')
  const page = Buffer.alloc(4096, 1)
  const startedAt = performance.now()
  let count = 0
  while (performance.now() - startedAt < SYNC_MS) {
    writeSync(file, page)
    fdatasyncSync(file)
    count++
  }
  const ms = performance.now() - startedAt
  closeSync(file)
  return (count / ms) * 1000
}
