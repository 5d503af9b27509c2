import type fc from 'fast-check'
import { USER_ONLY_METHODS } from '../../src/core/generated/method-audience.ts'
import { checkDifference } from './difference.ts'
import { call, hear, type Device, type Outcome } from './device.ts'
import { checkSteps, nameOf, sequencesIn, type Sequences } from './hearing.ts'
import type { Draw, Kind, Plan } from './kinds.ts'
import type { Joining } from './rules/entering.ts'
import { checkRows } from './rows.ts'
import { checkSight, type Before } from './sight.ts'
import {
  isAdmin,
  isIn,
  present,
  Refusal,
  standing,
  type Effect,
  type Model,
  type Waiting,
} from './state.ts'
import type { Real } from './world.ts'

/** From this layer on clients know of guard bots. */
const GUARD_LAYER = 227
const TURNS_MAX = 500

/** A command: one call of somebody, and everything that must hold after it. */
export class Step implements fc.AsyncCommand<Model, Real> {
  readonly name: string
  readonly kind: Kind
  readonly draw: Draw

  constructor(name: string, kind: Kind, draw: Draw) {
    this.name = name
    this.kind = kind
    this.draw = draw
  }

  check(): boolean {
    return true
  }

  async run(m: Model, real: Real): Promise<void> {
    const plan = this.kind(m, real, this.draw)
    if (!plan) return
    const before = beforeOf(m, real)
    await perform(m, real, plan)
    await verify(m, real, before, plan)
  }

  toString(): string {
    const { by, whom, chat, link, n, k, on, also, newest, stray } = this.draw
    const flags = Object.entries({ on, also, newest, stray }).flatMap(([name, set]) =>
      set ? [name] : [],
    )
    return `${this.name}(by ${by}, whom ${whom}, chat ${chat}, link ${link}, n ${n}, k ${k}, ${flags.join(' ')})`
  }
}

/** A command that is no call: the clock, sessions that come and go. */
export class Event implements fc.AsyncCommand<Model, Real> {
  readonly name: string
  readonly act: (m: Model, real: Real) => Promise<void>

  constructor(name: string, act: Event['act']) {
    this.name = name
    this.act = act
  }

  check(): boolean {
    return true
  }

  async run(m: Model, real: Real): Promise<void> {
    const before = beforeOf(m, real)
    await this.act(m, real)
    await verify(m, real, before, undefined)
  }

  toString(): string {
    return this.name
  }
}

function beforeOf(m: Model, real: Real): Before {
  return {
    present: new Map(m.chats.map((chat) => [chat.n, new Set(present(chat))])),
    creators: new Map(m.chats.map((chat) => [chat.n, chat.creator])),
    links: real.links,
  }
}

async function perform(m: Model, real: Real, plan: Plan): Promise<void> {
  await plan.before?.()
  const device = real.device(plan.by, plan.newest)
  const predicted = predict(m, plan)
  const calling = call(device, plan.method, plan.request)
  if (predicted.asked) {
    await startWaiting(m, real, plan, device, calling)
    return
  }
  const outcome = await calling
  const told = outcome.error ?? 'ok'
  if (predicted.error !== undefined && told !== predicted.error) {
    throw new Error(`${plan.method} by ${nameOf(device)}: ${told}, not ${predicted.error}`)
  }
  if (told === 'INTERNAL') throw new Error(`${plan.method} fails by a bug`)
  if (outcome.error === undefined) {
    await plan.learn?.()
    plan.told?.(outcome.answer)
  }
  predicted.effect?.(outcome.error === undefined ? outcome.answer : undefined)
}

interface Predicted {
  /** `ok` for none, undefined where the model does not say. */
  readonly error: string | undefined
  readonly effect?: Effect | undefined
  readonly asked?: boolean
}

function predict(m: Model, { by, method, rule }: Plan): Predicted {
  const account = m.accounts[by]
  if (account?.deleted) return { error: 'AUTH_KEY_UNREGISTERED' }
  if (account?.isBot && USER_ONLY_METHODS.has(method)) return { error: 'BOT_METHOD_INVALID' }
  if (!account?.isBot && method === 'bots.setJoinChatResults') return { error: 'USER_BOT_REQUIRED' }
  if (!rule) return { error: undefined }
  try {
    const what: Effect | Joining = rule()
    if (typeof what === 'function') return { error: 'ok', effect: what }
    return what.kind === 'in' ? { error: 'ok', effect: what.effect } : { error: 'ok', asked: true }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { error: error.message, effect: error.effect }
  }
}

/** A guard bot was asked: the call goes on until it decides, and the test until the question is there. */
async function startWaiting(
  m: Model,
  real: Real,
  { by, chat }: Plan,
  { layer }: Device,
  calling: Promise<Outcome>,
): Promise<void> {
  if (!chat) throw new Error('a join without a chat')
  const waiting: Waiting = {
    user: by,
    chat,
    layer,
    late: false,
    answer: calling.then(({ error }) => error ?? 'ok'),
  }
  m.waiting.push(waiting)
  const userId = real.accounts[by]?.id ?? 0
  for (let i = 0; i < TURNS_MAX; i++) {
    if (await real.rpc.unit((u) => u.db.joinQueries.about(chat.id, userId))) return
    await turn()
  }
  throw new Error('no guard bot was asked')
}

