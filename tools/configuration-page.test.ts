import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { CONFIGURATION_PAGE, configurationPage } from './configuration-page.ts'

it('docs/configuration.md is in step with the table of options: npm run generate', async () => {
  const page = readFileSync(join(import.meta.dirname, '..', CONFIGURATION_PAGE), 'utf8')
  expect(page).toBe(await configurationPage())
})
