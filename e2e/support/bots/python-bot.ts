import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pythonOf } from '../../../tools/python-clients.ts'
import type { BotDriver, BotLink, BotNews, BotPlace, Notes, RunningBot } from './bot.ts'

const SCRIPTS = join(import.meta.dirname, '..', '..', 'python')

/** What a script of e2e/python writes, a line each (bot_lines.py). */
type Line =
  | { readonly ready: true }
  | { readonly note: BotNews }
  | { readonly id: number; readonly result?: unknown; readonly error?: string }

/** A Bot API library of Python, run by one of the scripts of e2e/python. */
export function pythonBotDriver(name: string, script: string): BotDriver {
  return {
    name,
    roads: ['long polling'],
    start: (place, _road, notes) => startScript(script, place, notes),
  }
}

async function startScript(script: string, place: BotPlace, notes: Notes): Promise<RunningBot> {
  const child = spawn(pythonOf('bots'), [script, JSON.stringify(place)], { cwd: SCRIPTS })
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
  // Whoever stops the bot hears of it.
  ended.catch(() => undefined)
  createInterface(child.stdout).on('line', (text) => {
    const line = JSON.parse(text) as Line
    if ('ready' in line) ready.resolve(undefined)
    else if ('note' in line) notes.add(line.note)
    else if (line.error === undefined) asked.get(line.id)?.resolve(line.result)
    else asked.get(line.id)?.reject(new Error(line.error))
  })
  await ready.promise

  async function ask<T>(op: string, ...args: readonly unknown[]): Promise<T> {
    const answer = Promise.withResolvers<unknown>()
    const id = asked.size
    asked.set(id, answer)
    child.stdin.write(`${JSON.stringify({ id, op, args })}\n`)
    return (await answer.promise) as T
  }
  return {
    exportLink: (chatId) => ask<string>('export', chatId),
    createLink: (chatId, settings) => ask<BotLink>('create', chatId, settings).then(whole),
    editLink: (chatId, link, settings) => ask<BotLink>('edit', chatId, link, settings).then(whole),
    revokeLink: (chatId, link) => ask<BotLink>('revoke', chatId, link).then(whole),
    movedTo: (chatId) => ask<number | undefined>('moved', chatId),
    async stop() {
      child.stdin.end()
      const late = setTimeout(() => child.kill('SIGKILL'), 15_000)
      await ended.finally(() => clearTimeout(late))
    },
  }
}

/** Python has null for what is missing. */
function whole(link: { [K in keyof BotLink]: BotLink[K] | null }): BotLink {
  const { name, limit, ...rest } = link as BotLink
  return { ...rest, name: name ?? undefined, limit: limit ?? undefined }
}
