import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  adminMask,
  adminOf,
  bannedMask,
  channelInput,
  createChatWorld,
  userInput,
  type ChatWorld,
} from '../../domain/chats/testing.ts'
import { editBanned } from '../../domain/members/ban.ts'
import { editAdmin } from '../../domain/members/promote.ts'
import type { Caller, Unit } from '../../domain/context.ts'
import type { TestAccount } from '../../domain/testing.ts'
import type { LoggedEvent } from '../../domain/updates/update.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { UpdateChannelParticipant } from '../../tl/generated/base.ts'
import { Encoder } from './encoder.ts'
import { encodeUpdate } from './updates.ts'

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount
let bot: TestAccount
let chat: ChatRow

beforeEach(async () => {
  w = await createChatWorld()
  owner = await w.createUser({ firstName: 'Owner' })
  ann = await w.createUser({ firstName: 'Ann' })
  bot = await w.createBot()
  chat = await w.supergroup(owner, ann, bot)
  await w.standing(chat, bot, adminOf('addAdmins', 'changeInfo', 'banUsers', 'inviteUsers'))
})
afterEach(() => w.close())

/** What a bot is told of the one change of a standing that a unit makes. */
async function toldTo(
  viewer: Caller,
  work: (u: Unit) => Promise<unknown>,
): Promise<UpdateChannelParticipant> {
  const events = await w.events(work)
  const event = events.find(
    (one): one is LoggedEvent => one.to === 'bot' && one.botId === viewer.id,
  )
  if (!event) throw new Error('the bot is told nothing')
  const update = await w.unit((u) => encodeUpdate(new Encoder(u, viewer), event))
  if (update?._ !== 'updateChannelParticipant') throw new Error(update?._)
  return update
}

const promotes = (who: TestAccount) => (u: Unit) =>
  editAdmin(
    u,
    who.caller,
    channelInput(u, who, chat),
    userInput(u, who, ann),
    adminMask('changeInfo'),
    undefined,
  )

describe('updateChannelParticipant', () => {
  it('says that an admin may be edited to the bot that made them one', async () => {
    const { newParticipant } = await toldTo(bot.caller, promotes(bot))
    expect(newParticipant).toMatchObject({ _: 'channelParticipantAdmin', canEdit: true })
  })

  it('says that they may not to a bot that did not', async () => {
    const { newParticipant } = await toldTo(bot.caller, promotes(owner))
    expect(newParticipant).toMatchObject({ _: 'channelParticipantAdmin', canEdit: false })
  })

  it('tells what was taken whole, and a restriction that is over as none', async () => {
    const mutes = (u: Unit) =>
      editBanned(
        u,
        owner.caller,
        channelInput(u, owner, chat),
        userInput(u, owner, ann),
        bannedMask('sendMessages'),
        u.now + 100,
      )
    const muted = await toldTo(bot.caller, mutes)
    expect(muted.newParticipant).toMatchObject({
      bannedRights: { sendMessages: true, sendPlain: true, sendPhotos: true, embedLinks: true },
    })
    w.clock.advance(100)
    const { prevParticipant } = await toldTo(bot.caller, promotes(owner))
    expect(prevParticipant).toMatchObject({ _: 'channelParticipant', userId: ann.id })
  })
})
