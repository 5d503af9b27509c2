import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBasicGroup, createChannel } from '../domain/chats/create.ts'
import { addMember } from '../domain/members/join.ts'
import type { TestAccount } from '../domain/testing.ts'
import type { ChatRow } from '../store/tables/chats.ts'
import type { TypeInputPeer, TypeMessage, TypeUpdate, TypeUpdates } from '../tl/generated/base.ts'
import { createTestRpc, type TestClient, type TestRpc } from './testing.ts'

/** Pyrogram's layer, and teleproto's. */
const LAYERS = [158, 229] as const

/** Somebody in the chat, with a client of one layer that listens. */
interface Watcher {
  readonly layer: number
  readonly account: TestAccount
  readonly client: TestClient
}

let rpc: TestRpc
let owner: TestAccount
let guest: TestAccount
let watchers: Watcher[]

beforeEach(async () => {
  rpc = await createTestRpc()
  owner = await rpc.createUser({ firstName: 'Owner' })
  guest = await rpc.createUser({ firstName: 'Guest' })
  watchers = []
  for (const layer of LAYERS) {
    const account = await rpc.createUser({ firstName: `Layer ${layer}` })
    watchers.push({ layer, account, client: await rpc.connect({ account, layer }) })
  }
})
afterEach(() => rpc.close())

/** A chat of the owner in which both watchers are admins who may invite. */
async function chatOf(kind: 'group' | 'supergroup'): Promise<ChatRow> {
  return rpc.unit(async (u) => {
    const people = watchers.map(({ account }) => account.row)
    const chat =
      kind === 'group'
        ? await createBasicGroup(u, owner.caller, 'Birds', people)
        : await createChannel(u, owner.caller, 'supergroup', 'Birds', '')
    for (const { id } of people) {
      if (kind === 'supergroup') await addMember(u, chat, id, { kind: 'added', byId: owner.id })
      await u.db.members.update(chat.id, id, { status: 'admin', adminRights: 0xffff })
    }
    return chat
  })
}

async function peerFor(viewer: TestAccount, chat: ChatRow): Promise<TypeInputPeer> {
  if (chat.kind === 'group') return { _: 'inputPeerChat', chatId: chat.id }
  const hash = await rpc.unit(async (u) => u.accessHashes.of(viewer.id, 'channel', chat.id))
  return { _: 'inputPeerChannel', channelId: chat.id, accessHash: hash }
}

/** The guest asks, is let in, says something and leaves; the owner renames the chat. */
async function play(chat: ChatRow): Promise<void> {
  const [first, second] = [
    await rpc.connect({ account: owner, layer: 214 }),
    await rpc.connect({ account: guest, layer: 190 }),
  ]
  const peer = await peerFor(owner, chat)
  const invite = await first.call('messages.exportChatInvite', { peer, requestNeeded: true })
  const hash = ('link' in invite ? invite.link : '').split('+')[1] ?? ''
  await expect(second.call('messages.importChatInvite', { hash })).rejects.toThrow(
    'INVITE_REQUEST_SENT',
  )
  await first.call('messages.hideAllChatJoinRequests', { peer, approved: true })
  const seen = await peerFor(guest, chat)
  await second.call('messages.sendMessage', { peer: seen, message: 'hello', randomId: 5n })
  if (chat.kind === 'group') {
    await first.call('messages.editChatTitle', { chatId: chat.id, title: 'Owls' })
    const userId = { _: 'inputUserSelf' } as const
    await second.call('messages.deleteChatUser', { chatId: chat.id, userId })
  } else {
    const channel = { ...peer, _: 'inputChannel' } as never
    await first.call('channels.editTitle', { channel, title: 'Owls' })
    await second.call('channels.leaveChannel', { channel: { ...seen, _: 'inputChannel' } as never })
  }
}

/** What a message says, whoever reads it: ids of basic groups' messages are each reader's own. */
function said(message: TypeMessage): string {
  if (message._ === 'message') return message.message
  if (message._ !== 'messageService') return message._
  const { action } = message
  return 'title' in action ? `${action._} ${action.title}` : action._
}

function told(updates: readonly TypeUpdate[]): string[] {
  return updates.map((update) => {
    if ('message' in update && typeof update.message === 'object' && 'id' in update.message) {
      return `${update._} ${said(update.message as TypeMessage)}`
    }
    return update._
  })
}

function messagesIn(updates: readonly string[]): string[] {
  return updates.filter((one) => /^updateNew/.test(one)).map((one) => one.replace(/^\w+ /, ''))
}

async function live({ client }: Watcher): Promise<string[]> {
  const boxes = (await client.news()) as TypeUpdates[]
  return told(boxes.flatMap((one) => (one._ === 'updates' ? one.updates : [])))
}

describe.each(['group', 'supergroup'] as const)('in a %s', (kind) => {
  it('clients of layers 158 and 229 are told the same, each in its own layer', async () => {
    const chat = await chatOf(kind)
    for (const { client } of watchers) {
      await client.call('updates.getState')
      await client.news()
    }
    await play(chat)
    const [old, newest] = [await live(watchers[0] as Watcher), await live(watchers[1] as Watcher)]
    expect(messagesIn(newest)).toEqual([
      'messageActionChatJoinedByRequest',
      'hello',
      'messageActionChatEditTitle Owls',
      'messageActionChatDeleteUser',
    ])
    expect(newest).toContain('updatePendingJoinRequests')
    expect(old).toEqual(newest)
  })

  it('the same stands in what each asks for later', async () => {
    const chat = await chatOf(kind)
    const found: string[][] = []
    const states = new Map<Watcher, { pts: number; date: number; qts: number }>()
    for (const one of watchers) {
      const { pts, date, qts } = await one.client.call('updates.getState')
      states.set(one, { pts, date, qts })
    }
    await play(chat)
    // What a channel's members were told before counts from the pts that the chat had.
    for (const one of watchers) found.push(await difference(one, chat, states.get(one), chat.pts))
    expect(found[1]?.length).toBeGreaterThan(3)
    expect(found[0]).toEqual(found[1])
  })
})

async function difference(
  { account, client }: Watcher,
  chat: ChatRow,
  state = { pts: 1, date: 0, qts: 0 },
  pts = 1,
): Promise<string[]> {
  if (chat.kind === 'group') {
    const missed = await client.call('updates.getDifference', state)
    if (missed._ !== 'updates.difference') throw new Error(missed._)
    return [...missed.newMessages.map(said), ...told(missed.otherUpdates)]
  }
  const peer = await peerFor(account, chat)
  const missed = await client.call('updates.getChannelDifference', {
    channel: { ...peer, _: 'inputChannel' } as never,
    filter: { _: 'channelMessagesFilterEmpty' },
    pts,
    limit: 100,
  })
  if (missed._ !== 'updates.channelDifference') throw new Error(missed._)
  return [...missed.newMessages.map(said), ...told(missed.otherUpdates)]
}
