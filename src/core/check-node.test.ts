import { expect, it } from 'vitest'
import { importsOf, textOf } from '../../test/tree.ts'
import { checkNode } from './check-node.ts'

it.each(['22.20.0', '8.0.0'])('refuses Node %s in words', (version) => {
  expect(() => {
    checkNode(version)
  }).toThrow(expect.objectContaining({ name: 'UserError', code: 'NODE_OLD' }))
})

it.each(['24.0.0', '100.1.2'])('takes Node %s', (version) => {
  expect(() => {
    checkNode(version)
  }).not.toThrow()
})

it.each(['src/index.ts', 'src/cli/main.ts'])('%s checks before it loads node:sqlite', (entry) => {
  expect(textOf(entry)).toContain('checkNode(process.versions.node)')
  const loaded = new Set([entry])
  for (const path of loaded) {
    const lines = textOf(path).split('\n')
    expect(lines.filter((line) => line.includes(`'node:sqlite'`))).toEqual([])
    for (const { line, target } of importsOf(path)) {
      // Types are gone by then, and what is imported later is not looked up at first.
      if (!/^(import|export) type |import\(/.test((lines[line - 1] ?? '').trim()))
        loaded.add(target)
    }
  }
})
