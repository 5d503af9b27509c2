import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { generatedFiles } from './generated-files.ts'

const root = join(import.meta.dirname, '../..')

test('the generated files are what the schema gives: run `npm run generate` otherwise', async () => {
  for (const [folder, files] of await generatedFiles()) {
    expect(readdirSync(join(root, folder)).sort()).toEqual([...files.keys()].sort())
    const stale = [...files].filter(
      ([name, text]) => readFileSync(join(root, folder, name), 'utf8') !== text,
    )
    expect(stale.map(([name]) => `${folder}/${name}`)).toEqual([])
  }
})
