/**
 * Writes every generated file: those of the source tree from `schema/`, and the page of the options.
 * Run `npm run generate` after a change in either; a test fails when the files are out of step.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { CONFIGURATION_PAGE, configurationPage } from './configuration-page.ts'
import { generatedFiles } from './tl/generated-files.ts'

const root = join(import.meta.dirname, '..')

for (const [folder, files] of await generatedFiles()) {
  // Files of an earlier schema must not stay behind.
  rmSync(join(root, folder), { recursive: true, force: true })
  mkdirSync(join(root, folder), { recursive: true })
  for (const [name, text] of files) writeFileSync(join(root, folder, name), text)
}

writeFileSync(join(root, CONFIGURATION_PAGE), await configurationPage())
