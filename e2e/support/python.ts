import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pythonOf } from '../../tools/python-clients.ts'
import type { TestWorld } from './world.ts'

const SCRIPTS = join(import.meta.dirname, '..', 'python')

/** Longest journey of a Python client, milliseconds. */
const JOURNEY_MAX_MS = 60_000

/**
 * Runs one of the scripts of e2e/python with the world as its argument, and returns what it prints.
 *
 * @throws Error with what the script wrote to standard error, where it failed
 */
export async function playInPython(
  environment: string,
  script: string,
  world: TestWorld,
): Promise<unknown> {
  const { server, owner, member, stranger, bot, group, supergroup, channel } = world
  const { url, host, port, dcId, publicKey, publicKeyFingerprint: fingerprint } = server
  const told = {
    ...{ owner, member, stranger, bot, group, supergroup, channel },
    server: { url, host, port, dcId, publicKey, fingerprint },
  }
  const child = spawn(pythonOf(environment), [script, JSON.stringify(told)], { cwd: SCRIPTS })
  let [output, errors] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const late = setTimeout(() => child.kill('SIGKILL'), JOURNEY_MAX_MS)
  const [code] = (await once(child, 'close')) as [number | null]
  clearTimeout(late)
  if (code !== 0) throw new Error(`${script} ended with ${code ?? 'a signal'}:\n${errors}${output}`)
  // The packages print greetings of their own before.
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '')
}
