import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { helpText } from '../config/options.ts'
import { parseConfig, type Config } from '../config/parse.ts'
import { DEMO_WORLD, readWorld, type World } from '../control/world-file.ts'
import { seedWorld } from '../control/world.ts'
import { run, type Running } from '../server.ts'
import { NEWEST_LAYER, OLDEST_LAYER } from '../tl/api.ts'
import { readyCard, type CardFacts } from './card.ts'

/**
 * Does what the arguments say: help, version, or a server until a signal ends it.
 *
 * @param failed told what goes wrong when a signal ends the server
 * @throws UserError as `parseConfig`, `readWorld` and `run`
 */
export async function start(
  args: readonly string[],
  failed: (error: unknown) => void,
): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(helpText())
    return
  }
  if (args.includes('--version')) {
    console.log(`localgram ${version()}, layers ${OLDEST_LAYER} to ${NEWEST_LAYER}`)
    return
  }
  const config = parseConfig(args, process.env)
  const worldFile = config.seed ?? (config.demo ? DEMO_WORLD : undefined)
  // A malformed file is said before anything is made.
  const world = worldFile === undefined ? undefined : readWorld(worldFile)
  const running = await run(config)
  stopOnSignals(running, failed)
  const seed = world ?? (config.defaultWorld ? readWorld(DEMO_WORLD) : undefined)
  if (seed !== undefined) await seedOrStop(running, seed, worldFile ?? DEMO_WORLD)
  if (!config.quiet) console.log(readyCard(await cardFacts(running, config)))
  console.log(`localgram ${version()} ready at ${running.connection.botApiUrl}`)
}

async function seedOrStop(running: Running, world: World, file: string): Promise<void> {
  try {
    await seedWorld(running.domain, world, file)
  } catch (error) {
    await running.stop()
    throw error
  }
}

async function cardFacts(running: Running, config: Config): Promise<CardFacts> {
  const found = await running.domain.unit(async (u) => {
    const accounts = await u.db.users.all()
    const chats = await u.db.chats.all()
    const [bot] = await u.db.users.allBots()
    const group = bot && (await u.db.members.chatsOf(bot.userId))[0]
    return { accounts, chats, bot, group }
  })
  const user = found.accounts.find((one) => !one.isBot && !one.deleted)
  const botUser = found.accounts.find((one) => one.id === found.bot?.userId)
  const chat = found.chats.find((one) => one.id === found.group?.chatId)
  return {
    connection: running.connection,
    data: config.data,
    clockAhead: running.clock.now() - Math.floor(running.clock.wallMs() / 1000),
    alsoPorts: config.alsoPorts,
    isControlShut: config.controlToken === undefined && !/^(127\.|::1$)/.test(config.host),
    isAddressLocal: config.publicHost === undefined && /^(0\.0\.0\.0|::)$/.test(config.host),
    accounts: found.accounts.length,
    chats: found.chats.length,
    user: user && { phone: user.phone ?? '', name: user.firstName },
    bot: found.bot && {
      username: botUser?.username ?? '',
      token: found.bot.token,
      chatId: chat?.kind === 'group' ? -chat.id : undefined,
    },
    gramjsSession: user && (await running.cardSession(user.id, 'gramjs')),
  }
}

function stopOnSignals(running: Running, failed: (error: unknown) => void): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      running.stop().then(() => process.exit(0), failed)
    })
  }
}

function version(): string {
  const file = join(import.meta.dirname, '..', '..', 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
