import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { CLIENTS } from '../e2e/flows.ts'
import { COVERAGE_PAGE, coveragePage, coverageSentence, withCoverage } from './coverage-page.ts'

const root = join(import.meta.dirname, '..')

it('docs/coverage.md is in step with the registries: npm run generate', async () => {
  expect(readFileSync(join(root, COVERAGE_PAGE), 'utf8')).toBe(await coveragePage())
})

it('the README tells the same totals', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  expect(readme).toContain(coverageSentence())
  expect(withCoverage(readme)).toBe(readme)
})

it('every flow of a client has a file of tests, and every client that is named a page', () => {
  for (const { page, flows } of CLIENTS) {
    if (page !== undefined) expect(existsSync(join(root, `docs/clients/${page}.md`))).toBe(true)
    for (const file of Object.values(flows)) expect(existsSync(join(root, 'e2e', file))).toBe(true)
  }
})
