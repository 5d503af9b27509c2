import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesOf, ROOT } from './tree.ts'

/** Every page that a reader may follow. */
const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'CHANGELOG.md'],
  ...filesOf('docs', '.md'),
]

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** Lines without the blanks that all of them begin with. */
function outdented(lines: readonly string[]): string {
  const depths = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  const depth = Math.min(...depths)
  return lines.map((line) => line.slice(depth).trimEnd()).join('\n')
}

/** Whether a file holds these lines one after another, at whatever depth. */
function holds(file: string, excerpt: string): boolean {
  const lines = file.split('\n')
  const { length } = excerpt.split('\n')
  return lines.some((_, i) => outdented(lines.slice(i, i + length)) === excerpt)
}

describe.each(PAGES)('%s', (page) => {
  const text = read(page)

  it('has one title', () => {
    const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '')
    expect(prose.match(/^# /gm)).toHaveLength(1)
  })

  it('links to files that are there', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) => target)
    const missing = links.filter((target) => !existsSync(join(ROOT, dirname(page), target)))
    expect(missing).toEqual([])
  })

  it('quotes its examples, which the tests run, as they are', () => {
    const quotes = [...text.matchAll(/<!-- (examples\/\S+) -->\s*```\w+\n([\s\S]*?)\n```/g)]
    const wrong = quotes.filter(([, file = '', block = '']) => !holds(read(file), block))
    expect(wrong.map(([quote]) => quote)).toEqual([])
  })

  it('names examples that are there', () => {
    const named = [...text.matchAll(/\bexamples\/\w[\w.-]*(?:\/[\w.-]+\w)?/g)].map(([path]) => path)
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })
})
