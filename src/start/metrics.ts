import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Metrics } from '../core/metrics.ts'
import { wallNow } from '../core/timers.ts'

/** What `GET /metrics` tells: what was counted, and numbers that are read when somebody asks. */
export interface Meters {
  /** Where the parts of the server count. */
  readonly metrics: Metrics
  /** Adds a number that goes up and down. */
  gauge(name: string, help: string, read: () => number): void
  /** Adds a number that only goes up, and is counted elsewhere. */
  counter(name: string, help: string, read: () => number): void
  readonly contentType: string
  /** Everything, in the text format of Prometheus. */
  text(): Promise<string>
}

/** Upper bounds of the times of commits in seconds: from a store in memory to a disk that is overloaded. */
const COMMIT_SECONDS = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1]

/**
 * Begins to count.
 *
 * prom-client's own metrics of the process are left out: they start timers and observers that nothing
 * stops again, and `startServer()` may run many times in one process.
 *
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function createMeters(): Meters {
  const registry = new Registry()
  const registers = [registry]
  const add = (name: string, help: string, labelNames: readonly string[]): LabelledCounter =>
    labelled(new Counter({ name, help, labelNames, registers }))
  const rpcCalls = add('localgram_rpc_calls_total', 'Calls over MTProto that were answered', [
    'method',
    'outcome',
  ])
  const botApiCalls = add('localgram_bot_api_calls_total', 'Calls of the Bot API by their code', [
    'method',
    'code',
  ])
  const unsupported = add(
    'localgram_unsupported_calls_total',
    'Calls of methods that Telegram has and localgram has not',
    ['door', 'method'],
  )
  const units = add('localgram_units_total', 'Units of work that wrote and were committed', [])
  const commits = new Histogram({
    name: 'localgram_commit_seconds',
    help: 'Time that a commit of units of work took',
    buckets: COMMIT_SECONDS,
    registers,
  })
  const meters: Meters = {
    metrics: {
      rpcCall: (method, outcome) => {
        rpcCalls(1, method, outcome)
      },
      botApiCall: (method, code) => {
        botApiCalls(1, method, String(code))
      },
      unsupported: (door, method) => {
        unsupported(1, door, method)
      },
      committed(count, seconds) {
        units(count)
        commits.observe(seconds)
      },
    },
    gauge(name, help, read) {
      const gather = (gauge: Gauge): void => gauge.set(read())
      new Gauge({ name, help, registers, collect: collectBy(gather) })
    },
    counter(name, help, read) {
      const gather = (counter: Counter): void => {
        counter.reset()
        counter.inc(read())
      }
      new Counter({ name, help, registers, collect: collectBy(gather) })
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  }
  addProcess(meters)
  return meters
}

type LabelledCounter = (count: number, ...labels: string[]) => void

/** A counter whose series are looked up once: prom-client hashes the labels at each call. */
function labelled(counter: Counter): LabelledCounter {
  const series = new Map<string, Counter.Internal>()
  return (count, ...labels) => {
    const key = labels.join(' ')
    let one = series.get(key)
    if (!one) series.set(key, (one = counter.labels(...labels)))
    one.inc(count)
  }
}

/** prom-client calls `collect` on the metric itself. */
function collectBy<M>(gather: (metric: M) => void): (this: M) => void {
  return function collect() {
    gather(this)
  }
}

function addProcess({ counter, gauge }: Meters): void {
  const startedAt = wallNow() / 1000 - process.uptime()
  counter('process_cpu_seconds_total', 'CPU time of the process, kernel included', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })
  gauge('process_resident_memory_bytes', 'Resident memory of the process', () =>
    process.memoryUsage.rss(),
  )
  gauge('process_start_time_seconds', 'Unix time at which the process began', () => startedAt)
}
