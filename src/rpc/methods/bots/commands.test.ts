import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBasicGroup, createChannel } from '../../../domain/chats/create.ts'
import { addMember } from '../../../domain/members/join.ts'
import type { TestAccount } from '../../../domain/testing.ts'
import type { ChatRow } from '../../../store/tables/chats.ts'
import type {
  TypeBotCommandScope,
  TypeInputPeer,
  TypeInputUser,
} from '../../../tl/generated/base.ts'
import { createTestRpc, type TestClient, type TestRpc } from '../../testing.ts'

let t: TestRpc
let ann: TestAccount
let bob: TestAccount
let bot: TestAccount
let client: TestClient

beforeEach(async () => {
  t = await createTestRpc()
  ann = await t.createUser({ firstName: 'Ann' })
  bob = await t.createUser({ firstName: 'Bob' })
  bot = await t.createBot()
  client = await t.connect({ account: bot })
})
afterEach(() => t.close())

const named = (...names: string[]) =>
  names.map((command) => ({ _: 'botCommand' as const, command, description: `Does ${command}` }))

const set = (scope: TypeBotCommandScope, commands: string[], langCode = '') =>
  client.call('bots.setBotCommands', { scope, langCode, commands: named(...commands) })

async function accessHash(who: TestAccount, kind: 'user' | 'channel', id: number): Promise<bigint> {
  return t.unit((u) => Promise.resolve(u.accessHashes.of(who.id, kind, id)))
}

async function person(who: TestAccount, whom: TestAccount) {
  return { userId: whom.id, accessHash: await accessHash(who, 'user', whom.id) }
}

async function peerOf(who: TestAccount, { kind, id }: ChatRow): Promise<TypeInputPeer> {
  return kind === 'group'
    ? { _: 'inputPeerChat', chatId: id }
    : { _: 'inputPeerChannel', channelId: id, accessHash: await accessHash(who, 'channel', id) }
}

function chatOf(kind: 'group' | 'supergroup' | 'channel'): Promise<ChatRow> {
  return t.unit(async (u) => {
    if (kind === 'group') return createBasicGroup(u, ann.caller, 'Birds', [bob.row, bot.row])
    const chat = await createChannel(u, ann.caller, kind, 'Birds', '')
    if (kind === 'channel') return chat
    for (const { id } of [bob, bot]) await addMember(u, chat, id, { kind: 'added', byId: ann.id })
    return chat
  })
}

/** Names of the commands that somebody is shown in a chat, or in their private chat with the bot. */
async function shown(who: TestAccount, chat?: ChatRow): Promise<string[]> {
  const own = await t.connect({ account: who })
  if (chat === undefined) {
    const id: TypeInputUser = { _: 'inputUser', ...(await person(who, bot)) }
    const { fullUser } = await own.call('users.getFullUser', { id })
    return (fullUser.botInfo?.commands ?? []).map((one) => one.command)
  }
  const peer = await peerOf(who, chat)
  const { fullChat } =
    peer._ === 'inputPeerChannel'
      ? await own.call('channels.getFullChannel', { channel: { ...peer, _: 'inputChannel' } })
      : await own.call('messages.getFullChat', { chatId: chat.id })
  if (fullChat._ === 'communityFull') throw new Error('there are no communities')
  return (fullChat.botInfo?.[0]?.commands ?? []).map((one) => one.command)
}

