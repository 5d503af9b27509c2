import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import {
  adminOf,
  bannedMask,
  channelInput,
  createChatWorld,
  heard,
  userInput,
  type ChatWorld,
} from '../chats/testing.ts'
import { importInvite } from '../invites/import.ts'
import { editBanned } from '../members/ban.ts'
import { joinPublic } from '../members/join-public.ts'
import type { TestAccount } from '../testing.ts'
import type { DomainEvent } from '../updates/update.ts'
import { answerJoinQuery, guardedJoin, waitForGuard, type GuardAnswer } from './guard.ts'
import { hideJoinRequest } from './hide.ts'
import {
  askByLink,
  askDirectly,
  makeAdmin,
  refusalOf,
  requestCounts,
  requestGroup,
  requestLink,
} from './testing.ts'

const PAGE = 'https://example.com/captcha'
/** Long enough that no test that is answered ever waits for it. */
const PATIENT = 600
const AT_ONCE = 0.01

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount
let bot: TestAccount
let chat: ChatRow

async function open(joinGuardSeconds: number): Promise<void> {
  w = await createChatWorld({ joinGuardSeconds, channelsPerUser: 2 })
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
  bot = await w.createBot()
  const group = await requestGroup(w, owner)
  await makeAdmin(w, group, owner, bot)
  await w.unit((u) => u.db.chats.update(group.id, { guardBotId: bot.id }))
  chat = await w.chat(group.id)
}
beforeEach(() => open(PATIENT))
afterEach(() => w.close())

/** Asks to join; returns the query by which the guard was asked. */
async function ask(who = ann): Promise<string> {
  const joining = await w.unit((u) => joinPublic(u, who.caller, channelInput(u, who, chat)))
  if (joining.kind !== 'asked') throw new Error(joining.kind)
  return joining.queryId
}
/** Waits for what comes of it, as the door does. */
async function outcome(queryId: string, who = ann, signal = new AbortController().signal) {
  await waitForGuard(w.domain, queryId, signal)
  return w.unit((u) => guardedJoin(u, who.caller, chat, queryId))
}
const answering = (queryId: string, answer: GuardAnswer, by = bot) =>
  w.refusal((u) => answerJoinQuery(u, by.caller, queryId, answer))
const events = async (work: () => Promise<unknown>): Promise<DomainEvent[]> => {
  const told: DomainEvent[] = []
  const stop = w.domain.listen((commit) => told.push(...commit.events))
  await work()
  stop()
  return told
}

describe('asking to join a guarded group', () => {
  it('asks the guard by a query that no other bot gets, and counts as a request at once', async () => {
    const other = await w.createBot()
    await makeAdmin(w, chat, owner, other)
    let queryId = ''
    const told = await events(async () => (queryId = await ask()))
    const requests = told.filter(
      (event) => event.to === 'bot' && event.update.kind === 'joinRequested',
    )
    expect(requests).toMatchObject([
      { botId: bot.id, update: { queryId } },
      { botId: other.id, update: { queryId: null } },
    ])
    expect(queryId).toMatch(/^[1-9]\d*$/)
    expect(BigInt(queryId)).toBeLessThan(2n ** 53n)
    expect(await requestCounts(w, chat)).toMatchObject({ rows: 1, pending: 1 })
    expect(heard(told)).toContain(`${owner.id}:pendingRequests`)
  })

  it('goes by a link as well, where the link needs approval', async () => {
    const free = await requestLink(w, chat, owner, { requestNeeded: 0 })
    const bob = await w.createUser()
    expect(await askByLink(w, bob, free)).toBe('none')
    const invite = await requestLink(w, chat, owner)
    const joining = await w.unit((u) => importInvite(u, ann.caller, invite.hash))
    if (joining.kind !== 'asked') throw new Error(joining.kind)
    expect(await answering(joining.queryId, 'approved')).toBe('none')
    expect(await w.member(chat, ann)).toMatchObject({
      inviteId: invite.id,
      approvedBy: bot.id,
      viaRequest: 1,
    })
  })

  it('twice asks the guard once', async () => {
    const queryId = await ask()
    let again = ''
    expect(heard(await events(async () => (again = await ask())))).toEqual([])
    expect(again).toBe(queryId)
  })

  it('is left to the admins where the guard lost its office', async () => {
    await w.standing(chat, bot, adminOf('banUsers'))
    expect(await askDirectly(w, ann, chat)).toBe('INVITE_REQUEST_SENT')
  })
})

