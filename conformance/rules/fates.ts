import { CHANNELS, type Chapter } from '../row.ts'

const KEEP = 'INF: what becomes of the links of a former admin is not documented'
const LIMITS = 'DB: the published error with its condition'

/** Limits, and what becomes of links when people and chats change. */
export const fates: Chapter = {
  title: 'Limits, and what becomes of links',
  intro: 'Full chats, demoted and deleted admins, groups that become supergroups.',
  rows: [
    {
      rule: 'A full chat lets nobody in by a link, which still shows its preview.',
      evidence: 'DB: USERS_TOO_MUCH',
      limits: { basicGroupMembers: 2, supergroupMembers: 2, channelMembers: 2 },
      async run(t) {
        const { owner, guest, chat } = await t.cast('member')
        const link = await owner.export(chat)
        await t.refuses(guest.join(link), 'USERS_TOO_MUCH')
        t.expect(await guest.check(link)).toMatchObject({ _: 'chatInvite', participantsCount: 2 })
        t.expect(await owner.get(chat, link)).not.toHaveProperty('usage')
      },
    },
    {
      rule: 'A full chat takes no approved requester, whose request stays.',
      evidence: 'INF',
      limits: { basicGroupMembers: 2, supergroupMembers: 2, channelMembers: 2 },
      async run(t) {
        const { owner, guest, chat } = await t.cast('member')
        await t.ask(guest, await owner.export(chat, { requestNeeded: true }))
        await t.refuses(owner.approve(chat, guest), 'USERS_TOO_MUCH')
        t.expect((await owner.importers(chat, { requested: true })).count).toBe(1)
      },
    },
    {
      rule: 'Who is in too many channels joins no more.',
      evidence: LIMITS,
      kinds: CHANNELS,
      limits: { channelsPerUser: 1 },
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        await t.chat(guest)
        const link = await owner.export(chat)
        await t.refuses(guest.join(link), 'CHANNELS_TOO_MUCH')
        t.expect(await guest.check(link)).toMatchObject({ _: 'chatInvite' })
      },
    },
    {
      rule: 'A requester who is in too many channels is not let in, and his request stays.',
      evidence: LIMITS,
      kinds: CHANNELS,
      limits: { channelsPerUser: 1 },
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        await t.ask(guest, await owner.export(chat, { requestNeeded: true }))
        await t.chat(guest)
        await t.refuses(owner.approve(chat, guest), 'USER_CHANNELS_TOO_MUCH')
        await t.refuses(owner.answerAll(chat, true), 'USER_CHANNELS_TOO_MUCH')
        t.expect((await owner.importers(chat, { requested: true })).count).toBe(1)
      },
    },
    {
      rule: 'An admin makes no more links than the limit; replacing the primary one is always possible.',
      evidence: 'INF: the bound of the real server and its error are unknown',
      limits: { invitesPerAdmin: 3 },
      async run(t) {
        const { owner, chat } = await t.cast()
        for (let i = 0; i < 2; i++) await owner.export(chat)
        await t.refuses(owner.export(chat), 'INVITES_TOO_MUCH')
        t.expect(await owner.replacePrimary(chat)).toMatchObject({ permanent: true })
      },
    },
    {
      rule: 'Who tries many hashes that lead nowhere has to wait.',
      evidence: 'INF: the numbers are unknown',
      kinds: ['supergroup'],
      limits: { inviteGuesses: 3, inviteGuessSeconds: 300 },
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        for (let i = 0; i < 3; i++)
          await t.refuses(guest.check(`guessguessguess${i}`), 'INVITE_HASH_EXPIRED')
        const link = await owner.export(chat)
        await t.expect(guest.check(link)).rejects.toThrow(/^FLOOD_WAIT_/)
        t.advance(301)
        // Clients remember how long they were told to wait.
        await guest.hangUp()
        t.expect(await guest.check(link)).toMatchObject({ _: 'chatInvite' })
      },
    },
    {
      rule: 'The links of a demoted admin stay in force.',
      evidence: KEEP,
      async run(t) {
        const { owner, admin, guest, chat } = await t.cast('admin')
        const link = await admin.export(chat)
        await owner.demote(chat, admin)
        await guest.join(link)
      },
    },
    {
      rule: 'The owner finds the links of a demoted admin and revokes them.',
      evidence: KEEP,
      async run(t) {
        const { owner, admin, guest, chat } = await t.cast('admin')
        const { link } = await admin.export(chat)
        await owner.demote(chat, admin)
        t.expect(await owner.links(chat, admin)).toContain(link)
        await owner.revoke(chat, link)
        await t.refuses(guest.join(link), 'INVITE_HASH_EXPIRED')
      },
    },
    {
      rule: 'A demoted admin manages his links no more.',
      evidence: 'DOC: td_api.tl, can_invite_users of createChatInviteLink and its neighbours',
      async run(t) {
        const { owner, admin, chat } = await t.cast('admin')
        const link = await admin.export(chat)
        await owner.demote(chat, admin)
        await t.refuses(admin.revoke(chat, link), 'CHAT_ADMIN_REQUIRED')
        await t.refuses(admin.list(chat), 'CHAT_ADMIN_REQUIRED')
        t.expect(await admin.full(chat)).not.toHaveProperty('exportedInvite')
      },
    },
    {
      rule: 'Revoking the primary link of a demoted admin makes him no new one.',
      evidence: 'INF',
      async run(t) {
        const { owner, admin, chat } = await t.cast('admin')
        const link = await admin.primary(chat)
        await owner.demote(chat, admin)
        t.expect(await owner.revoke(chat, link)).toMatchObject({
          _: 'messages.exportedChatInvite',
          invite: { revoked: true },
        })
      },
    },
    {
      rule: 'An admin who is promoted again finds his links as they were.',
      evidence: KEEP,
      async run(t) {
        const { owner, admin, chat } = await t.cast('admin')
        const { link } = await admin.primary(chat)
        await owner.demote(chat, admin)
        await owner.promote(chat, admin)
        t.expect((await admin.primary(chat)).link).toBe(link)
      },
    },
    {
      rule: 'The links of a banned admin stay in force.',
      evidence: KEEP,
      async run(t) {
        const { owner, admin, guest, chat } = await t.cast('admin')
        const link = await admin.export(chat)
        await owner.ban(chat, admin)
        await guest.join(link)
      },
    },
    {
      rule: 'The links of an admin who deleted his account stay in force and listed.',
      evidence: KEEP,
      async run(t) {
        const { owner, admin, guest, chat } = await t.cast('admin')
        await owner.user(admin)
        const { link } = await admin.export(chat)
        await admin.call('account.deleteAccount', { reason: 'test' })
        t.expect(await owner.links(chat, admin)).toContain(link)
        await guest.join(link)
      },
    },
    {
      rule: 'The links of a basic group lead to the supergroup that it becomes.',
      evidence: 'INF',
      kinds: ['group'],
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const link = await owner.export(chat)
        await owner.call('messages.migrateChat', { chatId: chat.id })
        const { chats } = await guest.join(link)
        t.expect(chats).toMatchObject([{ _: 'channel', megagroup: true, title: 'Birds' }])
      },
    },
    {
      rule: 'The links of a public chat that becomes private stay in force.',
      evidence: 'INF',
      kinds: CHANNELS,
      async run(t) {
        const { owner, guest, chat } = await t.publicCast()
        const link = await owner.export(chat)
        const channel = await owner.channel(chat)
        await owner.call('channels.updateUsername', { channel, username: '' })
        await guest.join(link)
      },
    },
  ],
}