describe('bots.setBotCommands', () => {
  it('keeps a list for each scope and language, until it is reset', async () => {
    const scope = { _: 'botCommandScopeDefault' } as const
    await set(scope, ['start'])
    await set(scope, ['los'], 'de')
    await set({ _: 'botCommandScopeUsers' }, [])
    const get = (langCode: string) => client.call('bots.getBotCommands', { scope, langCode })
    expect([await get(''), await get('de'), await get('fr')]).toEqual([
      named('start'), named('los'), [],
    ]) // prettier-ignore
    await client.call('bots.resetBotCommands', { scope, langCode: 'de' })
    expect([await get(''), await get('de')]).toEqual([named('start'), []])
  })

  it.each([
    ['a name with a capital', named('Start'), '', 'BOT_COMMAND_INVALID'],
    [
      'more than a hundred',
      named(...Array.from({ length: 101 }, (_, i) => `c${i}`)),
      '',
      'BOT_COMMAND_INVALID',
    ],
    [
      'no description',
      [{ ...named('start')[0]!, description: ' ' }],
      '',
      'BOT_COMMAND_DESCRIPTION_INVALID',
    ],
    ['a language of three letters', named('start'), 'deu', 'LANG_CODE_INVALID'],
  ])('refuses %s', async (_, commands, langCode, error) => {
    const request = { scope: { _: 'botCommandScopeDefault' } as const, langCode, commands }
    await expect(client.call('bots.setBotCommands', request)).rejects.toThrow(error)
  })

  it('is for bots, and knows no commands of channels nor administrators of a private chat', async () => {
    const own = await t.connect({ account: ann })
    const scope = { _: 'botCommandScopeDefault' } as const
    await expect(own.call('bots.getBotCommands', { scope, langCode: '' })).rejects.toThrow(
      'USER_BOT_REQUIRED',
    )
    const channel = await peerOf(bot, await chatOf('channel'))
    await expect(set({ _: 'botCommandScopePeer', peer: channel }, ['x'])).rejects.toThrow(
      'PEER_ID_INVALID',
    )
    const peer = { _: 'inputPeerUser', ...(await person(bot, ann)) } as const
    await expect(set({ _: 'botCommandScopePeerAdmins', peer }, ['x'])).rejects.toThrow(
      'PEER_ID_INVALID',
    )
  })
})

describe('the commands that people are shown', () => {
  it('are those of their private chat before those of all, in their language before others', async () => {
    await set({ _: 'botCommandScopeDefault' }, ['all'])
    expect(await shown(ann)).toEqual(['all'])
    await set({ _: 'botCommandScopeUsers' }, ['people'])
    expect(await shown(ann)).toEqual(['people'])
    const peer = { _: 'inputPeerUser', ...(await person(bot, ann)) } as const
    await set({ _: 'botCommandScopePeer', peer }, ['ann'])
    await set({ _: 'botCommandScopePeer', peer }, ['english'], 'en')
    expect([await shown(ann), await shown(bob)]).toEqual([['english'], ['people']])
  })

  it.each(['group', 'supergroup'] as const)(
    'in a %s are those of the nearest scope',
    async (kind) => {
      const chat = await chatOf(kind)
      const peer = await peerOf(bot, chat)
      const both = async () => [await shown(ann, chat), await shown(bob, chat)].flat()
      await set({ _: 'botCommandScopeDefault' }, ['all'])
      expect(await both()).toEqual(['all', 'all'])
      await set({ _: 'botCommandScopeChats' }, ['groups'])
      expect(await both()).toEqual(['groups', 'groups'])
      await set({ _: 'botCommandScopeChatAdmins' }, ['admins'])
      expect(await both()).toEqual(['admins', 'groups'])
      await set({ _: 'botCommandScopePeer', peer }, ['here'])
      expect(await both()).toEqual(['here', 'here'])
      await set({ _: 'botCommandScopePeerAdmins', peer }, ['bosses'])
      expect(await both()).toEqual(['bosses', 'here'])
      const userId = { _: 'inputUser', ...(await person(bot, bob)) } as const
      await set({ _: 'botCommandScopePeerUser', peer, userId }, ['bob'])
      expect(await both()).toEqual(['bosses', 'bob'])
    },
  )

  it.each(['group', 'supergroup'] as const)('are told where a scope names a %s', async (kind) => {
    const peer = await peerOf(bot, await chatOf(kind))
    const own = await t.connect({ account: bob })
    for (const one of [own, client]) await one.call('updates.getState')
    await set({ _: 'botCommandScopePeer', peer }, ['here'])
    const told = (await own.news()).flatMap((one) => ('updates' in one ? one.updates : []))
    expect(told).toMatchObject([{ _: 'updateBotCommands', botId: bot.id, commands: named('here') }])
    expect(await client.news()).toEqual([])
  })

  it('are known to be others by the version of the bot', async () => {
    const version = async () => (await t.unit((u) => u.db.users.botById(bot.id)))?.infoVersion
    const before = (await version()) ?? 0
    await set({ _: 'botCommandScopeDefault' }, ['start'])
    await set({ _: 'botCommandScopeDefault' }, ['start'])
    expect(await version()).toBe(before + 1)
    await set({ _: 'botCommandScopeDefault' }, [])
    await set({ _: 'botCommandScopeDefault' }, [])
    expect(await version()).toBe(before + 2)
  })
})