describe('the answer of the guard', () => {
  it.each([
    ['approved', { kind: 'joined' }],
    [{ webAppUrl: PAGE }, { kind: 'webApp' }],
  ] as const)('%j ends the wait', async (answer, result) => {
    const queryId = await ask()
    const waiting = outcome(queryId)
    expect(await answering(queryId, answer)).toBe('none')
    expect(await waiting).toMatchObject(result)
  })

  it.each([
    ['declined', 'INVITE_REQUEST_DECLINED', 0],
    ['queued', 'INVITE_REQUEST_SENT', 1],
  ] as const)('%s ends it with %s', async (answer, error, pending) => {
    const queryId = await ask()
    const waiting = outcome(queryId)
    expect(await answering(queryId, answer)).toBe('none')
    await expect(waiting).rejects.toMatchObject({ type: error })
    expect(await requestCounts(w, chat)).toMatchObject({ rows: pending, pending })
    expect(await answering(queryId, 'approved')).toBe('QUERY_ID_INVALID')
  })

  it('is found also by a wait that begins after it', async () => {
    const queryId = await ask()
    await answering(queryId, 'approved')
    expect(await outcome(queryId)).toMatchObject({ kind: 'joined' })
  })

  it('lets the requester in as an approval does', async () => {
    const queryId = await ask()
    const told = heard(await events(() => answering(queryId, 'approved')))
    expect(told).toEqual(
      expect.arrayContaining([
        `${owner.id}:pendingRequests`,
        `bot ${bot.id}:participant`,
        `${ann.id}:channel`,
        'channel:newMessage',
      ]),
    )
    expect(await w.member(chat, ann)).toMatchObject({ approvedBy: bot.id, inviteId: null })
    expect(await requestCounts(w, chat)).toMatchObject({ rows: 0, pending: 0 })
  })

  it('is refused for a query that is unknown or another bot’s, and for a page that is none', async () => {
    const queryId = await ask()
    expect(await answering('1', 'approved')).toBe('QUERY_ID_INVALID')
    const other = await w.createBot()
    await makeAdmin(w, chat, owner, other)
    expect(await answering(queryId, 'approved', other)).toBe('QUERY_ID_INVALID')
    for (const url of ['', 'no url', 'javascript:alert(1)', 'tg://resolve?domain=a']) {
      expect(await answering(queryId, { webAppUrl: url })).toBe('URL_INVALID')
    }
    await w.standing(chat, bot, adminOf('banUsers'))
    expect(await answering(queryId, 'approved')).toBe('CHAT_ADMIN_REQUIRED')
  })

  it('that can’t be carried out leaves the query open', async () => {
    const queryId = await ask()
    await w.supergroup(ann)
    await w.supergroup(ann)
    expect(await answering(queryId, 'approved')).toBe('USER_CHANNELS_TOO_MUCH')
    expect(await answering(queryId, 'declined')).toBe('none')
  })
})

describe('a page of the guard', () => {
  it('leaves the request pending; what is decided then is told to the requester', async () => {
    const queryId = await ask()
    await answering(queryId, { webAppUrl: PAGE })
    expect(await outcome(queryId)).toEqual({ kind: 'webApp', botId: bot.id, queryId })
    expect(await ask()).toBe(queryId)
    expect(await requestCounts(w, chat)).toMatchObject({ rows: 1, pending: 1 })
    const told = await events(() => answering(queryId, 'approved'))
    expect(told).toContainEqual(
      expect.objectContaining({
        accountId: ann.id,
        update: { kind: 'joinDecision', chatId: chat.id, queryId, decision: 'approved' },
      }),
    )
    expect(await w.member(chat, ann)).toMatchObject({ status: 'member' })
    expect(await answering(queryId, 'declined')).toBe('QUERY_ID_INVALID')
  })

  it.each(['declined', 'queued'] as const)('may end with %s', async (decision) => {
    const queryId = await ask()
    await answering(queryId, { webAppUrl: PAGE })
    const told = await events(() => answering(queryId, decision))
    expect(told).toContainEqual(
      expect.objectContaining({
        accountId: ann.id,
        update: { kind: 'joinDecision', chatId: chat.id, queryId, decision },
      }),
    )
  })
})

describe('an admin who is faster than the guard', () => {
  it('decides for the requester who waits', async () => {
    const [bob, eve] = [await w.createUser(), await w.createUser()]
    const [first, second, third] = [await ask(), await ask(bob), await ask(eve)]
    const waiting = [outcome(first), outcome(second, bob), outcome(third, eve)]
    const hide = (who: TestAccount, approved: boolean) =>
      w.unit((u) =>
        hideJoinRequest(
          u,
          owner.caller,
          channelInput(u, owner, chat),
          userInput(u, owner, who),
          approved,
        ),
      )
    await hide(ann, true)
    await hide(bob, false)
    await w.unit((u) =>
      editBanned(
        u,
        owner.caller,
        channelInput(u, owner, chat),
        userInput(u, owner, eve),
        bannedMask('viewMessages'),
        0,
      ),
    )
    const outcomes = await Promise.allSettled(waiting)
    expect(outcomes).toMatchObject([
      { status: 'fulfilled', value: { kind: 'joined' } },
      { status: 'rejected', reason: { type: 'INVITE_REQUEST_DECLINED' } },
      { status: 'rejected', reason: { type: 'INVITE_REQUEST_DECLINED' } },
    ])
    expect(await answering(first, 'declined')).toBe('QUERY_ID_INVALID')
  })
})

describe('a guard that says nothing', () => {
  it('loses its turn; the request waits for the admins', async () => {
    await w.close()
    await open(AT_ONCE)
    const queryId = await ask()
    expect(await refusalOf(outcome(queryId))).toBe('JOIN_GUARD_TIMEOUT')
    expect(await requestCounts(w, chat)).toMatchObject({ rows: 1, pending: 1 })
    expect(await answering(queryId, 'approved')).toBe('QUERY_ID_INVALID')
    expect(await askDirectly(w, ann, chat)).toBe('INVITE_REQUEST_SENT')
  })

  it('may still answer when the requester went away before its time was over', async () => {
    const queryId = await ask()
    const gone = new AbortController()
    const waiting = outcome(queryId, ann, gone.signal)
    gone.abort()
    await expect(waiting).rejects.toBeInstanceOf(RpcError)
    expect(await refusalOf(outcome(queryId, ann, gone.signal))).toBe('JOIN_GUARD_TIMEOUT')
    expect(await answering(queryId, 'approved')).toBe('none')
    expect(await w.member(chat, ann)).toMatchObject({ status: 'member' })
  })
})
