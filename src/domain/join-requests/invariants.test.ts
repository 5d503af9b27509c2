import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { InviteRow } from '../../store/tables/invites.ts'
import { deleteAccount } from '../accounts/delete-account.ts'
import { migrateChat } from '../chats/migrate.ts'
import { bannedMask, createChatWorld, userInput, type ChatWorld } from '../chats/testing.ts'
import type { Unit } from '../context.ts'
import { editInvite } from '../invites/edit.ts'
import { linkOf } from '../invites/hash.ts'
import { importInvite } from '../invites/import.ts'
import { deleteInvite } from '../invites/list.ts'
import { editBanned } from '../members/ban.ts'
import { addMember } from '../members/join.ts'
import { joinPublic } from '../members/join-public.ts'
import { deleteChatUser, leaveChannel } from '../members/leave.ts'
import type { TestAccount } from '../testing.ts'
import { answerJoinQuery } from './guard.ts'
import { hideAllJoinRequests, hideJoinRequest } from './hide.ts'
import { chatInput, makeAdmin, requestCounts, requestGroup, requestLink } from './testing.ts'

const ACTIONS = [
  'ask', 'askDirectly', 'approve', 'decline', 'approveAll', 'declineAll', 'ban', 'free', 'add', 'leave',
  'revoke', 'delete', 'editLink', 'guard', 'deleteAccount', 'migrate',
] as const // prettier-ignore
type Action = (typeof ACTIONS)[number]
interface Step {
  readonly what: Action
  readonly chat: number
  readonly link: number
  readonly whom: number
}

const steps = fc.array(
  fc.record<Step>({
    // Asking more often than the rest, so that most steps find a request.
    what: fc.constantFrom(...ACTIONS, 'ask', 'ask', 'ask', 'askDirectly', 'askDirectly', 'free'),
    chat: fc.nat({ max: 3 }),
    link: fc.nat({ max: 1 }),
    whom: fc.nat({ max: 4 }),
  }),
  { minLength: 30, maxLength: 80 },
)

describe('whatever happens to requests', () => {
  it('the counters of chats and links equal the rows, and nobody asks who is in, or banned where there are bans', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const w = await createChatWorld({ supergroupMembers: 6, basicGroupMembers: 4 })
        try {
          const stage = await setUp(w)
          for (const step of list) {
            await play(stage, step)
            await check(stage)
          }
        } finally {
          await w.close()
        }
      }),
      { numRuns: 40 },
    )
  })
})

interface Stage {
  readonly w: ChatWorld
  readonly owner: TestAccount
  readonly bot: TestAccount
  readonly users: readonly TestAccount[]
  readonly chats: ChatRow[]
  /** Two of each chat. */
  readonly links: readonly (readonly InviteRow[])[]
}

/** A group, a guarded public group, an unguarded one and a channel. */
async function setUp(w: ChatWorld): Promise<Stage> {
  const [owner, bot] = [await w.createUser(), await w.createBot()]
  const users: TestAccount[] = []
  while (users.length < 5) users.push(await w.createUser())
  const chats = [
    await w.group(owner),
    await requestGroup(w, owner),
    await requestGroup(w, owner),
    await w.channel(owner),
  ]
  const guarded = chats[1] as ChatRow
  await makeAdmin(w, guarded, owner, bot)
  await w.unit((u) => u.db.chats.update(guarded.id, { guardBotId: bot.id }))
  const links: InviteRow[][] = []
  for (const chat of chats) {
    links.push([await requestLink(w, chat, owner), await requestLink(w, chat, owner)])
  }
  return { w, owner, bot, users, chats, links }
}

async function play(stage: Stage, step: Step): Promise<void> {
  const { w, owner, chats } = stage
  const { what } = step
  const chat = await w.chat((chats[step.chat] as ChatRow).id)
  const invite = stage.links[step.chat]?.[step.link] as InviteRow
  const whom = stage.users[step.whom] as TestAccount
  try {
    if (what === 'migrate') {
      const { id } = await w.unit((u) => migrateChat(u, owner.caller, chat.id))
      chats[step.chat] = await w.chat(id)
    } else {
      await w.unit((u) => act(u, stage, what, chat, invite, whom))
    }
  } catch (error) {
    if (!(error instanceof RpcError)) throw error
  }
}

