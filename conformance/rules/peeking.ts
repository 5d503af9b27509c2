import { CHANNELS, type Chapter } from '../row.ts'

const PEEK = 'DOC: core.telegram.org/constructor/chatInvitePeek'
const CHOICE =
  'INF: for which links Telegram does it is unknown, so a limit of localgram switches it on'
const limits = { invitePeekSeconds: 300 }

/** Reading a chat before joining it. */
export const peeking: Chapter = {
  title: 'Reading before joining',
  intro:
    'A server may let somebody who looks at a link read the chat for a while; this one does where `invitePeekSeconds` says so.',
  rows: [
    {
      rule: 'A link shows a preview only, as long as nothing else is set.',
      evidence: CHOICE,
      kinds: CHANNELS,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        t.expect(await guest.check(await owner.export(chat))).toMatchObject({ _: 'chatInvite' })
      },
    },
    {
      rule: 'A link to a private channel or supergroup is answered with the chat and until when it may be read.',
      evidence: PEEK,
      kinds: CHANNELS,
      limits,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const found = await guest.check(await owner.export(chat))
        t.expect(found).toMatchObject({ _: 'chatInvitePeek', chat: { id: chat.id } })
        t.expect('expires' in found ? found.expires : 0).toBeGreaterThan(t.now)
      },
    },
    {
      rule: 'Until then its messages can be read, and not afterwards.',
      evidence: PEEK,
      kinds: CHANNELS,
      limits,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        await guest.check(await owner.export(chat))
        t.expect(await guest.history(chat)).not.toEqual([])
        t.advance(301)
        await t.refuses(guest.history(chat), 'CHANNEL_PRIVATE')
      },
    },
    {
      rule: 'Whoever reads so is no member, and joins by the link as before.',
      evidence: PEEK,
      kinds: CHANNELS,
      limits,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const link = await owner.export(chat)
        await guest.check(link)
        t.expect(await owner.full(chat)).toMatchObject({ participantsCount: 1 })
        await guest.join(link)
        t.expect(await guest.check(link)).toMatchObject({ _: 'chatInviteAlready' })
      },
    },
    {
      rule: 'A basic group is never read before joining.',
      evidence: PEEK,
      kinds: ['group'],
      limits,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        t.expect(await guest.check(await owner.export(chat))).toMatchObject({ _: 'chatInvite' })
      },
    },
    {
      rule: 'A link that needs approval lets nobody read.',
      evidence: 'INF',
      kinds: CHANNELS,
      limits,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const link = await owner.export(chat, { requestNeeded: true })
        t.expect(await guest.check(link)).toMatchObject({ _: 'chatInvite' })
      },
    },
  ],
}
