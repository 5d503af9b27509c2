import { createBasicGroup, createChannel, newMember } from '../../src/domain/chats/create.ts'
import { ADMIN_RIGHTS, maskOf, type AdminRight } from '../../src/domain/chats/rights.ts'
import { deleteAccount } from '../../src/domain/accounts/delete-account.ts'
import type { Unit } from '../../src/domain/context.ts'
import { createTestDomain, type TestAccount, type TestDomain } from '../../src/domain/testing.ts'
import type { ChatKind, ChatRow, MemberRow } from '../../src/store/tables/chats.ts'
import type { PhotoRow } from '../../src/store/tables/photos.ts'
import { Doors } from './doors.ts'
import type { Ledger } from './ledger.ts'

export const KINDS = ['group', 'supergroup', 'channel'] as const

/** All rights of an administrator. */
export const EVERY_RIGHT = maskOf(ADMIN_RIGHTS, Object.keys(ADMIN_RIGHTS) as AdminRight[])

/** People of all sorts, the bot whose doors are compared, and a chat of each kind in which it is an admin. */
export interface World {
  readonly t: TestDomain
  readonly bot: TestAccount
  /** Who made every chat. */
  readonly owner: TestAccount
  readonly ann: TestAccount
  /** An account that was deleted. */
  readonly gone: TestAccount
  readonly helper: TestAccount
  readonly chats: Readonly<Record<ChatKind, ChatRow>>
  readonly photo: PhotoRow
}

/** Makes the world; close `t` after it. */
export async function createWorld(): Promise<World> {
  const t = await createTestDomain()
  const owner = await t.createUser({
    firstName: 'Olga',
    lastName: 'Own',
    username: 'olga_o',
    about: 'birds',
  })
  const ann = await t.createUser({ firstName: 'Ann' })
  const gone = await t.createUser({ firstName: 'Gone', username: 'gone_g' })
  const bot = await t.createBot({ username: 'door_bot', name: 'Door' })
  const helper = await t.createBot()
  return t.unit(async (u) => {
    await u.db.users.update(owner.id, { premium: 1 })
    await u.db.users.update(ann.id, { langCode: 'de' })
    const chats = {
      group: await createBasicGroup(u, owner.caller, 'Group', [
        ann.row,
        gone.row,
        bot.row,
        helper.row,
      ]),
      supergroup: await createChannel(u, owner.caller, 'supergroup', 'Supergroup', ''),
      channel: await createChannel(u, owner.caller, 'channel', 'Channel', ''),
      monoforum: await createChannel(u, owner.caller, 'supergroup', 'Direct messages', ''),
    }
    await u.db.chats.update(chats.monoforum.id, {
      kind: 'monoforum',
      monoforumOf: chats.channel.id,
    })
    for (const chat of Object.values(chats)) {
      await u.db.members.put(
        standingOf(u, chat, bot.id, { status: 'admin', adminRights: EVERY_RIGHT }),
      )
      if (chat.kind === 'group') continue
      for (const { id } of [ann, gone, helper]) await u.db.members.put(standingOf(u, chat, id, {}))
    }
    const photo: PhotoRow = {
      id: 77,
      chatId: chats.channel.id,
      date: u.now,
      type: 'jpeg',
      width: 320,
      height: 200,
      size: 900,
    }
    await u.db.photos.insert(photo, Buffer.alloc(900))
    await deleteAccount(u, gone.row, undefined)
    const [group, supergroup, channel, monoforum] = (await Promise.all(
      Object.values(chats).map(({ id }) => rowOf(u, id)),
    )) as [ChatRow, ChatRow, ChatRow, ChatRow]
    return {
      t,
      bot,
      owner,
      ann,
      gone,
      helper,
      chats: { group, supergroup, channel, monoforum },
      photo,
    }
  })
}

/** A standing as it is needed; of a member unless told. */
export function standingOf(
  u: Unit,
  { id }: { readonly id: number },
  userId: number,
  patch: Partial<MemberRow>,
): MemberRow {
  return { ...newMember(id, userId, 'member', u.now), ...patch }
}

/** Runs a tour in a unit of its own, which is undone when it ends. */
export async function tourOf(
  { t, bot }: World,
  ledger: Ledger,
  work: (doors: Doors) => Promise<void>,
): Promise<void> {
  const undo = new Error('the tour is over')
  await t
    .unit(async (u) => {
      await work(new Doors(u, bot, ledger))
      throw undo
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error
    })
}

async function rowOf(u: Unit, id: number): Promise<ChatRow> {
  const row = await u.db.chats.byId(id)
  if (!row) throw new Error(`no chat ${id}`)
  return row
}
