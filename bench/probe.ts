/**
 * Loaded into the measured server (`node --import`): answers the benchmark's questions about the
 * process over the IPC channel, which cost the server nothing while nobody asks.
 */

/** What the benchmark asks. `memory` collects garbage first, where the process was started with --expose-gc. */
export type ProbeQuestion = 'cpu' | 'memory'

/** CPU time of the whole process so far, kernel included, in microseconds; or its memory in bytes. */
export type ProbeAnswer =
  | { readonly cpuMicros: number }
  | { readonly memory: Pick<NodeJS.MemoryUsage, 'rss' | 'heapUsed' | 'external' | 'arrayBuffers'> }

process.on('message', (question: ProbeQuestion) => {
  process.send?.(question === 'cpu' ? { cpuMicros: cpuMicros() } : { memory: memory() })
})
// The channel alone must not keep a server alive that has stopped.
process.channel?.unref()

function cpuMicros(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

function memory(): NodeJS.MemoryUsage {
  // Twice: what the first round finalises is freed by the second.
  globalThis.gc?.()
  globalThis.gc?.()
  return process.memoryUsage()
}
