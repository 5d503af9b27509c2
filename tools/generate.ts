/**
 * Writes every generated file of the source tree from `schema/`: `npm run generate`.
 * Run it after a change in `schema/`; a test fails when the files are out of step.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { generatedFiles } from './tl/generated-files.ts'

const root = join(import.meta.dirname, '..')

for (const [folder, files] of await generatedFiles()) {
  // Files of an earlier schema must not stay behind.
  rmSync(join(root, folder), { recursive: true, force: true })
  mkdirSync(join(root, folder), { recursive: true })
  for (const [name, text] of files) writeFileSync(join(root, folder, name), text)
}
