import { describe, expect, it } from 'vitest'
import { played } from './tdlib/played.ts'
import type { Keeping } from './tdlib/scenarios/lists.ts'

const KINDS = ['group', 'supergroup', 'channel']
const LINK = expect.stringMatching(/^https:\/\/t\.me\/\+[\w-]{16}$/) as string
const MASKED = expect.stringMatching(/^https:\/\/t\.me\/\+[\w-]{8}\.\.\.$/) as string

describe('TDLib keeps links', () => {
  const kept = KINDS.map((kind): Keeping => {
    return {
      kind,
      link: LINK,
      made: 'A year, limit 9, expires',
      bare: 'edited',
      asking: 'Asks now, asks, edited',
      revokedPrimary: ['primary, revoked', 'primary'],
      revokedOther: ['To be revoked, limit 2, revoked'],
      refused: {
        editPrimary: '400 CHAT_INVITE_PERMANENT',
        editRevoked: '400 INVITE_HASH_EXPIRED',
        editUnknown: '400 INVITE_HASH_EXPIRED',
        revokeUnknown: '400 INVITE_HASH_EXPIRED',
        tooMany: '400 USAGE_LIMIT_INVALID',
        inThePast: '400 EXPIRE_DATE_INVALID',
      },
    }
  })

  it.concurrent(
    'of every kind of chat, as user and as bot, and lists and deletes them',
    async () => {
      const { user, bot, books, guests, hidden } = await played('lists')
      expect(user).toEqual(kept)
      expect(bot).toEqual(kept)
      expect(books).toEqual(
        KINDS.map((kind) => ({
          kind,
          single: 'Popular, members 2',
          members: guests.toReversed(),
          joins: kind === 'group' ? [] : guests.map(() => 'MemberJoinedByInviteLink'),
          counts: 'bot 2/2, owner 3/2',
          own: ['Asks now, asks, edited', 'Popular, members 2', 'primary'],
          ownTotal: 3,
          bots: ['Asks now, asks, edited', 'primary'],
          revoked: ['To be revoked, limit 2, revoked', 'primary, revoked'],
          botsRevoked: ['To be revoked, limit 2, revoked', 'primary, revoked'],
          refused: {
            edit: '403 EDIT_BOT_INVITE_FORBIDDEN',
            revoke: '403 EDIT_BOT_INVITE_FORBIDDEN',
            deleteActive: '400 INVITE_REVOKED_MISSING',
            unknown: '400 INVITE_HASH_EXPIRED',
          },
          deletedOne: 'ok',
          deletedAll: 'ok',
          deletedBots: 'ok',
          countsAfter: 'bot 2/0, owner 3/0',
        })),
      )
      expect(hidden).toEqual(
        KINDS.map((kind) => ({
          kind,
          bot: '400 The method is not available to bots',
          member: '400 Not enough rights to manage chat invite link',
        })),
      )
    },
  )

  it.concurrent('that expire, are full, outlive their admin, or cost Stars', async () => {
    const { lapses, paid } = await played('lapses')
    const [success, ended] = ['chatJoinResultSuccess', '400 INVITE_HASH_EXPIRED']
    expect(lapses).toEqual(
      KINDS.map((kind) => ({
        kind,
        expiring: ['chatInviteLinkInfo', ended, ended, success],
        expired: 'For an hour, expires',
        limited: [success, ended, 'ok', success],
        full: 'For one, limit 1, members 1',
        banned: kind === 'group' ? [] : [ended, ended, 'ok', success],
        demoted: [
          success,
          'primary',
          "the deputy's, members 1",
          '400 Not enough rights to manage chat invite link',
        ],
      })),
    )
    expect(paid).toEqual({
      made: 'Monthly, stars 50',
      renamed: 'Patrons, stars 50, edited',
      inGroup: '400 PRICING_CHAT_INVALID',
      wrongPeriod: '400 SUBSCRIPTION_PERIOD_INVALID',
      tooDear: '400 PRICING_CHAT_INVALID',
      offer: '50 in 2592000 s',
      joined: '400 STARS_PAYMENT_REQUIRED',
    })
  })
})

describe('TDLib asks to join', () => {
  it.concurrent('every kind of chat; admins and a bot hear of it and decide', async () => {
    const { lives, actionBar } = await played('requests')
    const repeated = <T>(times: number, of: T): T[] => Array.from({ length: times }, () => of)
    const byRequest = repeated(3, 'messageChatJoinByRequest')
    const services: Record<string, readonly string[]> = {
      group: [...byRequest, 'messageChatAddMembers', 'messageBasicGroupChatCreate'],
      supergroup: [
        ...byRequest,
        ...repeated(2, 'messageChatAddMembers'),
        'messageSupergroupChatCreate',
      ],
      // A channel says nothing of who comes.
      channel: ['messageSupergroupChatCreate'],
    }
    expect(lives).toEqual(
      KINDS.map((kind) => ({
        kind,
        asked: 'chatJoinResultRequestSent',
        askedAgain: 'chatJoinResultRequestSent',
        toldOwner: '1: First',
        toldDeputy: '1: First',
        bot: { bio: 'First: likes trains', othersLink: MASKED, ownLink: LINK },
        pending: ['Third ()', 'Second ()', 'First (likes trains)'],
        byLink: ['Third ()', 'First (likes trains)'],
        found: ['Second ()'],
        link: "the owner's, asks, pending 2",
        approved: 'ok',
        approvedByBot: 'ok',
        declined: 'ok',
        askedAfter: 'chatJoinResultRequestSent',
        approvedAll: 'ok',
        twice: '400 USER_ALREADY_PARTICIPANT',
        noneLeft: '0 left',
        members: ['First by Owner', 'Third by Owner', 'Second by the bot'],
        toldBot: [
          "First Member by the owner's",
          "Second Member by the bot's",
          "Third Member by the owner's",
        ],
        services: services[kind],
        // A basic group keeps no log.
        events: kind === 'group' ? [] : repeated(3, 'MemberJoinedByRequest'),
        linkEvents:
          kind === 'group' ? [] : ['InviteLinkDeleted', 'InviteLinkRevoked', 'InviteLinkEdited'],
      })),
    )
    expect(actionBar).toBe('Club group')
  })

  it.concurrent('a public group that a guard bot keeps, and writes where guests may', async () => {
    const { guarded, discussion } = await played('publicRequests')
    expect(guarded).toEqual({
      enabled: 'ok',
      shownGuard: true,
      shownToAll: true,
      primaryAsks: [false, true],
      approved: 'chatJoinResultSuccess',
      declined: 'chatJoinResultDeclined',
      link: 'none',
      queued: 'chatJoinResultRequestSent',
      approvedByAdmin: 'ok',
      toldBot: 'directly',
      page: 'chatJoinResultGuardBotApprovalRequired',
      pageHost: 'example.org',
      afterPage: 'ok',
      events: Array.from({ length: 3 }, () => 'MemberJoinedByRequest without a link'),
      disabled: 'ok',
      joinedFreely: 'chatJoinResultSuccess',
    })
    expect(discussion).toEqual({
      withoutChannel: '400 DISCUSSION_CHAT_REQUIRED',
      closed: 'ok',
      guest: 'CHAT_GUEST_SEND_FORBIDDEN',
      opened: 'ok',
      heard: 'messageSenderUser',
    })
  })
})
