import type { Unit } from '../../src/domain/context.ts'
import { standing as standingOf } from '../../src/domain/peers.ts'
import type { InviteRow } from '../../src/store/tables/invites.ts'
import type { Sequences } from './hearing.ts'
import { same } from './rules/links.ts'
import { ALL_RIGHTS, isAdmin, isIn, present, standing, type Chat, type Model } from './state.ts'
import type { Real } from './world.ts'

/** Compares the rows of every chat with the model, and the counters with the rows. */
export async function checkRows(real: Real, m: Model): Promise<Sequences> {
  return real.rpc.unit(async (u) => {
    for (const chat of m.chats) await checkChat(real, m, u, chat)
    const users = await u.db.users.byIds(real.accounts.map(({ id }) => id))
    const row = (n: number) => users.find(({ id }) => id === real.accounts[n]?.id)
    const channels = new Map<number, number>()
    for (const { id, kind } of m.chats) {
      if (kind !== 'group') channels.set(id, (await u.db.chats.byId(id))?.pts ?? 0)
    }
    return {
      pts: m.accounts.map((_, n) => row(n)?.pts ?? 0),
      qts: m.accounts.map((_, n) => row(n)?.qts ?? 0),
      channels,
    }
  })
}

async function checkChat(real: Real, m: Model, u: Unit, chat: Chat): Promise<void> {
  const name = `chat ${chat.n} (${chat.kind})`
  const row = await u.db.chats.byId(chat.id)
  if (!row) throw new Error(`${name} has no row`)
  same(
    name,
    [row.deleted === 1, row.username ?? undefined, row.creatorId, row.joinRequest === 1],
    [chat.deleted, chat.username, real.accounts[chat.creator]?.id, chat.joinRequest],
  )
  same(`${name} guard`, row.guardBotId, idOf(real, chat.guard))
  same(`${name} joinToSend`, row.joinToSend === 1, chat.joinToSend)
  for (let n = 0; n < real.accounts.length; n++) {
    const stored = await standingOf(u, row, idOf(real, n) ?? 0)
    const known = standing(m, chat, n)
    same(
      `${name}, standing of ${n}`,
      stored && [
        stored.status,
        isAdmin(known) ? stored.adminRights & ALL_RIGHTS : 0,
        stored.bannedRights,
        stored.untilDate,
        isIn(known) ? stored.inviteId : null,
        isIn(known) ? stored.promotedBy : null,
      ],
      known && [
        known.status,
        isAdmin(known) ? known.rights : 0,
        known.banned,
        known.until,
        linkId(u, known.link),
        isIn(known) ? idOf(real, known.promotedBy) : null,
      ],
    )
  }
  same(`${name} count`, row.participantsCount, present(chat).length)
  const page = { chatId: chat.id, inviteId: undefined, after: undefined, limit: 1000 }
  const requests = await u.db.invites.requestsIn(page)
  const asked = requests.map(({ userId, inviteId }) => [userId, inviteId])
  const asking = [...chat.requests.values()].map((one) => [
    idOf(real, one.user),
    linkId(u, one.link),
  ])
  same(`${name} requests`, asked.sort(), asking.sort())
  same(`${name} requestsPending`, row.requestsPending, asking.length)
  for (const { user, query } of chat.requests.values()) {
    const stored = await u.db.joinQueries.about(chat.id, idOf(real, user) ?? 0)
    same(`${name} question about ${user}`, stored?.botId, query && idOf(real, query.bot))
    if (stored && query) query.id = stored.queryId
  }
  await checkLinks(real, u, chat, name)
}

async function checkLinks(real: Real, u: Unit, chat: Chat, name: string): Promise<void> {
  const rows: InviteRow[] = []
  const counts = await u.db.invites.countByAdmin(chat.id)
  for (const { adminId, active, revoked } of counts) {
    const primary = await u.db.invites.primary(chat.id, adminId)
    if (primary) rows.push(primary)
    for (const which of [0, 1] as const) {
      const page = { chatId: chat.id, adminId, revoked: which, after: undefined, limit: 100 }
      rows.push(...(await u.db.invites.page(page)))
    }
    // The page holds all but the primary link in force: what is left over is a second one.
    const found = rows.filter((row) => row.adminId === adminId).length
    same(`${name} links of ${adminId}, one of them primary`, found, active + revoked)
  }
  same(`${name} links`, rows.map((row) => row.hash).sort(), [...chat.links.keys()].sort())
  for (const row of rows) {
    const link = chat.links.get(row.hash)
    if (!link) continue
    const users = [...chat.members.values()].filter((one) => isIn(one) && one.link === row.hash)
    const asking = [...chat.requests.values()].filter((one) => one.link === row.hash)
    same(
      `${name} link ${row.hash}`,
      [
        row.adminId,
        row.permanent,
        row.revoked,
        row.requestNeeded,
        row.title,
        row.expireDate,
        row.usageLimit,
      ],
      [
        idOf(real, link.admin),
        Number(link.permanent),
        Number(link.revoked),
        Number(link.requestNeeded),
        link.title ?? null,
        link.expire ?? null,
        link.limit ?? null,
      ],
    )
    same(`${name} link ${row.hash} usage`, row.usage, users.length)
    same(`${name} link ${row.hash} requested`, row.requested, asking.length)
    if (row.usage > link.most)
      throw new Error(`${name} link ${row.hash} is used ${row.usage} times`)
  }
}

/** The id of a link that the model knows by its hash. */
function linkId(u: Unit, hash: string | undefined): number | null {
  return hash === undefined ? null : (u.db.invites.idOf(hash) ?? null)
}

function idOf(real: Real, n: number | undefined): number | null {
  return n === undefined ? null : (real.accounts[n]?.id ?? null)
}
