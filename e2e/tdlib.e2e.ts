import { spawnSync } from 'node:child_process'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { played } from './tdlib/played.ts'
import type { Login } from './tdlib/scenarios/logins.ts'
import type { LinksOfChat } from './tdlib/scenarios/links.ts'

const LINK = expect.stringMatching(/^https:\/\/t\.me\/\+[\w-]{16}$/) as string

describe('TDLib logs in', () => {
  const OWNER = 6_000_000_001
  const BOT = 6_000_000_004
  const by = (how: string, id: number): Login => {
    return { how, meId: id, myId: id, link: 'chatInviteLink' }
  }

  it.concurrent(
    'as user and as bot by every proxy and with PFS, with a password, and with a new phone',
    async () => {
      const { user, bot, withPassword, signedUp, openings } = await played('logins')
      const ways = [
        'socks5',
        'mtproxy',
        'mtproxy with padding',
        'http',
        'http without CONNECT',
        'socks5 with PFS',
        'mtproxy with PFS',
      ]
      expect(user).toEqual(ways.map((how) => by(how, OWNER)))
      expect(bot).toEqual(ways.map((how) => by(how, BOT)))
      expect(openings).toEqual(['CONNECT', 'POST', 'SOCKS5', 'obfuscated'])
      for (const guest of [withPassword, signedUp]) {
        expect(guest.meId).toBe(guest.myId)
        expect(guest.link).toBe('400 Have no write access to the chat')
      }
      expect(signedUp.meId).toBeGreaterThan(BOT)
    },
  )

  it.concurrent('to a server in test mode, by an MTProxy with a secret of its own', async () => {
    const { user, bot } = await played('testDataCentre')
    expect(user).toEqual(by('user', OWNER))
    expect(bot).toEqual(by('bot', BOT))
  })
})

describe('TDLib makes links', () => {
  const KINDS = ['group', 'supergroup', 'channel']

  function expectLinks(of: LinksOfChat, adminId: number): void {
    const link = {
      _: 'chatInviteLink',
      invite_link: LINK,
      name: '',
      creator_user_id: adminId,
      creates_join_request: false,
      is_primary: false,
      is_revoked: false,
    }
    const unlimited = { ...link, expiration_date: 0, member_limit: 0 }
    expect(of.plain).toMatchObject(unlimited)
    expect(of.full).toMatchObject({ ...link, name: 'My very normal title', member_limit: 43 })
    expect(of.full.expiration_date - of.full.date).toBeGreaterThan(364 * 86_400)
    expect(of.request).toMatchObject({ ...unlimited, name: 'asks', creates_join_request: true })
    expect(of.primary).toMatchObject({ ...unlimited, is_primary: true })
    expect(of.nextPrimary).toMatchObject({ ...unlimited, is_primary: true })
    expect(of.shown).toBe(of.nextPrimary.invite_link)
    const all = [of.plain, of.full, of.request, of.primary, of.nextPrimary]
    expect(new Set(all.map((one) => one.invite_link)).size).toBe(all.length)
  }

  it.concurrent('as user and as bot, in every kind of chat, and others join by them', async () => {
    const answer = await played('links')
    for (const [who, adminId] of [
      [answer.user, 6_000_000_001],
      [answer.bot, 6_000_000_004],
    ] as const) {
      expect(who.map(({ kind }) => kind)).toEqual(KINDS)
      for (const one of who) expectLinks(one, adminId)
    }
    expect(answer.paid.subscription_pricing).toMatchObject({ period: 2_592_000, star_count: 50 })
    expect(answer.paidPeriod).toBe(2_592_000)
    expect(answer.revoked).toBe('400 INVITE_HASH_EXPIRED')
    expect(answer.plainMember).toBe('400 Not enough rights to manage chat invite link')

    const types = ['BasicGroup', 'Supergroup', 'Channel'].map((kind) => `inviteLinkChatType${kind}`)
    expect(answer.visits.map(({ before }) => before.type)).toEqual(types)
    for (const visit of answer.visits) {
      expect(visit).toMatchObject({
        before: { chatId: 0 },
        asked: 'chatJoinResultRequestSent',
        joined: 'chatJoinResultSuccess',
        after: { members: 4 },
        again: '400 USER_ALREADY_PARTICIPANT',
      })
      expect(visit.after.chatId).toBeLessThan(0)
    }
    // The bot is told who came, and of a link that is not its own no more than the beginning.
    expect(answer.told).toEqual(
      KINDS.map(() => ({
        before: 'chatMemberStatusLeft',
        now: 'chatMemberStatusMember',
        link: expect.stringMatching(/^https:\/\/t\.me\/\+[\w-]{8}\.\.\.$/) as string,
      })),
    )
  })
})

