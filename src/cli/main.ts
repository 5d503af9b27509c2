#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { helpText } from '../config/options.ts'
import { parseConfig, type Config } from '../config/parse.ts'
import { readWorld, type World } from '../control/world-file.ts'
import { seedWorld } from '../control/world.ts'
import { UserError } from '../core/user-error.ts'
import { run, type Running } from '../server.ts'
import { NEWEST_LAYER, OLDEST_LAYER } from '../tl/api.ts'
import { readyCard, type CardFacts } from './card.ts'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const DEMO_WORLD = join(ROOT, 'examples', 'world.yaml')

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(helpText())
    return
  }
  if (args.includes('--version')) {
    console.log(`localgram ${version()}, layers ${OLDEST_LAYER} to ${NEWEST_LAYER}`)
    return
  }
  checkNode()
  const config = parseConfig(args, process.env)
  const worldFile = config.seed ?? (config.demo ? DEMO_WORLD : undefined)
  // A malformed file is said before anything is made.
  const world = worldFile === undefined ? undefined : readWorld(worldFile)
  const running = await run(config)
  stopOnSignals(running)
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
    alsoPorts: config.alsoPorts,
    accounts: found.accounts.length,
    chats: found.chats.length,
    user: user && { phone: user.phone ?? '', name: user.firstName },
    bot: found.bot && {
      username: botUser?.username ?? '',
      token: found.bot.token,
      chatId: chat?.kind === 'group' ? -chat.id : undefined,
    },
    gramjsSession: user && (await running.mintSession(user.id, 'gramjs')),
  }
}

function stopOnSignals(running: Running): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      running.stop().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      )
    })
  }
}

function checkNode(): void {
  const major = Number(process.versions.node.split('.')[0])
  if (major >= 24) return
  throw new UserError(
    'NODE_OLD',
    `this is Node ${process.versions.node}, localgram needs 24 or newer`,
    'run it with `npm start`, which brings its own Node',
  )
}

function version(): string {
  return (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string })
    .version
}

function fail(error: unknown): void {
  if (error instanceof UserError) {
    console.error(`localgram: ${error.message}\n  ${error.hint}   [${error.code}]`)
    process.exit(1)
  }
  console.error('localgram failed by a bug of its own; please report this:')
  console.error(error)
  process.exit(70)
}

main(process.argv.slice(2)).catch(fail)