/** What a call that waits for a guard bot must be answered by now; undefined while it waits. */
function outcomeOf(m: Model, { user, chat, layer, late }: Waiting): string | undefined {
  if (isIn(standing(m, chat, user))) return 'ok'
  const request = chat.requests.get(user)
  if (!request) return 'INVITE_REQUEST_DECLINED'
  const knows = layer >= GUARD_LAYER
  if (!request.query) return late && knows ? 'JOIN_GUARD_TIMEOUT' : 'INVITE_REQUEST_SENT'
  if (request.query.page) return knows ? 'ok' : 'INVITE_REQUEST_SENT'
  return undefined
}

async function settle(m: Model): Promise<void> {
  const still: Waiting[] = []
  for (const waiting of m.waiting) {
    const expected = outcomeOf(m, waiting)
    const told = await soon(waiting.answer, expected === undefined ? 3 : TURNS_MAX)
    if (told !== expected) {
      throw new Error(
        `account ${waiting.user} waits for a guard: ${told ?? 'still'}, not ${expected ?? 'still'}`,
      )
    }
    if (expected === undefined) still.push(waiting)
  }
  m.waiting = still
}

/** What a promise comes to within some turns of the event loop. */
async function soon(promise: Promise<string>, turns: number): Promise<string | undefined> {
  let value: string | undefined
  void promise.then((told) => (value = told))
  for (let i = 0; i < turns && value === undefined; i++) await turn()
  return value
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** Everything that holds after every command. */
async function verify(m: Model, real: Real, before: Before, plan: Plan | undefined): Promise<void> {
  await settle(m)
  const was = real.at
  real.at = await checkRows(real, m)
  for (const chat of m.chats) {
    for (const { hash, admin } of chat.links.values()) real.links.set(hash, { admin, chat: chat.n })
  }
  for (const device of real.devices) {
    if (device.connected) await checkDevice(m, real, before, was, device, plan)
  }
  for (const ear of real.ears) {
    for (const chat of m.chats) if (!isIn(chat.members.get(ear.account))) ear.lose(chat.id)
  }
}

async function checkDevice(
  m: Model,
  real: Real,
  before: Before,
  was: Sequences,
  device: Device,
  plan: Plan | undefined,
): Promise<void> {
  const { account } = device
  const all = await hear(device)
  // An answer of a method that gives no updates is looked at for secrets only.
  for (const told of all) checkSight(real, m, before, device, told)
  if (device.listens) real.ears[account]?.note(all, was, m.now)
  if (m.accounts[account]?.deleted) return
  const heard = sequencesIn(all, plan?.chat?.id)
  const name = nameOf(device)
  checkSteps(`${name} pts`, heard.own, was.pts[account] ?? 0, real.at.pts[account] ?? 0)
  checkSteps(`${name} qts`, heard.bot, was.qts[account] ?? 0, real.at.qts[account] ?? 0)
  for (const chat of m.chats) {
    const own = chat.members.get(account)
    // Bots hear nothing of other bots, and in privacy mode not everything that people say.
    const isBot = (n: number | undefined) => m.accounts[n ?? -1]?.isBot ?? false
    const deaf = isBot(account) && (!isAdmin(own) || isBot(plan?.by))
    if (chat.kind === 'group' || !isIn(own) || deaf) continue
    const places = heard.channels.get(chat.id) ?? []
    const to = real.at.channels.get(chat.id) ?? 1
    checkSteps(`${name} in chat ${chat.n}`, places, was.channels.get(chat.id) ?? 1, to)
  }
}

/** Ends a run: everybody catches up with what he missed. */
export async function checkEverything(m: Model, real: Real): Promise<void> {
  for (const ear of real.ears) await comeBack(m, real, ear.account)
}

/** A session goes away; its account remembers from where on it missed what happened. */
export function goAway(m: Model, real: Real, account: number): void {
  const device = real.device(account, false)
  if (device.layer === real.device(account, true).layer && !hasTwo(real, account)) return
  device.connected = false
  device.client.disconnect()
  mark(m, real, account)
}

function hasTwo(real: Real, account: number): boolean {
  const own = real.devices.filter((one) => one.account === account && !one.listens && one.connected)
  return own.length > 1
}

/** Notes where an account stands, for a difference later. */
export function mark(m: Model, real: Real, account: number): void {
  const channels = m.chats.filter(
    (chat) => chat.kind !== 'group' && !chat.deleted && isIn(chat.members.get(account)),
  )
  real.ears[account]?.leave(
    m.now,
    real.at,
    channels.map((chat) => chat.id),
  )
}

/** A session comes back and asks for what it missed. */
export async function comeBack(m: Model, real: Real, account: number): Promise<void> {
  const ear = real.ears[account]
  if (!ear?.mark || m.accounts[account]?.deleted) return
  if (!hasTwo(real, account)) await real.connect(account)
  await checkDifference(real, m, ear)
  ear.mark = undefined
}
