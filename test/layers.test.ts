import { describe, expect, it } from 'vitest'
import { filesOf, importsOf, isTestSupport, textOf } from './tree.ts'

/** The import table of ARCHITECTURE.md: folder -> folders it may import. */
function readTable(): Map<string, ReadonlySet<string>> {
  const table = new Map<string, ReadonlySet<string>>()
  for (const line of textOf('ARCHITECTURE.md').split('\n')) {
    const cells = line.split('|').map((cell) => cell.trim())
    const [, folder, allowed] = cells
    if (
      cells.length < 5 ||
      folder === undefined ||
      !/^[a-z]+(-[a-z]+)*$/.test(folder) ||
      folder === 'folder'
    )
      continue
    table.set(
      folder,
      new Set(
        (allowed ?? '')
          .split(',')
          .map((name) => name.trim())
          .filter(Boolean),
      ),
    )
  }
  return table
}

/** The row of the table that a file belongs to: its folder below src, or its own name. */
function rowOf(path: string): string {
  return path.split('/')[1]?.replace(/\.ts$/, '') ?? ''
}

describe('the import table of ARCHITECTURE.md', () => {
  const table = readTable()
  const files = filesOf('src')

  it('has a row for every folder and names no other', () => {
    expect([...new Set(files.map(rowOf))].sort()).toEqual([...table.keys()].sort())
  })

  it('holds for every import of the code', () => {
    const wrong: string[] = []
    // Tests may stand on more than the code beside them.
    for (const path of files.filter((file) => !isTestSupport(file))) {
      const row = rowOf(path)
      for (const { line, target } of importsOf(path)) {
        const other = rowOf(target)
        if (other !== row && !table.get(row)?.has(other))
          wrong.push(`${path}:${line} ${row} -> ${other}`)
      }
    }
    expect(wrong, 'move the code, or change the table in ARCHITECTURE.md with its reason').toEqual(
      [],
    )
  })

  it('keeps SQL text inside store', () => {
    const sql = /\b(SELECT .+ FROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b/
    const wrong = files.filter((path) => !path.startsWith('src/store/') && sql.test(textOf(path)))
    expect(wrong).toEqual([])
  })
})
