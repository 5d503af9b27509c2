import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDataPlace } from './data-dir.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'localgram-data-'))
})
afterEach(() => {
  rmSync(directory, { recursive: true })
})

describe('the data directory', () => {
  it('has a key that is the same at every start, and that only its owner reads', () => {
    const first = openDataPlace(join(directory, 'new'))
    expect(openDataPlace(join(directory, 'new')).key.fingerprintHex).toBe(first.key.fingerprintHex)
    for (const file of ['server-key.pem', 'localgram.db'])
      expect(statSync(join(directory, 'new', file)).mode & 0o777).toBe(0o600)
  })

  // A directory in which nobody can write, root neither.
  it.skipIf(process.platform !== 'linux')('is refused as a whole where it is read-only', () => {
    expect(() => openDataPlace('/proc/self')).toThrow(
      expect.objectContaining({ name: 'UserError', code: 'DATA_UNREADABLE' }),
    )
  })

  it('is refused with a word about the key where that is none', () => {
    writeFileSync(join(directory, 'server-key.pem'), 'not a key')
    expect(() => openDataPlace(directory)).toThrow(
      expect.objectContaining({ name: 'UserError', code: 'KEY_UNUSABLE' }),
    )
  })

  it('is refused where its key is gone, and gets no other one', () => {
    openDataPlace(directory)
    rmSync(join(directory, 'server-key.pem'))
    for (let i = 0; i < 2; i++)
      expect(() => openDataPlace(directory)).toThrow(
        expect.objectContaining({ name: 'UserError', code: 'KEY_MISSING' }),
      )
  })
})
