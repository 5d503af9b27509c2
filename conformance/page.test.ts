import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { INVITE_LINKS_PAGE, inviteLinksPage } from './page.ts'

it('docs/invite-links.md is in step with the rows: npm run generate', async () => {
  const page = readFileSync(join(import.meta.dirname, '..', INVITE_LINKS_PAGE), 'utf8')
  expect(page).toBe(await inviteLinksPage())
})
