import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLogger } from '../core/logger.ts'
import { createBasicGroup, createChannel } from '../domain/chats/create.ts'
import { adminOf } from '../domain/chats/testing.ts'
import type { Unit } from '../domain/context.ts'
import { addMember } from '../domain/members/join.ts'
import { deleteMessages } from '../domain/messages/delete.ts'
import { postToChat, postToUser } from '../domain/messages/post.ts'
import type { TestAccount } from '../domain/testing.ts'
import type { RpcSession } from '../mtproto/session/rpc-port.ts'
import type { ChatRow } from '../store/tables/chats.ts'
import { decodeObject, encodeObject, NEWEST_LAYER, OLDEST_LAYER } from '../tl/api.ts'
import type { TypeUpdate, TypeUpdates, Updates } from '../tl/generated/base.ts'
import type { TlObject } from '../tl/object.ts'
import type { Client } from './clients.ts'
import { Pushes } from './pushes.ts'
import { createTestRpc, type TestClient, type TestClientOptions, type TestRpc } from './testing.ts'

let t: TestRpc
let ann: TestAccount
let bob: TestAccount

beforeEach(async () => {
  t = await createTestRpc()
  ann = await t.createUser({ firstName: 'Ann' })
  bob = await t.createUser({ firstName: 'Bob' })
})
afterEach(() => t.close())

/** A session that is logged in and has called. */
async function online(
  account: TestAccount,
  options: Partial<TestClientOptions> = {},
): Promise<TestClient> {
  const client = await t.connect({ account, ...options })
  await client.call('updates.getState')
  return client
}

async function heard(client: TestClient): Promise<TypeUpdate[]> {
  return updatesIn(await client.pushed())
}

function updatesIn(pushed: readonly TlObject[]): TypeUpdate[] {
  return (pushed as TypeUpdates[]).flatMap((one) => (one._ === 'updates' ? one.updates : []))
}

function names(updates: readonly TypeUpdate[]): string[] {
  return updates.map((update) => update._)
}

/** Where each message is in its channel's sequence. */
function sequence(updates: readonly TypeUpdate[]): number[] {
  return updates.flatMap((one) => (one._ === 'updateNewChannelMessage' ? [one.pts] : []))
}

async function say(from: TestAccount, to: TestAccount, text = 'hello'): Promise<void> {
  await t.unit((u) => postToUser(u, from.id, to.id, { text }))
}

async function supergroup(owner: TestAccount, ...members: TestAccount[]): Promise<ChatRow> {
  return t.unit(async (u) => {
    const chat = await createChannel(u, owner.caller, 'supergroup', 'Birds', '')
    for (const { id } of members) {
      await addMember(u, chat, id, { kind: 'added', byId: owner.id })
    }
    return chat
  })
}

async function bobAsAnnSeesHim(): Promise<{
  _: 'inputPeerUser'
  userId: number
  accessHash: bigint
}> {
  return t.unit(async (u) => {
    const accessHash = u.accessHashes.of(ann.id, 'user', bob.id)
    return { _: 'inputPeerUser', userId: bob.id, accessHash }
  })
}

describe('what happens', () => {
  it('is pushed to every session of everybody concerned, and to nobody else', async () => {
    const stranger = await t.createUser()
    const [one, two, other] = [await online(ann), await online(ann), await online(stranger)]
    await say(bob, ann)
    expect(names(await heard(one))).toEqual(['updateNewMessage'])
    expect(names(await heard(two))).toEqual(['updateNewMessage'])
    expect(await heard(other)).toEqual([])
  })

  it('is told to the calling session by its answer only', async () => {
    const [caller, second, peer] = [await online(ann), await online(ann), await online(bob)]
    const answer = await caller.call('messages.sendMessage', {
      peer: await bobAsAnnSeesHim(),
      message: 'hello',
      randomId: 5n,
    })
    expect(names((answer as Updates).updates)).toEqual(['updateMessageID', 'updateNewMessage'])
    expect(await heard(caller)).toEqual([])
    expect(names(await heard(second))).toEqual(['updateNewMessage'])
    expect(names(await heard(peer))).toEqual(['updateNewMessage'])
    const { users } = (await peer.pushed())[0] as Updates
    expect(users).toMatchObject([
      {
        id: ann.id,
        accessHash: await t.unit(async (u) => u.accessHashes.of(bob.id, 'user', ann.id)),
      },
    ])
  })

  it('is told to the calling session by its answer where that holds a pts', async () => {
    await say(bob, ann)
    const [caller, second] = [await online(ann), await online(ann)]
    await caller.call('messages.readHistory', { peer: await bobAsAnnSeesHim(), maxId: 0 })
    expect(await heard(caller)).toEqual([])
    expect(names(await heard(second))).toEqual(['updateReadHistoryInbox'])
  })

  it('is pushed to the calling session too where its answer does not tell it', async () => {
    const chat = await t.unit((u) => createBasicGroup(u, ann.caller, 'Birds', [bob.row]))
    const caller = await online(ann)
    const userId = { ...(await bobAsAnnSeesHim()), _: 'inputUser' as const }
    await caller.call('messages.editChatAdmin', { chatId: chat.id, userId, isAdmin: true })
    expect(await heard(caller)).not.toEqual([])
  })

  it('comes in commit order, without holes', async () => {
    const client = await online(ann)
    const texts = Array.from({ length: 200 }, (_, i) => `message ${i}`)
    await Promise.all(texts.map((text) => say(bob, ann, text)))
    const updates = await heard(client)
    expect(updates.map((update) => update._ === 'updateNewMessage' && update.pts)).toEqual(
      texts.map((_, i) => i + 2),
    )
    expect(
      updates.map(
        (update) =>
          update._ === 'updateNewMessage' &&
          update.message._ === 'message' &&
          update.message.message,
      ),
    ).toEqual(texts)
  })

  it('has no hole either where a message is gone before it was told', async () => {
    const client = await online(ann)
    await t.unit(async (u) => {
      const { id } = await postToUser(u, ann.id, bob.id, { text: 'oops' })
      await deleteMessages(u, ann.caller, [id], true)
    })
    expect(await heard(client)).toMatchObject([
      { _: 'updateDeleteMessages', messages: [1], pts: 2, ptsCount: 1 },
      { _: 'updateDeleteMessages', messages: [1], pts: 3, ptsCount: 1 },
    ])
  })

  it('comes in the layer of each session', async () => {
    const clients = [await online(ann, { layer: OLDEST_LAYER }), await online(ann, { layer: 198 })]
    await say(bob, ann, 'see https://t.me/+AbCdEf')
    for (const client of clients) {
      expect(names(await heard(client))).toEqual(['updateNewMessage'])
    }
  })
})

