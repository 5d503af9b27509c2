import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Outcome } from './gramjs/run-examples.ts'
import { runAlone } from './support/namespace.ts'

/**
 * The two examples of GramJS's page of messages.exportChatInvite. Nothing is changed but the session
 * string, which the page tells its reader to put in; `apiId` and `apiHash` are left to the reader too.
 */
const HASHES = {
  'export-chat-invite.js': '5263d89cb2ff5bef83be2e0d27e9821be2f55de5129a9eec48b57291a971504d',
  'export-chat-invite.ts': '20c18f9ca6e52afaf8f53eef11af8af4cf876fd1b31f9305a119b9ed85a28245',
}

describe("the document's own examples for GramJS", () => {
  it.each(Object.entries(HASHES))('%s is the text of the page', (file, hash) => {
    const text = readFileSync(join(import.meta.dirname, '..', 'examples', 'gramjs', file))
    expect(createHash('sha256').update(text).digest('hex')).toBe(hash)
  })

  it('run to the letter: they end as on Telegram, where 43 is a date of 1970', async () => {
    const run = (await runAlone(join(import.meta.dirname, 'gramjs', 'run-examples.ts'))) as Outcome
    for (const { code, errors } of [run.javascript, run.typescript]) {
      expect(errors).toContain('400: EXPIRE_DATE_INVALID (caused by messages.ExportChatInvite)')
      expect(code).toBe(1)
    }
    // With a date to come it prints the link: a primary one, for it asks with legacyRevokePermanent.
    expect(run.withDate.output).toMatch(/link: 'https:\/\/t\.me\/\+[\w-]{16}'/)
    expect(run.withDate.output).toMatch(/permanent: true,\s+requestNeeded: true/)
    // Without that it prints an additional link: all that was asked for, but where people ask to join
    // their number has no limit.
    expect(run.additional.output).toMatch(/permanent: false,\s+requestNeeded: true/)
    expect(run.additional.output).toMatch(/expireDate: \d+,\s+usageLimit: null,/)
    expect(run.additional.output).toMatch(/title: 'My very normal title'/)
    expect(run.triedOutside, 'packets out of the namespace').toBe(0)
  })
})
