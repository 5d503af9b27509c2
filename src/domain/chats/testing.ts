import type { Limits } from '../../core/limits.ts'
import { RpcError } from '../../core/rpc-error.ts'
import {
  PRESENT,
  type ChatRow,
  type MemberRow,
  type MemberStatus,
} from '../../store/tables/chats.ts'
import type { Caller, Unit } from '../context.ts'
import { addMember } from '../members/join.ts'
import type { InputPeer } from '../peers.ts'
import {
  createTestDomain,
  type TestAccount,
  type TestDomain,
  type TestDomainOptions,
} from '../testing.ts'
import type { DomainEvent } from '../updates/update.ts'
import { createBasicGroup, createChannel } from './create.ts'
import { ADMIN_RIGHTS, BANNED_RIGHTS, maskOf, type AdminRight, type BannedRight } from './rights.ts'

/** A domain with a chat or more in it, and what tests of chats ask it all the time. */
export interface ChatWorld extends TestDomain {
  group(owner: TestAccount, ...members: TestAccount[]): Promise<ChatRow>
  supergroup(owner: TestAccount, ...members: TestAccount[]): Promise<ChatRow>
  channel(owner: TestAccount, ...members: TestAccount[]): Promise<ChatRow>
  /** Makes a member what the test needs, past all rules. */
  standing(chat: ChatRow, who: TestAccount, patch: Partial<MemberRow>): Promise<void>
  chat(id: number): Promise<ChatRow>
  member(chat: { id: number }, who: TestAccount): Promise<MemberRow>
  /** Runs one unit and returns what it told. */
  events(work: (u: Unit) => Promise<unknown>): Promise<DomainEvent[]>
  /** Name of the error that a unit ends with; `none` where it succeeds. */
  refusal(work: (u: Unit) => Promise<unknown>): Promise<string>
  /** Members according to the rows and to the chat's own count. */
  counts(chat: { id: number }): Promise<{ rows: number; count: number }>
}

/** Makes a world; close it after the test. */
export async function createChatWorld(
  limits: Partial<Limits> = {},
  options: Omit<TestDomainOptions, 'limits'> = {},
): Promise<ChatWorld> {
  const t = await createTestDomain({ ...options, limits })
  const { unit } = t
  const refusal: ChatWorld['refusal'] = async (work) => {
    try {
      await unit(work)
      return 'none'
    } catch (error) {
      if (error instanceof RpcError) return error.message
      throw error
    }
  }
  const chat: ChatWorld['chat'] = async (id) => must(await unit((u) => u.db.chats.byId(id)))
  const big =
    (kind: 'channel' | 'supergroup') =>
    async (owner: TestAccount, ...members: TestAccount[]) => {
      const { id } = await unit((u) => createChannel(u, owner.caller, kind, 'Birds', ''))
      for (const one of members) {
        const how = { kind: 'added', byId: owner.id } as const
        await unit(async (u) => addMember(u, must(await u.db.chats.byId(id)), one.id, how))
      }
      return chat(id)
    }
  return {
    ...t,
    refusal,
    chat,
    group: (owner, ...members) =>
      unit((u) =>
        createBasicGroup(
          u,
          owner.caller,
          'Birds',
          members.map((one) => one.row),
        ),
      ),
    supergroup: big('supergroup'),
    channel: big('channel'),
    standing: (one, who, patch) => unit((u) => u.db.members.update(one.id, who.id, patch)),
    member: async (one, who) => must(await unit((u) => u.db.members.find(one.id, who.id))),
    events: (work) =>
      unit(async (u) => {
        await work(u)
        return u.events
      }),
    async counts({ id }) {
      const rows = await unit((u) => u.db.members.countWithStatus(id, PRESENT))
      return { rows, count: (await chat(id)).participantsCount }
    },
  }
}

/** How a client names an account, with the access hash of whoever asks. */
export function userInput(u: Unit, viewer: { caller: Caller }, who: { id: number }): InputPeer {
  const accessHash = u.accessHashes.of(viewer.caller.id, 'user', who.id)
  return { kind: 'user', userId: who.id, accessHash }
}

/** How a client names a channel or supergroup. */
export function channelInput(u: Unit, viewer: { caller: Caller }, chat: { id: number }): InputPeer {
  const accessHash = u.accessHashes.of(viewer.caller.id, 'channel', chat.id)
  return { kind: 'channel', channelId: chat.id, accessHash }
}

/** Bits of admin rights by name. */
export function adminMask(...names: AdminRight[]): number {
  return maskOf(ADMIN_RIGHTS, names)
}

/** Bits of banned rights by name. */
export function bannedMask(...names: BannedRight[]): number {
  return maskOf(BANNED_RIGHTS, names)
}

/** An admin's standing with the named rights. */
export function adminOf(...names: AdminRight[]): Partial<MemberRow> {
  return { status: 'admin' satisfies MemberStatus, adminRights: adminMask(...names) }
}

/** Events as `who:kind`, such as `account 7:channel`, in order. */
export function heard(events: readonly DomainEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.to === 'account') return [`${event.accountId}:${event.update.kind}`]
    if (event.to === 'channel') return [`channel:${event.update.kind}`]
    return event.to === 'bot' ? [`bot ${event.botId}:${event.update.kind}`] : []
  })
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('not there')
  return value
}
