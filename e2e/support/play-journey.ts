import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import type { TestWorld } from './world.ts'

/** Longest journey of a client, milliseconds. */
const JOURNEY_MAX_MS = 60_000

/** A program in another language that lives the life of a link. */
export interface JourneyProgram {
  readonly command: string
  /** Arguments before the world. */
  readonly args?: readonly string[]
  readonly directory: string
  /** What it is told beside the world. */
  readonly told?: Readonly<Record<string, unknown>>
}

/** A program that is under way. */
export interface Journey {
  /** Resolves when the program has printed a line that says so and no more. */
  saying(line: string): Promise<void>
  /** What it prints last, which is JSON. @throws Error with what it wrote to standard error, where it failed */
  outcome(): Promise<unknown>
}

/** Starts a program with the world as its last argument. */
export function startJourney(program: JourneyProgram, world: TestWorld): Journey {
  const { command, args = [], directory, told = {} } = program
  const { server, owner, member, stranger, bot, group, supergroup, channel } = world
  const { url, host, port, dcId, publicKey, publicKeyFingerprint: fingerprint } = server
  const all = {
    ...{ owner, member, stranger, bot, group, supergroup, channel },
    server: { url, host, port, dcId, publicKey, fingerprint },
    ...told,
  }
  const child = spawn(command, [...args, JSON.stringify(all)], { cwd: directory })
  const ended = outcomeOf(child, [command, ...args].join(' '))
  // Whoever asks for it hears of it.
  ended.catch(() => undefined)
  return {
    outcome: () => ended,
    saying: (line) => Promise.race([said(child, line), failed(ended)]),
  }
}

/**
 * Runs a program with the world as its last argument, and returns what it prints.
 *
 * @throws Error with what it wrote to standard error, where it failed
 */
export function playJourney(program: JourneyProgram, world: TestWorld): Promise<unknown> {
  return startJourney(program, world).outcome()
}

async function outcomeOf(child: ChildProcessWithoutNullStreams, called: string): Promise<unknown> {
  let [output, errors] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const late = setTimeout(() => child.kill('SIGKILL'), JOURNEY_MAX_MS)
  const [code] = (await once(child, 'close')) as [number | null]
  clearTimeout(late)
  if (code !== 0) throw new Error(`${called} ended with ${code ?? 'a signal'}:\n${errors}${output}`)
  // The packages print greetings of their own before.
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '')
}

function said(child: ChildProcessWithoutNullStreams, line: string): Promise<void> {
  let output = ''
  return new Promise((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.split('\n').slice(0, -1).includes(line)) resolve()
    })
  })
}

async function failed(ended: Promise<unknown>): Promise<never> {
  await ended
  throw new Error('it ended before it said so')
}
