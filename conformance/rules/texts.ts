import { hashOf } from '../actor.ts'
import type { Chapter, Row } from '../row.ts'

/** What clients and people write for a link. */
const FORMS: Readonly<Record<string, (hash: string) => string>> = {
  'https://t.me/+HASH': (hash) => `https://t.me/+${hash}`,
  'https://t.me/joinchat/HASH': (hash) => `https://t.me/joinchat/${hash}`,
  'http://t.me/+HASH': (hash) => `http://t.me/+${hash}`,
  't.me/+HASH': (hash) => `t.me/+${hash}`,
  't.me/joinchat/HASH': (hash) => `t.me/joinchat/${hash}`,
  'https://telegram.me/joinchat/HASH': (hash) => `https://telegram.me/joinchat/${hash}`,
  'https://telegram.dog/+HASH': (hash) => `https://telegram.dog/+${hash}`,
  'https://t.me/%20HASH, a plus that was decoded twice': (hash) => `https://t.me/ ${hash}`,
  'tg://join?invite=HASH': (hash) => `tg://join?invite=${hash}`,
  'tg:join?invite=HASH': (hash) => `tg:join?invite=${hash}`,
  'the bare HASH': (hash) => hash,
}

const forms: readonly Row[] = Object.entries(FORMS).map(([form, write]) => ({
  rule: `A link may be named as ${form}.`,
  evidence: 'SRC: TDLib takes it for a link; that the methods do as well is a choice',
  kinds: ['supergroup'],
  async run(t) {
    const { owner, chat } = await t.cast()
    const invite = await owner.export(chat)
    const text = write(hashOf(invite))
    t.expect((await owner.get(chat, text)).link).toBe(invite.link)
    await owner.revoke(chat, text)
    t.expect(await owner.delete(chat, text)).toBe(true)
  },
}))

/** How links are written. */
export const texts: Chapter = {
  title: 'How links are written',
  intro: 'Links are compared by their hash; the methods take every form in which clients show one.',
  rows: [
    ...forms,
    {
      rule: 'What is no link at all is a link that never was.',
      evidence: 'INF',
      kinds: ['supergroup'],
      async run(t) {
        const { owner, chat } = await t.cast()
        for (const text of ['', 'https://t.me/birds', 'https://example.com/+AAAAAAAAAAAAAAAA'])
          await t.refuses(owner.get(chat, text), 'INVITE_HASH_EXPIRED')
      },
    },
    {
      rule: 'Upper and lower case are different.',
      evidence: 'SRC: all clients keep the case',
      kinds: ['supergroup'],
      async run(t) {
        const { owner, guest, chat } = await t.cast()
        const hash = hashOf(await owner.export(chat))
        const other = /[a-z]/.test(hash) ? hash.toUpperCase() : hash.toLowerCase()
        await t.refuses(guest.check(other), 'INVITE_HASH_EXPIRED')
      },
    },
    {
      rule: 'No hash is all digits, which clients take for a phone number.',
      evidence: 'SRC: TDLib is_valid_phone_number, Android, iOS',
      kinds: ['supergroup'],
      async run(t) {
        const { owner, chat } = await t.cast()
        for (let i = 0; i < 20; i++) t.expect(hashOf(await owner.export(chat))).toMatch(/[^\d]/)
      },
    },
    {
      rule: 'Links begin with the me_url_prefix of help.getConfig, by which clients know them.',
      evidence: 'SRC: TDLib option t_me_url',
      kinds: ['supergroup'],
      async run(t) {
        const { owner, chat } = await t.cast()
        const { meUrlPrefix } = await owner.call('help.getConfig', {})
        t.expect((await owner.export(chat)).link.startsWith(`${meUrlPrefix}+`)).toBe(true)
      },
    },
    {
      rule: 'A hash of the old 22 characters is well-formed, if unknown.',
      evidence: 'OBS: links before 2021',
      kinds: ['supergroup'],
      async run(t) {
        const guest = await t.person('Guest')
        await t.refuses(guest.check('AAAAAEHbEkejzxUjAUCfYg'), 'INVITE_HASH_EXPIRED')
      },
    },
  ],
}
