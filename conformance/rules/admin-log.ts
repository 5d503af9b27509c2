import { CHANNELS, type Chapter } from '../row.ts'

const LOG = 'DOC: core.telegram.org/type/ChannelAdminLogEventAction'

/** What the admin log says of links. */
export const adminLog: Chapter = {
  title: 'The admin log',
  intro: 'Channels and supergroups note what becomes of their links.',
  rows: [
    {
      rule: 'A change of a link is noted with the link before and after.',
      evidence: LOG,
      kinds: CHANNELS,
      async run(t) {
        const { owner, chat } = await t.cast()
        const { link } = await owner.export(chat, { title: 'Old' })
        await owner.edit(chat, link, { title: 'New' })
        const [newest] = await owner.adminLogEvents(chat)
        t.expect(newest).toMatchObject({
          userId: owner.id,
          action: {
            _: 'channelAdminLogEventActionExportedInviteEdit',
            prevInvite: { link, title: 'Old' },
            newInvite: { link, title: 'New' },
          },
        })
      },
    },
    {
      rule: 'A revocation is noted.',
      evidence: LOG,
      kinds: CHANNELS,
      async run(t) {
        const { owner, chat } = await t.cast()
        const { link } = await owner.export(chat)
        await owner.revoke(chat, link)
        t.expect((await owner.adminLog(chat))[0]).toMatchObject({
          _: 'channelAdminLogEventActionExportedInviteRevoke',
          invite: { link, revoked: true },
        })
      },
    },
    {
      rule: 'Replacing the primary link is noted as the revocation of the old one.',
      evidence: LOG,
      kinds: CHANNELS,
      async run(t) {
        const { owner, chat } = await t.cast()
        const { link } = await owner.primary(chat)
        await owner.replacePrimary(chat)
        t.expect((await owner.adminLog(chat))[0]).toMatchObject({
          _: 'channelAdminLogEventActionExportedInviteRevoke',
          invite: { link, permanent: true },
        })
      },
    },
    {
      rule: 'A deletion is noted.',
      evidence: LOG,
      kinds: CHANNELS,
      async run(t) {
        const { owner, chat } = await t.cast()
        const { link } = await owner.export(chat)
        await owner.revoke(chat, link)
        await owner.delete(chat, link)
        t.expect((await owner.adminLog(chat))[0]).toMatchObject({
          _: 'channelAdminLogEventActionExportedInviteDelete',
          invite: { link },
        })
      },
    },
    {
      rule: 'Making a link is not noted.',
      evidence: 'DOC: there is no action for it',
      kinds: CHANNELS,
      async run(t) {
        const { owner, chat } = await t.cast()
        const before = await owner.adminLog(chat)
        await owner.export(chat)
        t.expect(await owner.adminLog(chat)).toEqual(before)
      },
    },
    {
      rule: 'Who joins by a link is noted with the link.',
      evidence: LOG,
      kinds: CHANNELS,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const { link } = await owner.export(chat)
        await guest.join(link)
        t.expect((await owner.adminLogEvents(chat))[0]).toMatchObject({
          userId: guest.id,
          action: {
            _: 'channelAdminLogEventActionParticipantJoinByInvite',
            invite: { link },
          },
        })
      },
    },
    {
      rule: 'Who was approved is noted with the link and the admin.',
      evidence: LOG,
      kinds: CHANNELS,
      async run(t) {
        const { owner, admin, guest, chat } = await t.cast('admin')
        const { link } = await owner.export(chat, { requestNeeded: true })
        await t.ask(guest, link)
        await admin.approve(chat, guest)
        t.expect((await owner.adminLogEvents(chat))[0]).toMatchObject({
          userId: guest.id,
          action: {
            _: 'channelAdminLogEventActionParticipantJoinByRequest',
            invite: { link },
            approvedBy: admin.id,
          },
        })
      },
    },
    {
      rule: 'The filter "invites" shows changes of links and no joins.',
      evidence: 'DOC: td_api.tl, chatEventLogFilters',
      kinds: CHANNELS,
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const { link } = await owner.export(chat)
        await owner.edit(chat, link, { title: 'New' })
        await guest.join(link)
        const { events } = await owner.call('channels.getAdminLog', {
          channel: await owner.channel(chat),
          q: '',
          eventsFilter: { _: 'channelAdminLogEventsFilter', invites: true },
          maxId: 0n,
          minId: 0n,
          limit: 10,
        })
        t.expect(events.map((one) => one.action._)).toEqual([
          'channelAdminLogEventActionExportedInviteEdit',
        ])
      },
    },
    {
      rule: 'In the log a link of another admin is cut short.',
      evidence: 'SRC: TDLib takes a truncated link from the log only and from updates',
      kinds: CHANNELS,
      async run(t) {
        const { owner, admin, guest, chat } = await t.cast('admin')
        await guest.join(await owner.export(chat))
        t.expect((await admin.adminLog(chat))[0]).toMatchObject({
          invite: { link: t.expect.stringMatching(/^https:\/\/t\.me\/\+[\w-]{8}\.\.\.$/) },
        })
      },
    },
  ],
}
