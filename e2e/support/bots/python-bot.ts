import type { BotDriver, BotLink, BotPlace, Notes, RunningBot } from './bot.ts'
import { startScript } from './script-bot.ts'

/** A Bot API library of Python, run by one of the scripts of e2e/python. */
export function pythonBotDriver(name: string, script: string): BotDriver {
  return {
    name,
    roads: ['long polling'],
    start: (place, _road, notes) => startBot(script, place, notes),
  }
}

async function startBot(script: string, place: BotPlace, notes: Notes): Promise<RunningBot> {
  const { ask, stop } = await startScript('bots', script, place, notes)
  return {
    exportLink: (chatId) => ask<string>('export', chatId),
    createLink: (chatId, settings) => ask<BotLink>('create', chatId, settings).then(whole),
    editLink: (chatId, link, settings) => ask<BotLink>('edit', chatId, link, settings).then(whole),
    revokeLink: (chatId, link) => ask<BotLink>('revoke', chatId, link).then(whole),
    movedTo: (chatId) => ask<number | undefined>('moved', chatId),
    stop,
  }
}

/** Python has null for what is missing. */
function whole(link: { [K in keyof BotLink]: BotLink[K] | null }): BotLink {
  const { name, limit, ...rest } = link as BotLink
  return { ...rest, name: name ?? undefined, limit: limit ?? undefined }
}
