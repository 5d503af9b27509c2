import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { benchBotApi } from './bot-api.ts'
import { documentOf } from './document.ts'
import { benchFanOut } from './fan-out.ts'
import { benchJoins } from './joins.ts'
import { benchLayers } from './layers.ts'
import { describeMachine } from './machine.ts'
import { benchMicro } from './micro.ts'
import { tablesOf, tableText, type Report } from './report.ts'
import { benchRequests, type Shape } from './requests.ts'
import { benchSoak } from './soak.ts'
import { benchIdle, benchStartUp } from './start-up.ts'
import { benchWaits } from './waits.ts'

/*
 * npm run bench -- [requests] [bot-api] [joins] [fan-out] [waits] [soak] [start-up] [idle] [micro] [layers]
 *   [options]
 *
 *   --seconds <n>         for each kind of request and shape of load (4)
 *   --connections <list>  (1,16,64); of the Bot API as well
 *   --window <list>       requests under way on each connection (32,1)
 *   --members <n>         online members of the supergroup of the fan-out (10000)
 *   --requesters <n>      accounts that are let in at once while another client pings (400)
 *   --idle <n>            idle connections (2000)
 *   --only <request>      measures one kind of request, without the floor; for profiles
 *   --profile <dir>       CPU profiles of the servers
 *   --json                prints what was measured as JSON
 *   --write               writes docs/benchmarks.md
 */

const BENCHES = [
  'requests',
  'bot-api',
  'joins',
  'fan-out',
  'waits',
  'soak',
  'start-up',
  'idle',
  'micro',
  'layers',
] as const
type Bench = (typeof BENCHES)[number]

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '4' },
    connections: { type: 'string', default: '1,16,64' },
    window: { type: 'string', default: '32,1' },
    members: { type: 'string', default: '10000' },
    requesters: { type: 'string', default: '400' },
    idle: { type: 'string', default: '2000' },
    only: { type: 'string' },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})

const report = await measure(benchesOf(positionals))
if (options.json) {
  console.log(JSON.stringify(report, undefined, 2))
} else {
  for (const table of tablesOf(report)) console.log(`\n${table.title}\n\n${tableText(table)}`)
}
if (options.write) {
  writeFileSync(new URL('../docs/benchmarks.md', import.meta.url), documentOf(report))
}

async function measure(benches: ReadonlySet<Bench>): Promise<Report> {
  note('the machine')
  let all: Report = { machine: await describeMachine() }
  for (const bench of benches) {
    note(bench)
    all = { ...all, ...(await measureOne(bench)) }
  }
  return all
}

async function measureOne(bench: Bench): Promise<Omit<Report, 'machine'>> {
  switch (bench) {
    case 'requests': {
      const { only, profile: profileTo } = options
      const seconds = positive(options.seconds)
      return { requests: await benchRequests(shapes(), { seconds, only, profileTo }) }
    }
    case 'bot-api': {
      const connections = options.connections.split(',').map(positive)
      const { profile: profileTo } = options
      const seconds = positive(options.seconds)
      return { botApi: await benchBotApi({ connections, seconds, profileTo }) }
    }
    case 'joins':
      return { joins: await benchJoins() }
    case 'fan-out':
      return { fanOut: await benchFanOut(positive(options.members)) }
    case 'waits':
      return { waits: await benchWaits(positive(options.requesters)) }
    case 'soak':
      return { soak: await benchSoak() }
    case 'start-up':
      return { startUp: await benchStartUp() }
    case 'idle':
      return { idle: await benchIdle(positive(options.idle)) }
    case 'micro':
      return { micro: await benchMicro() }
    case 'layers':
      return { layers: await benchLayers() }
  }
}

function benchesOf(names: readonly string[]): ReadonlySet<Bench> {
  const unknown = names.find((name) => !(BENCHES as readonly string[]).includes(name))
  if (unknown !== undefined) {
    throw new Error(`no benchmark ${unknown}; there are ${BENCHES.join(', ')}`)
  }
  return new Set(names.length === 0 ? BENCHES : (names as Bench[]))
}

function shapes(): Shape[] {
  const windows = options.window.split(',').map(positive)
  const connections = options.connections.split(',').map(positive)
  return windows.flatMap((window) => connections.map((count) => ({ connections: count, window })))
}

function positive(text: string): number {
  const value = Number(text)
  if (value > 0) return value
  throw new Error(`${JSON.stringify(text)} is no number above zero`)
}

/** Says on standard error how far the run is, so that standard output stays the result. */
function note(what: string): void {
  console.error(`measuring ${what} ...`)
}
