import { encodeUpdates as encodeForBotApi } from '../../src/bot-api/encode/update.ts'
import type { BotUpdate } from '../../src/domain/bots/updates.ts'
import { newInvite } from '../../src/domain/invites/primary.ts'
import type { JoinRequested, ParticipantChange } from '../../src/domain/updates/update.ts'
import { encodeUpdate } from '../../src/rpc/encode/updates.ts'
import type { ChatRow, MemberRow } from '../../src/store/tables/chats.ts'
import type { InviteRow } from '../../src/store/tables/invites.ts'
import type { TypeUpdate } from '../../src/tl/generated/base.ts'
import type { Doors } from './doors.ts'
import { JOIN_REQUEST, MEMBER_UPDATED, STOPPED } from './links-and-updates.ts'
import { LINKS, standingsIn } from './tour-of-members.ts'
import type { Beside } from './twin.ts'
import { standingOf, type World } from './world.ts'

/** Changes of standings, requests to join, and a private chat that is blocked, with every field. */
export async function tourOfUpdates(doors: Doors, world: World): Promise<void> {
  const { u, bot } = doors
  const links = await storedLinks(doors, world)
  for (const chat of Object.values(world.chats)) {
    for (const { id } of [world.ann, bot]) {
      const rows = standingsIn(chat, bot.id, world.owner.id).map((patch) =>
        standingOf(u, chat, id, patch),
      )
      const nobody = standingOf(u, chat, id, { status: 'left' })
      for (const [i, row] of rows.entries()) {
        // The one that was before, and at last nobody.
        const invite = links[i % links.length] ?? null
        const change = changeOf(doors, chat, world, rows[i - 1] ?? null, row)
        await agreeOnChange(doors, change, i % 3 === 0 ? invite : null)
        await agreeOnChange(doors, changeOf(doors, chat, world, row, nobody), null)
      }
      const joined = standingOf(u, chat, id, { viaRequest: 1 })
      await agreeOnChange(doors, changeOf(doors, chat, world, null, joined), null)
      const folder = {
        ...changeOf(doors, chat, world, nobody, standingOf(u, chat, id, {})),
        viaChatlist: chat.kind !== 'group',
      }
      await agreeOnChange(doors, folder, null)
    }
    for (const invite of [null, ...links]) await agreeOnRequest(doors, world, chat, invite)
  }
  for (const stopped of [true, false]) {
    const update = { kind: 'botStopped', userId: world.owner.id, date: u.now, stopped } as const
    const { told, beside, json } = await bothOf(doors, update, {
      kind: 'my_chat_member',
      stopped: update,
    })
    if (told._ !== 'updateBotStopped') throw new Error(told._)
    doors.agree(STOPPED, told, beside, json, `stopped ${stopped}`)
  }
}

async function storedLinks(doors: Doors, { owner, chats }: World): Promise<InviteRow[]> {
  const links: InviteRow[] = []
  for (const patch of LINKS) {
    for (const adminId of [owner.id, doors.bot.id]) {
      const plain = newInvite(doors.u, chats.supergroup, adminId)
      links.push(await doors.u.db.invites.insert({ ...plain, ...patch, permanent: 0 }))
    }
  }
  return links
}

function changeOf(
  { u }: Doors,
  chat: ChatRow,
  { owner }: World,
  prev: MemberRow | null,
  next: MemberRow,
): ParticipantChange {
  const { id: chatId } = chat
  const known = { kind: 'participant', chatId, userId: next.userId, actorId: owner.id } as const
  return { ...known, date: u.now, prev, next, inviteId: null, viaChatlist: false }
}

async function agreeOnChange(
  doors: Doors,
  bare: ParticipantChange,
  invite: InviteRow | null,
): Promise<void> {
  const change = { ...bare, inviteId: invite?.id ?? null }
  const kind = change.userId === doors.bot.id ? 'my_chat_member' : 'chat_member'
  const { told, beside, json } = await bothOf(doors, change, { kind, change, invite })
  if (told._ !== 'updateChannelParticipant' && told._ !== 'updateChatParticipant') {
    throw new Error(told._)
  }
  // A change from nobody to nobody is told by no client.
  if (!told.prevParticipant && !told.newParticipant) return
  const where = `${labelOf(change.prev)} to ${labelOf(change.next)}, link ${invite?.title ?? ''}`
  doors.agree(MEMBER_UPDATED, told, beside, json, where)
}

async function agreeOnRequest(
  doors: Doors,
  { ann, owner }: World,
  { id: chatId, kind }: ChatRow,
  invite: InviteRow | null,
): Promise<void> {
  const request: JoinRequested = {
    kind: 'joinRequested',
    chatId,
    userId: invite ? ann.id : owner.id,
    date: doors.u.now,
    about: invite ? '' : 'On birds',
    inviteId: invite?.id ?? null,
    queryId: invite ? null : '12345678901',
  }
  const kept = { kind: 'chat_join_request', request, invite } as const
  const { told, beside, json } = await bothOf(doors, request, kept)
  if (told._ !== 'updateBotChatInviteRequester') throw new Error(told._)
  doors.agree(
    JOIN_REQUEST,
    told,
    beside,
    json,
    `request in a ${kind}, ${invite?.title ?? 'no link'}`,
  )
}

function labelOf(row: MemberRow | null): string {
  return row ? `${row.status} (${row.adminRights}, ${row.bannedRights})` : 'nobody'
}

/** What each door makes of one update. */
async function bothOf(
  doors: Doors,
  update: Parameters<typeof encodeUpdate>[1]['update'],
  kept: BotUpdate,
): Promise<{ told: TypeUpdate; beside: Beside; json: unknown }> {
  const { u, bot } = doors
  const e = doors.encoder()
  const event = { to: 'bot', botId: bot.id, update, pts: 1, ptsCount: 1, date: u.now } as const
  const told = await encodeUpdate(e, event)
  const [said] = await encodeForBotApi(u, bot.id, [{ id: 1, update: kept }])
  if (!told || !said) throw new Error('nothing is told')
  return { told: doors.watched(told), beside: await doors.beside(e), json: said[kept.kind] }
}
