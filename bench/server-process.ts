import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ProbeAnswer, ProbeQuestion } from './probe.ts'

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const PROBE = new URL('probe.ts', import.meta.url).href
const READY = /ready at (http:\/\/\S+)/
/** Milliseconds that a server may take to start, and to stop. */
const PATIENCE_MS = 60_000

/** How the server is started. */
export interface ServerSettings {
  /** Data directory, or `:memory:`. */
  readonly data: string
  /** With the probe: `cpuMicros` and `memory` can be asked. Left out where start-up is measured. */
  readonly probe?: boolean
  /** Directory for a CPU profile of the server's whole life. */
  readonly profileTo?: string | undefined
  /** Another program than localgram, which takes its options and says `ready at <url>` as well. */
  readonly main?: string
}

/** A localgram in a process of its own, started as its users start it. */
export class ServerProcess implements AsyncDisposable {
  /** Milliseconds from the spawn to the `ready` line. */
  readonly startMs: number
  /** `http://host:port`. */
  readonly url: string
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, url: string, startMs: number) {
    this.#child = child
    this.url = url
    this.startMs = startMs
  }

  /** Starts a server and waits until it says that it is ready. */
  static async start(settings: ServerSettings): Promise<ServerProcess> {
    const { data, probe = false, profileTo, main = MAIN } = settings
    const startedAt = performance.now()
    const child = spawn(
      process.execPath,
      [
        ...(probe ? ['--expose-gc', '--import', PROBE] : []),
        ...(profileTo === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileTo}`]),
        ...[main, '--port', '0', '--data', data, '--quiet'],
      ],
      { stdio: ['ignore', 'pipe', 'inherit', ...(probe ? (['ipc'] as const) : [])] },
    )
    const url = await readyUrl(child)
    return new ServerProcess(child, url, performance.now() - startedAt)
  }

  /** Milliseconds that Node takes for an empty program: the floor of every start. */
  static async nodeStartMs(): Promise<number> {
    const startedAt = performance.now()
    const child = spawn(process.execPath, ['-e', 'console.log(1)'], { stdio: 'pipe' })
    await new Promise((resolve) => child.stdout.once('data', resolve))
    return performance.now() - startedAt
  }

  /** Where MTProto clients connect. */
  get address(): { readonly host: string; readonly port: number } {
    const { hostname, port } = new URL(this.url)
    return { host: hostname, port: Number(port) }
  }

  /** CPU time of the process so far, kernel included, in microseconds. */
  async cpuMicros(): Promise<number> {
    const answer = await this.#ask('cpu')
    if ('cpuMicros' in answer) return answer.cpuMicros
    throw new Error('the probe answered another question')
  }

  /** Memory of the process after a garbage collection, in bytes. */
  async memory(): Promise<Extract<ProbeAnswer, { memory: unknown }>['memory']> {
    const answer = await this.#ask('memory')
    if ('memory' in answer) return answer.memory
    throw new Error('the probe answered another question')
  }

  /** Makes something through the control API and returns what it answers. */
  async make<T>(what: 'users' | 'bots' | 'chats' | 'sessions', body: object): Promise<T> {
    const response = await fetch(`${this.url}/control/v1/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (response.status !== 201) throw new Error(`${what}: ${await response.text()}`)
    return (await response.json()) as T
  }

  /** Stops the server as a user does (SIGTERM) and waits for its end. */
  async stop(): Promise<void> {
    const child = this.#child
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    const cutOff = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
    child.kill('SIGTERM')
    await ended
    clearTimeout(cutOff)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  #ask(question: ProbeQuestion): Promise<ProbeAnswer> {
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('the server ended under measurement'))
      this.#child.once('exit', ended)
      this.#child.once('message', (answer) => {
        this.#child.off('exit', ended)
        resolve(answer as ProbeAnswer)
      })
      this.#child.send(question)
    })
  }
}

/** Runs something with a fresh directory on the disk of the temporary files, and removes it. */
export async function withDirectory<T>(work: (path: string) => Promise<T>): Promise<T> {
  const path = mkdtempSync(join(tmpdir(), 'localgram-bench-'))
  try {
    return await work(path)
  } finally {
    rmSync(path, { recursive: true, force: true })
  }
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const fail = (reason: string): void => {
      clearTimeout(timer)
      child.kill('SIGKILL')
      reject(new Error(`the server did not start: ${reason}\n${output}`))
    }
    const timer = setTimeout(() => fail('no ready line'), PATIENCE_MS)
    child.once('error', (error) => fail(error.message))
    child.once('exit', (code) => fail(`exit code ${code ?? 'none'}`))
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const url = READY.exec(output)?.[1]
      if (url === undefined) return
      clearTimeout(timer)
      child.removeAllListeners('exit')
      resolve(url)
    })
  })
}
