import type { BotApiResult } from './bot-api.ts'
import type { FanOutResult } from './fan-out.ts'
import type { JoinsResult } from './joins.ts'
import { layerRatios, type LayersResult } from './layers.ts'
import type { LoadResult } from './load.ts'
import type { Machine } from './machine.ts'
import type { MicroResult } from './micro.ts'
import type { RequestsResult } from './requests.ts'
import type { SoakResult } from './soak.ts'
import type { IdleResult, StartUpResult } from './start-up.ts'
import type { WaitsResult } from './waits.ts'

/** Everything that one run measured; what was not asked for is missing. */
export interface Report {
  readonly machine: Machine
  readonly requests?: readonly RequestsResult[]
  readonly botApi?: readonly BotApiResult[]
  readonly joins?: JoinsResult
  readonly fanOut?: FanOutResult
  readonly waits?: WaitsResult
  readonly soak?: SoakResult
  readonly startUp?: StartUpResult
  readonly idle?: IdleResult
  readonly micro?: readonly MicroResult[]
  readonly layers?: LayersResult
}

/** A table with its title; the first column is text, the others are numbers. */
export interface Table {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** The run as tables. */
export function tablesOf(report: Report): Table[] {
  const { machine, requests, botApi, joins, fanOut, waits, soak } = report
  const { startUp, idle, micro, layers } = report
  return [
    machineTable(machine),
    ...(requests ?? []).map(requestsTable),
    ...(botApi ?? []).map(botApiTable),
    ...(joins ? [{ ...requestsTable(joins), title: JOINS }] : []),
    ...(fanOut ? [fanOutTable(fanOut)] : []),
    ...(waits ? [waitsTable(waits)] : []),
    ...(soak ? [soakTable(soak)] : []),
    ...(startUp ? [startUpTable(startUp)] : []),
    ...(idle ? [idleTable(idle)] : []),
    ...(micro ? [microTable(micro)] : []),
    ...(layers ? [layersTable(layers)] : []),
  ]
}

/** A table in Markdown as Prettier writes it, which reads well in a terminal too. */
export function tableText({ head, rows }: Table): string {
  const all = [head, ...rows]
  const widths = head.map((_, i) => Math.max(3, ...all.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]): string => {
    const cells = row.map((cell, i) =>
      i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0),
    )
    return `| ${cells.join(' | ')} |`
  }
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n')
}

function machineTable(machine: Machine): Table {
  return {
    title: 'Machine',
    head: ['what', 'value'],
    rows: [
      ['CPU', machine.cpu],
      ['cores', String(machine.cores)],
      ['memory', `${(machine.memoryBytes / 2 ** 30).toFixed(0)} GiB`],
      ['system', machine.system],
      ['Node', machine.node],
      ['fsyncs of 4 KiB per second', machine.syncsPerSecond.toFixed(0)],
      ['load average before the run', machine.load.toFixed(1)],
    ],
  }
}

function requestsTable({ connections, window, results }: RequestsResult): Table {
  const of = connections === 1 ? 'connection' : 'connections'
  const title = `Requests: ${connections} ${of}, ${window} under way on each`
  return loadTable(title, results, 'ping')
}

function botApiTable({ connections, results }: BotApiResult): Table {
  const of = connections === 1 ? 'connection' : 'connections, one call under way on each'
  return loadTable(`Bot API: ${connections} ${of}`, results, results[0]?.name)
}

function loadTable(title: string, results: readonly LoadResult[], floorName?: string): Table {
  const floor = results.find((one) => one.name === floorName)
  const ratio = (part: number | undefined): string => (part === undefined ? '-' : part.toFixed(2))
  return {
    title,
    head: [
      'request', 'per second', 'of the floor', 'p50 ms', 'p99 ms', 'server CPU µs', 'floor / CPU', 'busy',
    ], // prettier-ignore
    rows: results.map((one) => [
      one.name,
      one.perSecond.toFixed(0),
      ratio(floor && one.perSecond / floor.perSecond),
      one.p50.toFixed(2),
      one.p99.toFixed(2),
      one.cpuMicros.toFixed(1),
      ratio(floor && floor.cpuMicros / one.cpuMicros),
      one.busy.toFixed(2),
    ]),
  }
}

const JOINS = 'Joins by link: 16 connections, 8 under way on each'

