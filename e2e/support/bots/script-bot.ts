import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pythonOf } from '../../../tools/python-clients.ts'
import type { BotNews, BotPlace, Notes } from './bot.ts'

const SCRIPTS = join(import.meta.dirname, '..', '..', 'python')

/** What a script of e2e/python writes, a line each (bot_lines.py). */
type Line =
  | { readonly ready: true }
  | { readonly note: BotNews }
  | { readonly id: number; readonly result?: unknown; readonly error?: string }

/** A script that runs a bot. */
export interface ScriptBot {
  /** Gives an order, and resolves with what came of it. */
  ask<T>(op: string, ...args: readonly unknown[]): Promise<T>
  /** Ends the script. @throws Error with what it complained of, where it failed */
  stop(): Promise<void>
}

/**
 * Starts a script of e2e/python; resolves when its bot gets updates.
 *
 * @param environment the virtual environment that has its library
 */
export async function startScript(
  environment: string,
  script: string,
  place: BotPlace,
  notes: Notes,
): Promise<ScriptBot> {
  const child = spawn(pythonOf(environment), [script, JSON.stringify(place)], { cwd: SCRIPTS })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const ready = Promise.withResolvers<undefined>()
  const asked = new Map<number, PromiseWithResolvers<unknown>>()
  const ended = once(child, 'close').then(([code]) => {
    const error = new Error(`${script} ended with ${String(code)}:\n${errors}`)
    ready.reject(error)
    for (const one of asked.values()) one.reject(error)
    if (code !== 0) throw error
  })
  // Who stops the bot hears of it.
  ended.catch(() => undefined)
  createInterface(child.stdout).on('line', (text) => {
    const line = JSON.parse(text) as Line
    if ('ready' in line) ready.resolve(undefined)
    else if ('note' in line) notes.add(line.note)
    else if (line.error === undefined) asked.get(line.id)?.resolve(line.result)
    else asked.get(line.id)?.reject(new Error(line.error))
  })
  await ready.promise
  return {
    async ask<T>(op: string, ...args: readonly unknown[]) {
      const answer = Promise.withResolvers<unknown>()
      const id = asked.size
      asked.set(id, answer)
      child.stdin.write(`${JSON.stringify({ id, op, args })}\n`)
      return (await answer.promise) as T
    },
    async stop() {
      child.stdin.end()
      const late = setTimeout(() => child.kill('SIGKILL'), 15_000)
      await ended.finally(() => clearTimeout(late))
    },
  }
}
