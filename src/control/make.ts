import { LAST_SECOND, type StoredClock } from '../core/clock.ts'
import { createBot } from '../domain/accounts/create-bot.ts'
import { createUser, prepareUser } from '../domain/accounts/create-user.ts'
import type { Domain } from '../domain/context.ts'
import type { UserRow } from '../store/tables/users.ts'
import { arrangeChat, type ArrangedChat } from './arrange-chat.ts'
import type { ControlDeps } from './deps.ts'
import { inWords, Problem } from './problem.ts'
import {
  ADVANCE,
  BOT,
  CHAT,
  readNewUser,
  readWanted,
  SESSION,
  type NewBot,
  type NewChat,
  type NewSession,
} from './wanted.ts'

/**
 * Makes a person's account.
 *
 * @param call as its caller wrote it, for the words of an error; so in all of these
 * @throws Problem, also for what is not of its form
 */
export async function makeUser(domain: Domain, given: unknown, call: string): Promise<UserRow> {
  const wanted = readNewUser(given, call)
  const prepared = await prepareUser(domain.random, wanted)
  return inWords(wanted, () => domain.unit((u) => createUser(u, prepared)))
}

/** Makes a bot. @throws Problem, also for what is not of its form */
export async function makeBot(
  domain: Domain,
  given: unknown,
  call: string,
): Promise<{ readonly user: UserRow; readonly token: string }> {
  const wanted = readWanted(BOT, call, given) as unknown as NewBot
  return inWords(wanted, () => domain.unit((u) => createBot(u, wanted)))
}

/** Makes a chat. @throws Problem, also for what is not of its form */
export async function makeChat(
  domain: Domain,
  given: unknown,
  call: string,
): Promise<ArrangedChat> {
  const wanted = readWanted(CHAT, call, given) as unknown as NewChat
  return inWords(wanted, () => domain.unit((u) => arrangeChat(u, wanted)))
}

/** Makes a logged-in session string. @throws Problem, also for what is not of its form */
export async function makeSession(
  mintSession: ControlDeps['mintSession'],
  given: unknown,
  call: string,
): Promise<string> {
  const wanted = readWanted(SESSION, call, given) as unknown as NewSession
  return inWords(wanted, () => mintSession(wanted.accountId, wanted.format))
}

/** Moves business time forward at once; `stored` tells when the move is on disk. @throws Problem */
export function moveClock(clock: StoredClock, given: unknown, call: string): void {
  const { seconds } = readWanted(ADVANCE, call, given) as { seconds: number }
  if (clock.now() + seconds > LAST_SECOND) {
    throw new Problem(
      400,
      'CLOCK_END',
      `${call} can't move the clock so far: it stands at ${clock.now()} and cannot pass ${LAST_SECOND}, since dates are 32-bit numbers; a reset puts it back to the present`,
    )
  }
  clock.advance(seconds)
}
