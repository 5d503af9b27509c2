import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RpcError } from '../../core/rpc-error.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { Unit } from '../context.ts'
import { ensurePrimary } from '../invites/primary.ts'
import {
  adminMask,
  bannedMask,
  channelInput,
  createChatWorld,
  userInput,
  type ChatWorld,
} from '../chats/testing.ts'
import type { TestAccount } from '../testing.ts'
import type { DomainEvent } from '../updates/update.ts'
import { editBanned } from './ban.ts'
import { addChatUser, inviteToChannel } from './invite.ts'
import { addMember } from './join.ts'
import { deleteChatUser, leaveChannel } from './leave.ts'
import { editAdmin } from './promote.ts'

const ACTIONS = [
  'link',
  'add',
  'leave',
  'kick',
  'ban',
  'mute',
  'free',
  'promote',
  'demote',
] as const
type Step = { what: (typeof ACTIONS)[number]; chat: number; by: number; whom: number }

const steps = fc.array(
  fc.record({
    // Joining and leaving more often than the rest, so that most steps are not refused.
    what: fc.constantFrom(...ACTIONS, 'link', 'link', 'leave', 'free'),
    chat: fc.nat({ max: 2 }),
    by: fc.constantFrom(0, 0, 1),
    whom: fc.nat({ max: 4 }),
  }),
  { minLength: 25, maxLength: 60 },
)

describe('whatever members do', () => {
  it('counts, uses of links and sequences of updates stay right', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const w = await createChatWorld({ supergroupMembers: 4, basicGroupMembers: 4 })
        try {
          await play(w, list)
        } finally {
          await w.close()
        }
      }),
      { numRuns: 40 },
    )
  })
})

async function play(w: ChatWorld, list: readonly Step[]): Promise<void> {
  const users = [await w.createUser()]
  while (users.length < 5) users.push(await w.createUser())
  const owner = users[0] as TestAccount
  const chats = [await w.group(owner), await w.supergroup(owner), await w.channel(owner)]
  const sequences = new Map<string, number>()
  for (const step of list) {
    const chat = await w.chat((chats[step.chat] as ChatRow).id)
    const [by, whom] = [users[step.by] as TestAccount, users[step.whom] as TestAccount]
    const present = await w.unit((u) => u.db.members.presentIds(chat.id))
    try {
      const events = await w.events((u) => act(u, step.what, chat, owner, by, whom))
      checkSequences(sequences, events)
      checkAudience(events, [...present, by.id, whom.id])
    } catch (error) {
      if (!(error instanceof RpcError)) throw error
    }
    await checkCounts(w, chats)
  }
}

async function act(
  u: Unit,
  what: Step['what'],
  chat: ChatRow,
  owner: TestAccount,
  by: TestAccount,
  whom: TestAccount,
): Promise<unknown> {
  const group = chat.kind === 'group'
  const target = userInput(u, by, whom)
  const channel = channelInput(u, by, chat)
  if (what === 'link') {
    const invite = await ensurePrimary(u, chat, owner.id)
    return addMember(u, chat, whom.id, { kind: 'link', invite })
  }
  if (what === 'add') {
    return group
      ? addChatUser(u, by.caller, chat.id, target)
      : inviteToChannel(u, by.caller, channel, [target])
  }
  if (what === 'leave') {
    return group
      ? deleteChatUser(u, whom.caller, chat.id, userInput(u, whom, whom), false)
      : leaveChannel(u, whom.caller, channelInput(u, whom, chat))
  }
  if (what === 'kick' && group) return deleteChatUser(u, by.caller, chat.id, target, true)
  if (what === 'promote' || what === 'demote') {
    const rights = what === 'promote' ? adminMask('inviteUsers', 'banUsers', 'addAdmins') : 0
    return editAdmin(u, by.caller, channel, target, rights, undefined)
  }
  const taken = { kick: 'viewMessages', ban: 'viewMessages', mute: 'sendMessages' } as const
  const mask = what === 'free' ? 0 : bannedMask(taken[what])
  return editBanned(u, by.caller, channel, target, mask, 0)
}

/** Every pts follows the one before by exactly what the update counts for. */
function checkSequences(known: Map<string, number>, events: readonly DomainEvent[]): void {
  for (const event of events) {
    if (event.to !== 'account' && event.to !== 'channel') continue
    const box = event.to === 'account' ? `a${event.accountId}` : `c${event.channelId}`
    const before = known.get(box)
    if (before !== undefined) expect(event.pts).toBe(before + event.ptsCount)
    known.set(box, event.pts)
  }
}

/** Nobody hears of a chat that does not concern him. */
function checkAudience(events: readonly DomainEvent[], concerned: readonly number[]): void {
  for (const event of events) {
    if (event.to === 'account') expect(concerned).toContain(event.accountId)
  }
}

async function checkCounts(w: ChatWorld, chats: readonly ChatRow[]): Promise<void> {
  for (const chat of chats) {
    const { rows, count } = await w.counts(chat)
    expect(count).toBe(rows)
    const members = await w.unit((u) => u.db.members.present(chat.id, 100))
    const link = await w.unit((u) => u.db.invites.primary(chat.id, chat.creatorId))
    const byLink = members.filter((row) => row.inviteId === link?.id).length
    expect(link?.usage).toBe(byLink)
  }
}
