/**
 * Writes every generated file: those of the source tree from `schema/`, and the pages of the options, of
 * the rules of invite links and of what is covered. Run `npm run generate` after a change in what they are made from; a
 * test fails when the files are out of step.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { INVITE_LINKS_PAGE, inviteLinksPage } from '../conformance/page.ts'
import { CONFIGURATION_PAGE, configurationPage } from './configuration-page.ts'
import { COVERAGE_PAGE, coveragePage, withCoverage } from './coverage-page.ts'
import { generatedFiles } from './tl/generated-files.ts'

const root = join(import.meta.dirname, '..')

for (const [folder, files] of await generatedFiles()) {
  // Files of an earlier schema must not stay behind.
  rmSync(join(root, folder), { recursive: true, force: true })
  mkdirSync(join(root, folder), { recursive: true })
  for (const [name, text] of files) writeFileSync(join(root, folder, name), text)
}

writeFileSync(join(root, CONFIGURATION_PAGE), await configurationPage())
writeFileSync(join(root, INVITE_LINKS_PAGE), await inviteLinksPage())
writeFileSync(join(root, COVERAGE_PAGE), await coveragePage())

const readme = join(root, 'README.md')
writeFileSync(readme, withCoverage(readFileSync(readme, 'utf8')))
