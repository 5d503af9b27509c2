import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const TABLES = join(import.meta.dirname, '../src/store/tables')

describe('the tables', () => {
  it('look for texts only by patterns that likeText has bounded', () => {
    const files = readdirSync(TABLES).filter((name) => name !== 'like.ts')
    const sources = files.map((name) => ({
      name,
      source: readFileSync(join(TABLES, name), 'utf8'),
    }))
    const looking = sources.filter(({ source }) => /\bLIKE\s+(?:LOWER\()?\$/.test(source))
    expect(looking.map(({ name }) => name).sort()).toEqual([
      'admin-log.ts',
      'history.ts',
      'name-search.ts',
      'usernames.ts',
    ])
    for (const { name, source } of looking) {
      expect(source, name).toContain("from './like.ts'")
      // Nobody escapes a pattern on their own.
      expect(source, name).not.toMatch(/\[[^\]]*%[^\]]*_[^\]]*\]/)
    }
  })
})