describe('TDLib', () => {
  it.concurrent('makes, fills, governs, upgrades, leaves and deletes chats', async () => {
    const answer = await played('chats')
    const { lives, upgraded } = answer
    const members = ['Administrator', 'Creator', 'Member'].map((kind) => `chatMemberStatus${kind}`)
    expect(lives.map(({ kind }) => kind)).toEqual(['group', 'supergroup', 'channel'])
    for (const life of lives) {
      expect(life).toMatchObject({
        firstPrimary: LINK,
        joined: 'chatJoinResultSuccess',
        promoted: 'chatMemberStatusAdministrator',
        adminsLink: LINK,
        members,
        restricted: life.kind === 'supergroup' ? 'chatMemberStatusRestricted' : '',
        // Basic groups have no bans: those who were put out come in again by a link.
        banned: life.kind === 'group' ? 'chatMemberStatusLeft' : 'chatMemberStatusBanned',
        bannedJoin: life.kind === 'group' ? 'chatJoinResultSuccess' : '400 INVITE_HASH_EXPIRED',
        title: `${life.kind} renamed`,
        description: `about ${life.kind}`,
      })
      expect(life.history.slice(0, 2)).toEqual(['welcome', 'messageChatChangeTitle'])
    }
    expect(lives.map(({ history }) => history.slice(2))).toEqual([
      ['messageChatJoinByLink', 'messageBasicGroupChatCreate'],
      ['messageChatAddMembers', 'messageChatJoinByLink', 'messageSupergroupChatCreate'],
      ['messageSupergroupChatCreate'],
    ])
    expect(upgraded).toMatchObject({
      title: 'group renamed',
      link: LINK,
      old: '400 Have no write access to the chat',
      members,
    })
    expect(upgraded.from).toBeGreaterThan(0)
    expect(answer).toMatchObject({ publicLink: 'supergroup renamed', left: 'ok', deleted: 'ok' })
  })

  it.concurrent(
    'links a discussion group, hands a channel over and loses its account',
    async () => {
      expect(await played('governing')).toEqual({
        discussion: 'ok',
        linkedBothWays: true,
        directMessages: 'ok',
        botPromoted: 'ok',
        botsLink: 'chatInviteLink',
        transferred: 'ok',
        admins: ['Creator', 'Administrator', 'Administrator'].map(
          (one) => `chatMemberStatus${one}`,
        ),
        signature: 'Owner',
        deleted: 'ok',
        afterDeletion: 'without the founder',
      })
    },
  )

  it.concurrent('shares a folder, and a stranger joins, follows and leaves it', async () => {
    const answer = await played('folders')
    const [both, all] = [
      ['Basic group', 'Channel'],
      ['Basic group', 'Channel', 'Supergroup'],
    ]
    expect(answer).toEqual({
      shareable: expect.arrayContaining(both) as string[],
      link: expect.stringMatching(/^https:\/\/t\.me\/addlist\/[\w-]{16}$/) as string,
      upgraded: true,
      links: [{ name: 'Family', chats: 2 }],
      before: { name: 'Nature', missing: both, added: [] },
      joined: 'ok',
      after: { folderId: 2, name: 'Nature', missing: [], added: both },
      folder: { name: 'Nature', shareable: true, chats: 2 },
      news: ['Supergroup'],
      newsJoined: 'ok',
      botHeard: true,
      toLeave: all,
      deleted: 'ok',
      left: 0,
      unknown: '400 INVITE_SLUG_EXPIRED',
    })
  })

  it.concurrent(
    'gives chats photos, which members and strangers with a link download',
    async () => {
      const { shown, ...rest } = await played('photos')
      expect(shown.map(({ kind }) => kind)).toEqual(['group', 'supergroup', 'channel'])
      for (const one of shown) {
        expect(one).toMatchObject({
          set: 'ok',
          small: true,
          big: true,
          full: true,
          stranger: true,
          sizes: ['a 640x640', 'b 640x640', 'c 640x640'],
          message: 'messageChatChangePhoto',
          deleted: 'ok',
          deletedMessage: 'messageChatDeletePhoto',
          strangerAfter: false,
        })
      }
      expect(rest).toEqual({
        large: true,
        noPicture: '400 IMAGE_PROCESS_FAILED',
        tooSmall: '400 PHOTO_CROP_SIZE_SMALL',
        byBot: 'ok',
        events: ['PhotoChanged', 'PhotoChanged', 'PhotoChanged', 'PhotoChanged'],
      })
    },
  )

  it.concurrent('talks on two devices, without network and over a cut cable', async () => {
    const answer = await played('messages')
    expect(answer.opened).toEqual(['Basic group: ok', 'Channel: ok', 'Supergroup: ok'])
    expect(answer).toMatchObject({
      privateHistory: ['bold, and a @world_owner', 'hello'],
      formats: ['textEntityTypeBold', 'textEntityTypeMention'],
      missed: ['into the supergroup', 'into the group', 'into the channel'],
      afterCut: 'after the cut',
      botHeard: 'after the cut',
      botSaid: 'from the bot',
    })
    expect(answer.reconnected).toBeGreaterThan(0)
    expect(answer.supergroupHistory.slice(0, 3)).toEqual([
      'from the bot',
      'after the cut',
      'into the supergroup',
    ])
  })

  const said = (count: number): string[] =>
    Array.from({ length: count }, (_, i) => `message ${count - i}`)
  const afterRestart = ['after the restart', 'a post after the restart']

  it.concurrent('comes back to all that was said meanwhile, and outlives a restart', async () => {
    expect(await played('returns')).toEqual({
      group: said(130),
      supergroup: said(130),
      bot: 'message 130',
      afterRestart,
    })
  })

  it.concurrent('loads by itself what the server no longer remembers the updates of', async () => {
    expect(await played('returnsLate')).toEqual({
      group: said(60),
      supergroup: said(60),
      bot: 'after all',
      afterRestart,
    })
  })

  it.concurrent('logs out, on one device of two and as a bot', async () => {
    expect(await played('logOut')).toEqual({ sessionsBefore: 2, sessionsAfter: 1 })
  })
})

describe('the harness', () => {
  const outside = Object.keys(networkInterfaces()).filter((name) => name !== 'lo')

  it.skipIf(outside.length === 0)('does not run TDLib where there is a network', () => {
    const run = join(import.meta.dirname, 'tdlib', 'run.ts')
    const { status, stderr } = spawnSync(process.execPath, [run, 'logOut', '/nowhere'])
    expect(status).not.toBe(0)
    expect(stderr.toString()).toContain('a client that dials Telegram is not run here')
  })
})
