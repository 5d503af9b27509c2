import { createHash } from 'node:crypto'

import { parseSchema, type TlLine } from '../../src/tl/schema.ts'

/**
 * Definitions that a source adds for itself and that no server or client sends: TDLib's declarations
 * of built-in types, its own prefixes and tests, and service messages that belong to mtproto.tl.
 */
const PRIVATE =
  /^((int|long|double|string) \?|bytes =|int256 =|vector#|test\.|invokeWith\w+Prefix#|ping#)/

/** Reads a source's schema text and leaves out what is private to that source. */
export function readRaw(text: string): TlLine[] {
  const kept = text.split('\n').filter((line) => !PRIVATE.test(line.trim()))
  return parseSchema(kept.join('\n'))
}

/** Writes a whole layer in the order of its source. */
export function formatLayer(layer: number, lines: readonly TlLine[]): string {
  const part = (isMethod: boolean): string =>
    lines
      .filter((line) => line.isMethod === isMethod)
      .map((line) => `${line.text};\n`)
      .join('')
  return `// layer ${layer}\n\n${part(false)}\n---functions---\n\n${part(true)}`
}

/** Writes layer `older` as what must change in `newer` to get it. */
export function formatDiff(
  older: { readonly layer: number; readonly lines: readonly TlLine[] },
  newer: { readonly layer: number; readonly lines: readonly TlLine[] },
): string {
  const part = (isMethod: boolean): string => {
    const before = new Map(pick(older.lines, isMethod).map((line) => [line.name, line]))
    const after = new Map(pick(newer.lines, isMethod).map((line) => [line.name, line]))
    const rows: string[] = []
    for (const name of [...new Set([...after.keys(), ...before.keys()])]) {
      const was = before.get(name)
      const is = after.get(name)
      if (was?.text === is?.text) continue
      if (is !== undefined) rows.push(`- ${is.text.slice(0, is.text.indexOf(' '))}\n`)
      if (was !== undefined) rows.push(`+ ${was.text};\n`)
    }
    return rows.join('')
  }
  const [types, methods] = [part(false), part(true)]
  const head = `// layer ${older.layer}, as the difference from layer ${newer.layer}\n`
  return `${head}${types && `\n${types}`}${methods && `\n---functions---\n\n${methods}`}`
}

/**
 * SHA-256 over a layer's definitions in alphabetical order, one a line, methods marked: the same
 * whatever order a source has.
 */
export function layerHash(lines: Iterable<TlLine>): string {
  const rows = [...lines].map((line) => `${line.isMethod ? 'method ' : ''}${line.text}\n`)
  return createHash('sha256').update(rows.sort().join('')).digest('hex')
}

function pick(lines: readonly TlLine[], isMethod: boolean): TlLine[] {
  return lines.filter((line) => line.isMethod === isMethod)
}