describe('what happens in a channel', () => {
  it('is pushed to its members, each with his own access hash, and to nobody else', async () => {
    const stranger = await t.createUser()
    const chat = await supergroup(ann, bob)
    const [one, two, other] = [await online(ann), await online(bob), await online(stranger)]
    await t.unit((u) => postToChat(u, chat, ann.id, { text: 'hello' }))
    for (const [client, who] of [
      [one, ann],
      [two, bob],
    ] as const) {
      const [push] = (await client.pushed()) as Updates[]
      expect(push).toMatchObject({
        updates: [{ _: 'updateNewChannelMessage', ptsCount: 1 }],
        chats: [
          {
            id: chat.id,
            accessHash: await t.unit(async (u) => u.accessHashes.of(who.id, 'channel', chat.id)),
          },
        ],
      })
    }
    expect(await heard(other)).toEqual([])
  })

  it.each(['in one unit', 'in several'])(
    'is not pushed to those who came in later, %s',
    async (how) => {
      const bot = await t.createBot()
      const later = [await online(bob), await online(bot)]
      const chat = await supergroup(ann)
      const { pts } = chat
      const steps: ((u: Unit) => Promise<unknown>)[] = [
        (u) => postToChat(u, chat, ann.id, { text: 'before' }),
        (u) => addMember(u, chat, bob.id, { kind: 'added', byId: ann.id }),
        (u) => addMember(u, chat, bot.id, { kind: 'added', byId: ann.id }),
        (u) => postToChat(u, chat, ann.id, { text: 'after' }),
      ]
      if (how === 'in several') await Promise.all(steps.map((step) => t.unit(step)))
      else {
        await t.unit(async (u) => {
          for (const step of steps) await step(u)
        })
      }
      const [ofBob = [], ofBot = []] = await Promise.all(later.map(heard))
      expect(sequence(ofBob)).toEqual([pts + 2, pts + 3, pts + 4])
      expect(sequence(ofBot)).toEqual([pts + 3])
    },
  )

  it('is not pushed to a bot that may not hear it', async () => {
    const bot = await t.createBot()
    const chat = await supergroup(ann, bot)
    const client = await online(bot)
    await t.unit((u) => postToChat(u, chat, ann.id, { text: 'hello all' }))
    expect(await heard(client)).toEqual([])
    await t.unit((u) => u.db.members.update(chat.id, bot.id, adminOf('banUsers')))
    await t.unit((u) => postToChat(u, chat, ann.id, { text: 'hello again' }))
    expect(names(await heard(client))).toEqual(['updateNewChannelMessage'])
  })

  it('is pushed to a bot from its own queue', async () => {
    const bot = await t.createBot()
    const chat = await supergroup(ann, bot)
    await t.unit((u) => u.db.members.update(chat.id, bot.id, adminOf('banUsers')))
    const client = await online(bot)
    await t.unit((u) => addMember(u, chat, bob.id, { kind: 'added', byId: ann.id }))
    const updates = await heard(client)
    expect(updates[0]).not.toHaveProperty('prevParticipant')
    expect(updates).toMatchObject([
      {
        _: 'updateChannelParticipant',
        channelId: chat.id,
        userId: bob.id,
        actorId: ann.id,
        newParticipant: { _: 'channelParticipant', userId: bob.id },
        qts: 3,
      },
      { _: 'updateNewChannelMessage' },
    ])
  })
})

