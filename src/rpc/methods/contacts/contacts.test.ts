import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { takeUsername } from '../../../domain/accounts/username.ts'
import { createChannel } from '../../../domain/chats/create.ts'
import type { TestAccount } from '../../../domain/testing.ts'
import { createTestRpc, type TestClient, type TestRpc } from '../../testing.ts'

let rpc: TestRpc
let ann: TestAccount
let bob: TestAccount
let client: TestClient

beforeEach(async () => {
  rpc = await createTestRpc()
  ann = await rpc.createUser()
  bob = await rpc.createUser({ firstName: 'Bob', username: 'bob_smith', phone: '9996610002' })
  client = await rpc.connect({ account: ann })
})
afterEach(() => rpc.close())

const bobFor = async (viewer: TestAccount) => {
  const accessHash = await rpc.unit((u) =>
    Promise.resolve(u.accessHashes.of(viewer.id, 'user', bob.id)),
  )
  return { _: 'inputUser' as const, userId: bob.id, accessHash }
}

describe('contacts.resolveUsername', () => {
  it.each([158, 190, 198, 229])('leads to accounts and channels in layer %d', async (layer) => {
    const asker = await rpc.connect({ account: ann, layer })
    const channel = await rpc.unit(async (u) => {
      const chat = await createChannel(u, bob.caller, 'channel', 'News', '')
      await takeUsername(u, 'the_news', 'chat', chat.id)
      await u.db.chats.update(chat.id, { username: 'the_news' })
      return chat
    })
    expect(await asker.call('contacts.resolveUsername', { username: 'Bob_Smith' })).toMatchObject({
      peer: { _: 'peerUser', userId: bob.id },
      chats: [],
      users: [{ id: bob.id, username: 'bob_smith' }],
    })
    const accessHash = await rpc.unit((u) =>
      Promise.resolve(u.accessHashes.of(ann.id, 'channel', channel.id)),
    )
    expect(await asker.call('contacts.resolveUsername', { username: 'the_news' })).toMatchObject({
      peer: { _: 'peerChannel', channelId: channel.id },
      chats: [{ id: channel.id, accessHash, username: 'the_news' }],
    })
    await expect(
      asker.call('contacts.resolveUsername', { username: 'username' }),
    ).rejects.toMatchObject({ message: 'USERNAME_NOT_OCCUPIED', code: 400 })
  })

  it('works for bots', async () => {
    const bot = await rpc.connect({ account: await rpc.createBot() })
    expect(await bot.call('contacts.resolveUsername', { username: 'bob_smith' })).toMatchObject({
      users: [{ id: bob.id }],
    })
  })
})

describe('the contact list', () => {
  it('takes a phone book, shows it, and lets go of it', async () => {
    const imported = await client.call('contacts.importContacts', {
      contacts: [
        {
          _: 'inputPhoneContact',
          clientId: 9n,
          phone: '+9996610002',
          firstName: 'B',
          lastName: '',
        },
      ],
    })
    expect(imported).toMatchObject({
      imported: [{ userId: bob.id, clientId: 9n }],
      users: [{ id: bob.id, contact: true, phone: '9996610002' }],
    })
    expect(await client.call('contacts.getContacts', { hash: 0n })).toMatchObject({
      contacts: [{ userId: bob.id, mutual: false }],
      users: [{ id: bob.id }],
    })
    expect(await client.call('contacts.getStatuses')).toMatchObject([{ userId: bob.id }])
    expect(await client.call('contacts.search', { q: 'bob', limit: 5 })).toMatchObject({
      myResults: [{ userId: bob.id }],
      results: [],
    })
    expect(await client.call('contacts.deleteContacts', { id: [await bobFor(ann)] })).toMatchObject(
      {
        updates: [{ _: 'updateUser', userId: bob.id }],
        users: [expect.not.objectContaining({ contact: true })],
      },
    )
    expect(await client.call('contacts.getContacts', { hash: 0n })).toMatchObject({ contacts: [] })
  })

  it('is told to the other sessions of its owner and to nobody else', async () => {
    const elsewhere = await rpc.connect({ account: ann })
    const stranger = await rpc.connect({ account: bob })
    await elsewhere.call('account.updateStatus', { offline: false })
    await stranger.call('account.updateStatus', { offline: false })
    const answer = await client.call('contacts.addContact', {
      id: await bobFor(ann),
      firstName: 'Bobby',
      lastName: '',
      phone: '',
    })
    expect(answer).toMatchObject({
      updates: [{ _: 'updatePeerSettings' }, { _: 'updateUser', userId: bob.id }],
      users: [{ id: bob.id, contact: true }],
    })
    expect(await elsewhere.pushed()).toMatchObject([
      { updates: [{ _: 'updateUser', userId: bob.id }] },
    ])
    expect(await client.pushed()).toEqual([])
    expect(await stranger.pushed()).toEqual([])
  })

  it('finds an account by its number', async () => {
    expect(await client.call('contacts.resolvePhone', { phone: '+9996610002' })).toMatchObject({
      peer: { userId: bob.id },
    })
    await client.call('contacts.addContact', {
      id: await bobFor(ann),
      firstName: 'B',
      lastName: '',
      phone: '',
    })
    await client.call('contacts.deleteByPhones', { phones: ['9996610002'] })
    expect(await client.call('contacts.getContacts', { hash: 0n })).toMatchObject({ contacts: [] })
  })
})
