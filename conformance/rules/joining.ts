import type { ChatInvite } from '../../src/tl/generated/base.ts'
import type { Actor, Chat, Link } from '../actor.ts'
import { CHANNELS, GROUPS, type Chapter, type Evidence, type Kind, type Row } from '../row.ts'
import type { Scenario } from '../scenario.ts'

const CHECK = 'DOC: core.telegram.org/method/messages.checkChatInvite'
const PREVIEW = 'SRC: TDLib DialogInviteLinkManager checks it'
const JOINED = 'SRC: TDLib, tdesktop and Android take the only chat of the answer'

/** How to look at a link and to join by it; both refuse with the same errors. */
const DOORS = {
  checkChatInvite: (guest: Actor, link: Link) => guest.check(link),
  importChatInvite: (guest: Actor, link: Link) => guest.join(link),
}

/** A way in which a link leads nowhere: makes one and returns what the guest tries. */
interface Nowhere {
  readonly rule: string
  readonly error: string
  readonly evidence: Evidence
  readonly kinds?: readonly Kind[]
  readonly make: (t: Scenario, owner: Actor, chat: Chat, guest: Actor) => Promise<Link>
}

const EXPIRED: Evidence = 'DB: INVITE_HASH_EXPIRED; all sightings have code 400'

const NOWHERE: readonly Nowhere[] = [
  {
    rule: 'an empty hash',
    error: 'INVITE_HASH_EMPTY',
    evidence: 'DB: INVITE_HASH_EMPTY',
    make: async () => '',
  },
  {
    rule: 'a hash that is too short or has other characters than base64url',
    error: 'INVITE_HASH_INVALID',
    evidence: 'DB: INVITE_HASH_INVALID',
    make: async () => 'no hash!',
  },
  {
    rule: 'a link that never was',
    error: 'INVITE_HASH_EXPIRED',
    evidence: EXPIRED,
    make: async () => 'bogusbogusbogus0',
  },
  {
    rule: 'a revoked link',
    error: 'INVITE_HASH_EXPIRED',
    evidence: 'OBS: TDLib issues 1659 and 3259',
    async make(_t, owner, chat) {
      const invite = await owner.export(chat)
      await owner.revoke(chat, invite)
      return invite
    },
  },
  {
    rule: 'a deleted link',
    error: 'INVITE_HASH_EXPIRED',
    evidence: EXPIRED,
    async make(_t, owner, chat) {
      const invite = await owner.export(chat)
      await owner.revoke(chat, invite)
      await owner.delete(chat, invite)
      return invite
    },
  },
  {
    rule: 'a link whose time is over',
    error: 'INVITE_HASH_EXPIRED',
    evidence: EXPIRED,
    async make(t, owner, chat) {
      const invite = await owner.export(chat, { expireDate: t.now + 60 })
      t.advance(60)
      return invite
    },
  },
  {
    rule: 'a link that is used up',
    error: 'INVITE_HASH_EXPIRED',
    evidence: EXPIRED,
    async make(t, owner, chat) {
      const invite = await owner.export(chat, { usageLimit: 1 })
      await (await t.person('First')).join(invite)
      return invite
    },
  },
  {
    rule: 'a link to a chat that was deleted',
    error: 'INVITE_HASH_EXPIRED',
    evidence: EXPIRED,
    async make(_t, owner, chat) {
      const invite = await owner.export(chat)
      await owner.deleteChat(chat)
      return invite
    },
  },
  {
    rule: 'a link to a chat from which the account was banned',
    error: 'INVITE_HASH_EXPIRED',
    evidence: 'DOC: Bot API, banChatMember: "In the case of supergroups and channels"',
    kinds: CHANNELS,
    async make(_t, owner, chat, guest) {
      const invite = await owner.export(chat)
      await guest.join(invite)
      await owner.ban(chat, guest)
      return invite
    },
  },
]

const nowhere: readonly Row[] = Object.entries(DOORS).flatMap(([method, open]) =>
  NOWHERE.map(({ rule, error, evidence, kinds, make }) => ({
    rule: `${method} refuses ${rule}.`,
    evidence,
    ...(kinds && { kinds }),
    async run(t: Scenario) {
      const { owner, guest, chat } = await t.cast()
      await t.refuses(open(guest, await make(t, owner, chat, guest)), error)
    },
  })),
)

/** The preview of a link, which must be one of a chat that the viewer is not in. */
async function previewOf(guest: Actor, link: Link): Promise<ChatInvite> {
  const found = await guest.check(link)
  if (found._ !== 'chatInvite') throw new Error(`${found._} in place of a preview`)
  return found
}

