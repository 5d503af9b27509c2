import { describe, expect, it } from 'vitest'
import { filesOf, importsOf, isTestSupport, textOf } from './tree.ts'

/** Tables and lists that are long because what they list is; the list may only shrink. */
const LONG_FILES = new Set<string>([])
const FILE_LINES_MAX = 320

/** How a file declares its method; those that are made in server.ts have a function in its place. */
const METHOD = /^export const \w+(?:: BotApiMethod = \{| = (?:open)?[mM]ethod\()/m

const code = filesOf('src').filter((path) => !path.includes('/generated/'))

describe('the tree', () => {
  it('has no file that is too long to read', () => {
    const long = code
      .filter(
        (path) =>
          !path.endsWith('.test.ts') && !path.includes('/conformance/') && !LONG_FILES.has(path),
      )
      .filter((path) => textOf(path).split('\n').length > FILE_LINES_MAX)
    expect(long).toEqual([])
  })

  it('has no file that nobody imports', () => {
    const entries = new Set(['src/index.ts', 'src/cli/main.ts'])
    const imported = new Set(
      [...code, ...filesOf('bench'), ...filesOf('tools'), ...filesOf('e2e')].flatMap((path) =>
        importsOf(path).map((one) => one.target),
      ),
    )
    const dead = code.filter(
      (path) => !imported.has(path) && !entries.has(path) && !path.endsWith('.test.ts'),
    )
    expect(dead).toEqual([])
  })

  it('has no code that stands on what only tests share', () => {
    const wrong = code
      .filter((path) => !isTestSupport(path))
      .filter((path) => importsOf(path).some((one) => isTestSupport(one.target)))
    expect(wrong).toEqual([])
  })

  it('keeps files, sockets and processes out of core and domain', () => {
    const world = /from 'node:(?:fs|net|tls|http2?|https|dgram|child_process|worker_threads)/
    const wrong = code
      .filter((path) => /^src\/(core|domain)\//.test(path) && !isTestSupport(path))
      .filter((path) => world.test(textOf(path)))
    expect(wrong).toEqual([])
  })

  it('goes out by one way only, which judges where to', () => {
    const out =
      /\bfetch\(|\bdgram\b|\b(?:https?|net|tls|http2)\.(?:request|get|connect|createConnection)\(|import (?!type)[^']*\b(?:request|connect|createConnection)\b[^']*from 'node:(?:https?|http2|net|tls)'|import https?\b[^']*from 'node:https?'/
    const wrong = code
      .filter((path) => !isTestSupport(path))
      .filter((path) => out.test(textOf(path)))
    expect(wrong).toEqual(['src/bot-api/updates/outward.ts'])
  })

  it('has no SQL whose outcome differs when it is run again, as the unit of work may have to', () => {
    const fickle =
      /\b(?:random|randomblob|datetime|julianday|strftime|now|unixepoch)\(|CURRENT_(?:TIME|DATE)/i
    const tables = code.filter((path) => path.startsWith('src/store/tables/'))
    expect(tables.filter((path) => fickle.test(textOf(path)))).toEqual([])
  })

  it('has method files to look at', () => {
    for (const folder of ['src/rpc/methods', 'src/bot-api/methods']) {
      expect(filesOf(folder).filter((path) => METHOD.test(textOf(path)))).not.toEqual([])
    }
  })

  it('registers every RPC and Bot API method file', () => {
    for (const folder of ['src/rpc/methods', 'src/bot-api/methods']) {
      const missing = filesOf(folder)
        .filter((path) => !/(\/index|\.test|-testing|\/testing)\.ts$/.test(path))
        .filter((path) => METHOD.test(textOf(path)))
        .filter(
          (path) =>
            !textOf(`${path.split('/').slice(0, -1).join('/')}/index.ts`).includes(
              `./${path.split('/').at(-1) ?? ''}`,
            ),
        )
      expect(missing).toEqual([])
    }
  })

  it('has no default exports, no TODO, and a doc comment on every exported function', () => {
    const faults: string[] = []
    for (const path of code.filter((file) => !file.endsWith('.test.ts'))) {
      const lines = textOf(path).split('\n')
      lines.forEach((line, i) => {
        if (line.startsWith('export default')) faults.push(`${path}:${i + 1} default export`)
        if (/\b(TODO|FIXME|XXX)\b/.test(line)) faults.push(`${path}:${i + 1} ${line.trim()}`)
        const exported = /^export (async )?function \w+/.test(line)
        if (exported && !/\*\/\s*$/.test(lines[i - 1] ?? ''))
          faults.push(`${path}:${i + 1} no doc comment`)
      })
    }
    expect(faults).toEqual([])
  })

  it('names no path of a machine and no host of a registry', () => {
    // Spelt in pieces, so that this file does not find itself.
    const forbidden = new RegExp(
      ['/wo' + 'rk/', '/ro' + 'ot/', 'registry\\.npm' + 'js', '/tmp/te' + 'am'].join('|'),
    )
    const paths = [
      ...filesOf('src'),
      ...filesOf('test'),
      ...filesOf('tools'),
      ...filesOf('examples', ''),
      ...filesOf('e2e'),
      ...filesOf('bench'),
      ...filesOf('conformance'),
      ...filesOf('docs', '.md'),
    ]
    expect(paths.filter((path) => forbidden.test(textOf(path)))).toEqual([])
  })
})
