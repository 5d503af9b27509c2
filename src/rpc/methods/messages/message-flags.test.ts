import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sendBotText } from '../../../domain/bots/send.ts'
import { createBasicGroup, createChannel } from '../../../domain/chats/create.ts'
import { addMember } from '../../../domain/members/join.ts'
import { MESSAGE_FLAGS, type MessageFlag } from '../../../domain/messages/flags.ts'
import { chatAsInput } from '../../../domain/peers.ts'
import type { TestAccount } from '../../../domain/testing.ts'
import type { ChatRow } from '../../../store/tables/chats.ts'
import type { TypeInputPeer, TypeUpdates } from '../../../tl/generated/base.ts'
import { createTestRpc, type TestClient, type TestRpc } from '../../testing.ts'

let t: TestRpc
let ann: TestAccount
let bob: TestAccount
let bot: TestAccount
let sender: TestClient
let reader: TestClient

beforeEach(async () => {
  t = await createTestRpc()
  ann = await t.createUser({ firstName: 'Ann' })
  bob = await t.createUser({ firstName: 'Bob' })
  bot = await t.createBot()
  sender = await t.connect({ account: ann })
  reader = await t.connect({ account: bob })
  await reader.call('updates.getState')
})
afterEach(() => t.close())

const FLAGS = Object.keys(MESSAGE_FLAGS) as MessageFlag[]

/** What a sender may say of a message, all of it. */
const EVERY_FLAG = Object.fromEntries(FLAGS.map((flag) => [flag, true]))

function chatOf(kind: 'group' | 'supergroup'): Promise<ChatRow> {
  return t.unit(async (u) => {
    if (kind === 'group') return createBasicGroup(u, ann.caller, 'Birds', [bob.row, bot.row])
    const chat = await createChannel(u, ann.caller, kind, 'Birds', '')
    for (const { id } of [bob, bot]) await addMember(u, chat, id, { kind: 'added', byId: ann.id })
    return chat
  })
}

async function peerOf(chat: ChatRow): Promise<TypeInputPeer> {
  const accessHash = await t.unit((u) =>
    Promise.resolve(u.accessHashes.of(ann.id, 'channel', chat.id)),
  )
  return chat.kind === 'group'
    ? { _: 'inputPeerChat', chatId: chat.id }
    : { _: 'inputPeerChannel', channelId: chat.id, accessHash }
}

/** The flags of the messages that updates tell of. */
function flagsIn(told: readonly unknown[]): MessageFlag[][] {
  const updates = (told as readonly TypeUpdates[]).flatMap((one) =>
    'updates' in one ? one.updates : [],
  )
  return updates.flatMap((update) => {
    if (!('message' in update) || typeof update.message !== 'object') return []
    const { message } = update
    return message._ === 'message' ? [FLAGS.filter((flag) => message[flag])] : []
  })
}

describe('what a sender says of a message', () => {
  it.each(['group', 'supergroup'] as const)('is told to all who get it in a %s', async (kind) => {
    const peer = await peerOf(await chatOf(kind))
    await reader.news()
    const answer = await sender.call('messages.sendMessage', {
      peer, message: 'hi', randomId: 5n, ...EVERY_FLAG,
    }) // prettier-ignore
    // People protect whole chats, not single messages.
    const own: MessageFlag[] = ['silent', 'invertMedia']
    expect(flagsIn([answer])).toEqual([own])
    expect(flagsIn(await reader.news())).toEqual([own])
  })

  it.each(['group', 'supergroup'] as const)(
    'is whole where a bot says it in a %s',
    async (kind) => {
      const chat = await chatOf(kind)
      await reader.news()
      await t.unit((u) =>
      sendBotText(u, bot.caller, chatAsInput(u, bot.caller, chat), chat.id, {
        text: 'hi', entities: [], replyToId: undefined, flags: EVERY_FLAG,
      }),
    ) // prettier-ignore
      expect(flagsIn(await reader.news())).toEqual([FLAGS])
    },
  )

  it('stays with it through an edit, but for where a preview would be', async () => {
    const peer = await peerOf(await chatOf('supergroup'))
    const sent = await sender.call('messages.sendMessage', {
      peer, message: 'hi', randomId: 5n, ...EVERY_FLAG,
    }) // prettier-ignore
    const id =
      'updates' in sent && sent.updates[0]?._ === 'updateMessageID' ? sent.updates[0].id : 0
    const edited = await sender.call('messages.editMessage', { peer, id, message: 'ho' })
    expect(flagsIn([edited])).toEqual([['silent']])
    const above = await sender.call('messages.editMessage', {
      peer,
      id,
      message: 'ho',
      invertMedia: true,
    })
    expect(flagsIn([above])).toEqual([['silent', 'invertMedia']])
  })
})