describe('a session', () => {
  it('hears nothing before its first call, after its logout, or where it asked for nothing', async () => {
    const client = await t.connect({ account: ann })
    await say(bob, ann)
    expect(await heard(client)).toEqual([])
    const silent = await t.connect({ account: ann })
    const query = { _: 'updates.getState' } as TlObject
    const wrapped = { _: 'invokeWithoutUpdates', query } as TlObject
    await silent.send('updates.getState', encodeObject(wrapped, NEWEST_LAYER))
    await say(bob, ann)
    expect(await heard(silent)).toEqual([])
    await silent.call('updates.getState')
    await say(bob, ann)
    expect(await heard(silent)).toHaveLength(1)
    await silent.call('auth.logOut')
    await say(bob, ann)
    expect(await heard(silent)).toHaveLength(1)
  })

  it('hears nothing any more once it is over, also where a call of it still runs', async () => {
    const client = await online(ann)
    const running = client.call('updates.getState')
    client.disconnect()
    await running
    await say(bob, ann)
    expect(await heard(client)).toEqual([])
  })

  it('that waits with a QR code is told that it was accepted, and no other one', async () => {
    const waiting = await t.connect()
    const other = await t.connect()
    for (const client of [waiting, other]) await client.call('help.getNearestDc')
    const loggedIn = await online(ann)
    await t.unit(async (u) => {
      const keyIds = [waiting.keyId, loggedIn.keyId]
      u.events.push({ to: 'keys', keyIds, what: 'loginTokenAccepted' })
    })
    expect(await waiting.pushed()).toMatchObject([
      { _: 'updateShort', update: { _: 'updateLoginToken' } },
    ])
    expect(await other.pushed()).toEqual([])
    expect(await loggedIn.pushed()).toEqual([])
  })
})

describe('the table of sessions', () => {
  function fakeSession(): RpcSession & { readonly bytes: Uint8Array[] } {
    const bytes: Uint8Array[] = []
    return {
      bytes,
      id: 1n,
      keyId: 'aa',
      permKeyId: 'aa',
      uniqueId: 1n,
      online: true,
      remote: '',
      push: (body) => bytes.push(body),
      answered: () => undefined,
    }
  }

  function clientOf(account: TestAccount | undefined, keyId = 'aa'): Client {
    return {
      keyId,
      dcId: undefined,
      layer: NEWEST_LAYER,
      accountId: account?.id,
      passwordNeeded: false,
      isBot: account?.caller.isBot ?? false,
      stored: true,
      device: {
        apiId: 0,
        deviceModel: '',
        systemVersion: '',
        appVersion: '',
        systemLangCode: '',
        langPack: '',
        langCode: '',
      },
    }
  }

  it('forgets what was closed, and follows logins, logouts and bound keys', async () => {
    const pushes = new Pushes(t.domain, createLogger('silent'))
    const session = fakeSession()
    pushes.called(session, clientOf(undefined, 'temp'), false)
    expect(pushes.accounts).toBe(0)
    pushes.called(session, clientOf(ann), false)
    expect(pushes.accounts).toBe(1)
    pushes.called(session, clientOf(bob), false)
    await say(bob, ann)
    await pushes.flushed()
    expect(session.bytes).toHaveLength(1)
    await t.unit(async (u) => {
      u.events.push({ to: 'keys', keyIds: ['aa'], what: 'loggedOut' })
    })
    expect(pushes.accounts).toBe(0)
    pushes.called(session, clientOf(bob), false)
    pushes.closed(session)
    await say(bob, ann)
    await pushes.flushed()
    expect(session.bytes).toHaveLength(1)
  })

  it('waits for what was committed so far, and not for what others do meanwhile', async () => {
    const pushes = new Pushes(t.domain, createLogger('silent'))
    const session = fakeSession()
    pushes.called(session, clientOf(ann), false)
    let isOver = false
    let said = 0
    const talk = async (): Promise<void> => {
      while (!isOver && said < 500) {
        said++
        await say(bob, ann)
      }
    }
    const talking = [talk(), talk(), talk()]
    while (session.bytes.length < 10) await say(bob, ann)
    const before = said
    await pushes.flushed()
    expect(said).toBeLessThan(before + 50)
    isOver = true
    await Promise.all(talking)
    await pushes.flushed()
  })

  it('goes on where one session fails', async () => {
    const pushes = new Pushes(t.domain, createLogger('silent'))
    const broken: RpcSession = {
      ...fakeSession(),
      push: () => {
        throw new Error('broken')
      },
    }
    const sound = fakeSession()
    pushes.called(broken, clientOf(ann), false)
    pushes.called(sound, clientOf(ann), false)
    await say(bob, ann)
    await pushes.flushed()
    expect(sound.bytes.map((bytes) => decodeObject(bytes)._)).toEqual(['updates'])
  })
})