/** Looking at links and joining by them. */
export const joining: Chapter = {
  title: 'Looking at a link and joining by it',
  intro:
    '`messages.checkChatInvite` shows what is behind a hash, `messages.importChatInvite` joins it.',
  rows: [
    ...nowhere,
    {
      rule: 'Who is in the chat finds it whole by checkChatInvite.',
      evidence: CHECK,
      async run(t) {
        const { owner, member, chat } = await t.cast('member')
        const found = await member.check(await owner.export(chat))
        t.expect(found).toMatchObject({ _: 'chatInviteAlready', chat: { id: chat.id } })
      },
    },
    {
      rule: 'Who is in the chat is refused by importChatInvite.',
      evidence: 'DB: USER_ALREADY_PARTICIPANT',
      async run(t) {
        const { owner, member, chat } = await t.cast('member')
        const link = await owner.export(chat)
        await t.refuses(member.join(link), 'USER_ALREADY_PARTICIPANT')
        t.expect(await owner.get(chat, link)).not.toHaveProperty('usage')
      },
    },
    {
      rule: 'Who is in the chat finds it by a link that is no longer in force, too.',
      evidence: 'INF',
      async run(t) {
        const { owner, member, chat } = await t.cast('member')
        const link = await owner.export(chat)
        await owner.revoke(chat, link)
        t.expect(await member.check(link)).toMatchObject({ _: 'chatInviteAlready' })
      },
    },
    {
      rule: 'The preview has the title and the number of members.',
      evidence: CHECK,
      async run(t) {
        const { owner, guest, chat } = await t.cast('member')
        const preview = await previewOf(guest, await owner.export(chat))
        t.expect(preview).toMatchObject({ title: 'Birds', participantsCount: 2 })
      },
    },
    {
      rule: 'The preview of a basic group has none of the flags of channels.',
      evidence: PREVIEW,
      kinds: ['group'],
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const preview = await previewOf(guest, await owner.export(chat))
        for (const flag of ['channel', 'broadcast', 'megagroup', 'public'])
          t.expect(preview).not.toHaveProperty(flag)
      },
    },
    {
      rule: 'The preview of a channel has channel and either broadcast or megagroup.',
      evidence: PREVIEW,
      kinds: CHANNELS,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const preview = await previewOf(guest, await owner.export(chat))
        t.expect(preview.channel).toBe(true)
        t.expect([preview.broadcast, preview.megagroup]).toEqual(
          chat.kind === 'channel' ? [true, undefined] : [undefined, true],
        )
      },
    },
    {
      rule: 'The preview has a photo of its own type and a colour of 0 to 6.',
      evidence: 'DOC: core.telegram.org/constructor/chatInvite',
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const { photo, color } = await previewOf(guest, await owner.export(chat))
        t.expect(photo._).toMatch(/^photo/)
        t.expect([0, 1, 2, 3, 4, 5, 6]).toContain(color)
      },
    },
    {
      rule: 'The preview has the description, where there is one.',
      evidence: CHECK,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const link = await owner.export(chat)
        t.expect(await previewOf(guest, link)).not.toHaveProperty('about')
        const about = 'All about birds'
        await owner.call('messages.editChatAbout', { peer: await owner.peer(chat), about })
        t.expect((await previewOf(guest, link)).about).toBe(about)
      },
    },
    {
      rule: 'The preview shows members whom the viewer has among their contacts, and no others.',
      evidence: 'DOC: td_api.tl, chatInviteLinkInfo.member_user_ids',
      async run(t) {
        const { owner, member, guest, chat } = await t.cast('member')
        const link = await owner.export(chat)
        t.expect(await previewOf(guest, link)).not.toHaveProperty('participants')
        const contact = { id: await guest.user(member), firstName: 'M', lastName: '', phone: '' }
        await guest.call('contacts.addContact', contact)
        t.expect((await previewOf(guest, link)).participants).toMatchObject([{ id: member.id }])
      },
    },
    {
      rule: 'The preview says whether approval is needed.',
      evidence: CHECK,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const [open, closed] = [
          await previewOf(guest, await owner.export(chat)),
          await previewOf(guest, await owner.export(chat, { requestNeeded: true })),
        ]
        t.expect(open).not.toHaveProperty('requestNeeded')
        t.expect(closed.requestNeeded).toBe(true)
      },
    },
    {
      rule: 'Looking at a link takes no place on it.',
      evidence: CHECK,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const link = await owner.export(chat, { usageLimit: 1 })
        await guest.check(link)
        await guest.check(link)
        await guest.join(link)
      },
    },
    {
      rule: 'Joining answers updates with exactly one chat, the one joined.',
      evidence: JOINED,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const updates = await guest.join(await owner.export(chat))
        t.expect(updates).toMatchObject({ _: 'updates', chats: [{ id: chat.id }] })
        t.expect(updates.chats[0]).not.toHaveProperty('left')
      },
    },
    {
      rule: 'Somebody who joined is in the chat.',
      evidence: CHECK,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const link = await owner.export(chat)
        await guest.join(link)
        t.expect(await guest.check(link)).toMatchObject({ _: 'chatInviteAlready' })
        t.expect(await guest.full(chat)).toMatchObject({ id: chat.id })
      },
    },
    {
      rule: 'In groups a service message of the new member names the admin whose link it was.',
      evidence: 'DOC: core.telegram.org/constructor/messageActionChatJoinedByLink',
      kinds: GROUPS,
      async run(t) {
        const { admin, guest, chat } = await t.cast('admin')
        await guest.join(await admin.export(chat))
        const [newest] = await guest.history(chat)
        t.expect(newest).toMatchObject({
          _: 'messageService',
          fromId: { userId: guest.id },
          action: { _: 'messageActionChatJoinedByLink', inviterId: admin.id },
        })
      },
    },
    {
      rule: 'In broadcast channels there is no service message, only updateChannel.',
      evidence: 'SRC: clients draw "You joined this channel" by themselves',
      kinds: ['channel'],
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const { updates } = await guest.join(await owner.export(chat))
        t.expect(updates.map((one) => one._)).toEqual(['updateChannel'])
        const joins = (await guest.history(chat)).filter(
          (one) => one._ === 'messageService' && one.action._ === 'messageActionChatJoinedByLink',
        )
        t.expect(joins).toEqual([])
      },
    },
    {
      rule: 'From layer 227 on the Updates stand in messages.chatInviteJoinResultOk.',
      evidence: 'DOC: schema of layer 227',
      layer: 227,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const hash = (await owner.export(chat)).link.split('+')[1] ?? ''
        t.expect(await guest.call('messages.importChatInvite', { hash })).toMatchObject({
          _: 'messages.chatInviteJoinResultOk',
          updates: { _: 'updates' },
        })
      },
    },
    {
      rule: 'Somebody who left comes back by the same link.',
      evidence: CHECK,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const link = await owner.export(chat)
        await guest.join(link)
        await guest.leave(chat)
        await guest.join(link)
        t.expect((await owner.get(chat, link)).usage).toBe(1)
      },
    },
    {
      rule: 'Somebody who was banned comes back by a link once the ban is lifted.',
      evidence: 'DOC: core.telegram.org/method/channels.editBanned',
      kinds: CHANNELS,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const link = await owner.export(chat)
        await guest.join(link)
        await owner.ban(chat, guest)
        await owner.unban(chat, guest)
        await guest.join(link)
      },
    },
    {
      rule: 'Somebody who was removed from a basic group comes back by a link: it keeps no list of banned people.',
      evidence:
        'OBS: tdesktop issue 862; the Bot API and td_api limit bans to supergroups and channels',
      kinds: ['group'],
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const link = await owner.export(chat)
        await guest.join(link)
        await owner.ban(chat, guest)
        t.expect(await guest.check(link)).toMatchObject({ _: 'chatInvite' })
        await guest.join(link)
        t.expect((await owner.get(chat, link)).usage).toBe(1)
      },
    },
    {
      rule: 'Somebody who left is put back by hand by a mutual contact only; others send a link.',
      evidence: 'OBS: TDLib issue 821; tdesktop issues 2378 and 2401',
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const link = await owner.export(chat)
        await guest.join(link)
        await guest.leave(chat)
        const refusal = chat.kind === 'group' ? 403 : 400
        await t.refuses(owner.add(chat, guest), 'USER_NOT_MUTUAL_CONTACT', refusal)
        await owner.befriend(guest)
        await t.refuses(owner.add(chat, guest), 'USER_NOT_MUTUAL_CONTACT', refusal)
        await guest.befriend(owner)
        await owner.add(chat, guest)
        t.expect(await guest.check(link)).toMatchObject({ _: 'chatInviteAlready' })
      },
    },
    {
      rule: 'A link with a limit admits as many as it says and refuses the next.',
      evidence: 'DOC: core.telegram.org/constructor/chatInviteExported',
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const link = await owner.export(chat, { usageLimit: 2 })
        for (const name of ['First', 'Second']) await (await t.person(name)).join(link)
        await t.refuses(guest.join(link), 'INVITE_HASH_EXPIRED')
        t.expect((await owner.get(chat, link)).usage).toBe(2)
      },
    },
    {
      rule: 'Joining by several links in several chats is possible.',
      evidence: CHECK,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        await guest.join(await owner.export(chat))
        await guest.join(await owner.export(await t.chat(owner)))
      },
    },
  ],
}
