import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { ServerAddress } from './mtcute.ts'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts')

/** A server in a process of its own, started by the command line. */
export interface ChildServer extends ServerAddress {
  readonly url: string
  /** `kill -9`: it gets no chance to put anything in order. */
  kill(): Promise<void>
  /** SIGTERM; resolves with the exit code once it is gone. */
  stop(): Promise<number | null>
  /** Calls the control API. @throws Error unless it answers 2xx */
  control<T>(path: string, body?: object): Promise<T>
}

/** Starts `localgram` with these options and waits until it says that it is ready. */
export async function startChild(options: readonly string[]): Promise<ChildServer> {
  const child = spawn(process.execPath, [MAIN, '--quiet', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const url = await new Promise<string>((resolve, reject) => {
    child.once('close', () => reject(new Error(`localgram did not start: ${errors}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const ready = /ready at (\S+)/.exec(output)?.[1]
      if (ready !== undefined) resolve(ready)
    })
  })

  async function control<T>(path: string, body?: object): Promise<T> {
    const sent = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }
    const response = await fetch(`${url}/control/v1/${path}`, body === undefined ? {} : sent)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }

  const { host, port, dcId, publicKeyPem } = await control<{
    host: string
    port: number
    dcId: number
    publicKeyPem: string
  }>('connection')
  return {
    url,
    host,
    port,
    dcId,
    publicKey: publicKeyPem,
    control,
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'close')
      return child.exitCode
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'close')
    },
  }
}
