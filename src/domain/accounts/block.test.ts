import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { channelInput, createChatWorld, userInput, type ChatWorld } from '../chats/testing.ts'
import type { Unit } from '../context.ts'
import { sendText } from '../messages/send.ts'
import type { TestAccount } from '../testing.ts'
import { block, listBlocked, unblock } from './block.ts'

let w: ChatWorld
let ann: TestAccount
let bob: TestAccount
let bot: TestAccount

beforeEach(async () => {
  w = await createChatWorld()
  ann = await w.createUser({ firstName: 'Ann' })
  bob = await w.createUser({ firstName: 'Bob' })
  bot = await w.createBot()
})
afterEach(() => w.close())

const blocks = (who: TestAccount, whom: TestAccount) => (u: Unit) =>
  block(u, who.caller, userInput(u, who, whom))
const unblocks = (who: TestAccount, whom: TestAccount) => (u: Unit) =>
  unblock(u, who.caller, userInput(u, who, whom))

let sent = 0
function writes(from: TestAccount, to: TestAccount): Promise<string> {
  const randomId = String(++sent)
  const options = {
    text: 'hi', entities: [], randomId, replyToId: undefined, sendAs: undefined, scheduleDate: 0,
  } // prettier-ignore
  return w.refusal((u) => sendText(u, from.caller, userInput(u, from, to), options))
}

const messages = (who: TestAccount) =>
  w.unit(async (u) => (await u.db.users.byId(who.id))?.lastMessageId)

describe('a blocked person', () => {
  it('writes what never arrives, and can’t be written to', async () => {
    await w.unit(blocks(ann, bob))
    expect(await writes(bob, ann)).toBe('none')
    expect([await messages(ann), await messages(bob)]).toEqual([0, 1])
    expect(await writes(ann, bob)).toBe('YOU_BLOCKED_USER')
    await w.unit(unblocks(ann, bob))
    expect(await writes(bob, ann)).toBe('none')
    expect([await messages(ann), await messages(bob)]).toEqual([1, 2])
  })

  it('is on the list, the last one first, and each change is told once', async () => {
    expect(await w.events(blocks(ann, bob))).toMatchObject([
      { accountId: ann.id, update: { kind: 'peerBlocked', peerId: bob.id, blocked: true } },
    ])
    expect(await w.events(blocks(ann, bob))).toEqual([])
    w.clock.advance(1)
    const chat = await w.channel(bob, ann)
    await w.unit((u) => block(u, ann.caller, channelInput(u, ann, chat)))
    expect(await w.unit((u) => listBlocked(u, ann.caller, 0, 1))).toMatchObject({
      count: 2,
      rows: [{ peerKind: 'channel', peerId: chat.id }],
    })
    expect(await w.unit((u) => listBlocked(u, ann.caller, 1, 9))).toMatchObject({
      rows: [{ peerKind: 'user', peerId: bob.id }],
    })
    expect(await w.events(unblocks(ann, bob))).toHaveLength(1)
    expect(await w.events(unblocks(ann, bob))).toEqual([])
  })
})

it('tells a bot that it was stopped and started again, and refuses what it writes', async () => {
  await writes(ann, bot)
  const toBot = async (work: (u: Unit) => Promise<void>) =>
    (await w.events(work)).filter((event) => event.to === 'bot')
  expect(await toBot(blocks(ann, bot))).toMatchObject([
    { botId: bot.id, update: { kind: 'botStopped', userId: ann.id, stopped: true } },
  ])
  await expect(
    w.unit(
      (u) =>
      sendText(u, bot.caller, userInput(u, bot, ann), {
        text: 'hi', entities: [], randomId: '7', replyToId: undefined, sendAs: undefined, scheduleDate: 0,
      }), // prettier-ignore
    ),
  ).rejects.toMatchObject({ type: 'USER_IS_BLOCKED', code: 403 })
  expect(await toBot(unblocks(ann, bot))).toMatchObject([{ update: { stopped: false } }])
  expect(await writes(bot, ann)).toBe('none')
})

it('is not for oneself, basic groups, deleted accounts and channels that one may not see', async () => {
  expect(await w.refusal(blocks(ann, ann))).toBe('CONTACT_ID_INVALID')
  const group = await w.group(ann)
  expect(await w.refusal((u) => block(u, ann.caller, { kind: 'chat', chatId: group.id }))).toBe(
    'PEER_ID_INVALID',
  )
  await w.unit((u) => u.db.users.update(bob.id, { deleted: 1 }))
  expect(await w.refusal(blocks(ann, bob))).toBe('INPUT_USER_DEACTIVATED')
  const chat = await w.channel(bob)
  expect(await w.refusal((u) => block(u, ann.caller, channelInput(u, ann, chat)))).toBe(
    'CHANNEL_PRIVATE',
  )
})