function fanOutTable(result: FanOutResult): Table {
  const { members, joinMs, joinCpuMicros, pingMs, pingCpuMicros } = result
  const row = (name: string, ms: number, cpu: number): string[] => [
    name,
    ms.toFixed(0),
    cpu.toFixed(1),
    (ms / pingMs).toFixed(1),
  ]
  return {
    title: `One join, told to ${members} online members of a supergroup`,
    head: ['what', 'ms until all have it', 'server CPU µs for each', 'times the floor'],
    rows: [
      row('a ping of every member at once (the floor)', pingMs, pingCpuMicros),
      row('channels.joinChannel', joinMs, joinCpuMicros),
    ],
  }
}

function waitsTable({ requesters, idleMs, busyMs, answeredMs, toldMs }: WaitsResult): Table {
  const row = (name: string, ms: number): string[] => [
    name,
    ms.toFixed(1),
    (ms / idleMs).toFixed(1),
  ]
  return {
    title: `Another client's pings while ${requesters} requesters are let in by one call`,
    head: ['what', 'ms', 'times the floor'],
    rows: [
      row('longest gap while nothing else is done (the floor)', idleMs),
      row('longest gap meanwhile', busyMs),
      row('messages.hideAllChatJoinRequests is answered', answeredMs),
      row('every requester was told', toldMs),
    ],
  }
}

function soakTable({ loads }: SoakResult): Table {
  const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(1)
  // The first loads warm the caches.
  const floor = loads[Math.floor(loads.length / 2)]
  return {
    title: 'Memory after each of ten loads in a row, in MiB',
    head: ['load', 'heap', 'process (RSS)', 'heap, times the sixth'],
    rows: loads.map(({ heap, rss }, i) => [
      String(i + 1),
      mib(heap),
      mib(rss),
      floor ? (heap / floor.heap).toFixed(2) : '-',
    ]),
  }
}

function startUpTable({ node, inMemory, freshDirectory, oldDirectory }: StartUpResult): Table {
  const row = (name: string, ms: number): string[] => [name, ms.toFixed(0), (ms / node).toFixed(1)]
  return {
    title: 'Start-up, from the spawn to the `ready` line',
    head: ['start', 'ms', 'times the floor'],
    rows: [
      row('Node with an empty program (the floor)', node),
      row('`--data :memory:`', inMemory),
      row('a new data directory', freshDirectory),
      row('an existing data directory', oldDirectory),
    ],
  }
}

function idleTable({ connections, rss, heap, buffers, baseRss }: IdleResult): Table {
  const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`
  return {
    title: `Memory of an idle connection, logged in, with a key of its own (${connections} of them)`,
    head: ['memory', 'each'],
    rows: [
      ['process (RSS)', kib(rss)],
      ['JavaScript heap', kib(heap)],
      ['buffers outside the heap', kib(buffers)],
      ['the process before them', `${(baseRss / 2 ** 20).toFixed(0)} MiB`],
    ],
  }
}

function microTable(results: readonly MicroResult[]): Table {
  return {
    title: 'Steps of a request, alone',
    head: ['step', 'CPU µs', 'wall µs'],
    rows: results.map((one) => [one.name, one.cpuMicros.toFixed(2), one.wallMicros.toFixed(2)]),
  }
}

/** Layers of clients that are in use, beside the two ends and whichever costs most. */
const SHOWN = new Set([158, 190, 198, 214, 223, 227, 228, 229])

function layersTable(result: LayersResult): Table {
  const ratios = layerRatios(result)
  const dearest = ratios.reduce((most, one) => (one.ratio > most.ratio ? one : most))
  const row = (name: string, layer: number): string[] => [
    name,
    (result.micros.find((one) => one.layer === layer)?.micros ?? NaN).toFixed(1),
    (ratios.find((one) => one.layer === layer)?.ratio ?? NaN).toFixed(2),
  ]
  return {
    title: `Writing the same ${result.answers} answers and updates in every layer`,
    head: ['layer', 'µs for all', 'times the newest'],
    rows: [
      ...ratios.filter(({ layer }) => SHOWN.has(layer)).map(({ layer }) => row(`${layer}`, layer)),
      row(`${dearest.layer}, the dearest of ${ratios.length}`, dearest.layer),
    ],
  }
}