async function act(
  u: Unit,
  { owner, bot }: Stage,
  what: Exclude<Action, 'migrate'>,
  chat: ChatRow,
  invite: InviteRow,
  whom: TestAccount,
): Promise<unknown> {
  const input = chatInput(u, owner, chat)
  const target = userInput(u, owner, whom)
  const link = linkOf(invite.hash)
  const edit = { revoked: false, expireDate: undefined, usageLimit: undefined, title: undefined }
  switch (what) {
    case 'ask':
      return importInvite(u, whom.caller, invite.hash)
    case 'askDirectly':
      return joinPublic(u, whom.caller, chatInput(u, whom, chat))
    case 'approve':
    case 'decline':
      return hideJoinRequest(u, owner.caller, input, target, what === 'approve')
    case 'approveAll':
    case 'declineAll':
      return hideAllJoinRequests(u, owner.caller, input, link, what === 'approveAll')
    case 'guard': {
      const query = await u.db.joinQueries.about(chat.id, whom.id)
      return query && answerJoinQuery(u, bot.caller, query.queryId, 'approved')
    }
    case 'ban':
    case 'free':
      if (chat.kind === 'group') return deleteChatUser(u, owner.caller, chat.id, target, false)
      return editBanned(u, owner.caller, input, target, what === 'ban' ? VIEW : 0, 0)
    case 'add':
      return addMember(u, chat, whom.id, { kind: 'added', byId: owner.id })
    case 'leave':
      return chat.kind === 'group'
        ? deleteChatUser(u, whom.caller, chat.id, userInput(u, whom, whom), false)
        : leaveChannel(u, whom.caller, chatInput(u, whom, chat))
    case 'revoke':
      return editInvite(u, owner.caller, input, link, {
        ...edit,
        revoked: true,
        requestNeeded: undefined,
      })
    case 'editLink':
      return editInvite(u, owner.caller, input, link, {
        ...edit,
        requestNeeded: invite.requestNeeded === 0,
      })
    case 'delete':
      return deleteInvite(u, owner.caller, input, link)
    case 'deleteAccount':
      return deleteAccount(u, whom.row, undefined)
  }
}

const VIEW = bannedMask('viewMessages')

async function check({ w, chats, links }: Stage): Promise<void> {
  for (const [i, chat] of chats.entries()) {
    const { rows, pending, requests } = await requestCounts(w, chat)
    expect(pending).toBe(rows)
    await w.unit(async (u) => {
      for (const { id } of links[i] ?? []) {
        const invite = await u.db.invites.byId(id)
        const byLink = requests.filter((row) => row.inviteId === id).length
        if (invite) expect(invite.requested).toBe(byLink)
      }
      for (const { userId } of requests) {
        const member = await u.db.members.find(chat.id, userId)
        // Basic groups keep no bans: people who were removed may ask again.
        const outside = ['left', undefined, ...(chat.kind === 'group' ? ['banned'] : [])]
        expect(outside).toContain(member?.status)
        expect((await u.db.users.byId(userId))?.deleted).toBe(0)
      }
      expect(await u.db.importers.count(chat.id, { of: 'requests' }, '')).toBe(rows)
      expect(await openQueries(u, chat)).toBeLessThanOrEqual(rows)
    })
  }
}

/** Questions to the guard; none is left where the request is gone. */
async function openQueries(u: Unit, chat: ChatRow): Promise<number> {
  let open = 0
  for (const user of await u.db.users.all()) {
    const query = await u.db.joinQueries.about(chat.id, user.id)
    if (!query) continue
    open++
    expect(await u.db.invites.request(chat.id, user.id)).toBeDefined()
  }
  return open
}
