import { Scanner } from '../core/text/scanner.ts'

/** Parameters of a JSON body, and what was wrong with it. */
export interface JsonEntries {
  readonly entries: readonly (readonly [name: string, value: string])[]
  /** Why the rest of the body was not read; absent for a whole object. */
  readonly problem?: string
}

/**
 * Parameters of a JSON object, every value as text: strings decoded, everything else as it is written,
 * so that `42`, `"42"` and `42.0` reach a method as different texts of one number.
 *
 * A malformed body is no error on Telegram's server: what stands before the mistake counts and the
 * method itself complains of what is missing. The same is done here.
 */
export function jsonEntries(text: string): JsonEntries {
  return parsedEntries(new Scanner(text))
}

/** `jsonEntries` of a text that counts how often it is looked at. */
export function parsedEntries(text: Scanner): JsonEntries {
  const entries: [string, string][] = []
  const stop = (problem: string): JsonEntries => ({ entries, problem })
  let at = skipSpace(text, 0)
  if (at === text.length) return { entries }
  if (text.at(at) !== '{') return stop('a JSON object is expected')
  at = skipSpace(text, at + 1)
  while (text.at(at) !== '}') {
    const nameEnd = stringEnd(text, at)
    const name = decoded(text, at, nameEnd)
    if (typeof name !== 'string') return stop(`a parameter name is expected at ${at}`)
    at = skipSpace(text, nameEnd)
    if (text.at(at) !== ':') return stop(`":" is expected at ${at}`)
    at = skipSpace(text, at + 1)
    const valueEnd = endOfValue(text, at)
    const value = decoded(text, at, valueEnd)
    if (value === undefined) return stop(`a value is expected at ${at}`)
    entries.push([name, typeof value === 'string' ? value : text.slice(at, valueEnd)])
    at = skipSpace(text, valueEnd)
    if (text.at(at) === ',') at = skipSpace(text, at + 1)
    else if (text.at(at) !== '}') return stop(`"," or "}" is expected at ${at}`)
  }
  at = skipSpace(text, at + 1)
  return at === text.length ? { entries } : stop(`the object ends before ${at}`)
}

function skipSpace(text: Scanner, at: number): number {
  let end = at
  while (end < text.length && ' \t\r\n'.includes(text.at(end))) end++
  return end
}

/** The value between two places; undefined where there is none or it is malformed. */
function decoded(text: Scanner, from: number, to: number): unknown {
  try {
    return JSON.parse(text.slice(from, to)) as unknown
  } catch {
    return undefined
  }
}

/** Where the string that begins at `at` ends; `at` itself where none begins or it never ends. */
function stringEnd(text: Scanner, at: number): number {
  if (text.at(at) !== '"') return at
  for (let end = at + 1; end < text.length; end++) {
    if (text.at(end) === '\\') end++
    else if (text.at(end) === '"') return end + 1
  }
  return at
}

/** Where the value that begins at `at` ends; `at` itself where it never ends. */
function endOfValue(text: Scanner, at: number): number {
  if (text.at(at) === '"') return stringEnd(text, at)
  let depth = 0
  let end = at
  while (end < text.length) {
    const char = text.at(end)
    if (depth === 0 && ' \t\r\n,}]'.includes(char)) return end
    if (char === '"') {
      const after = stringEnd(text, end)
      if (after === end) return at
      end = after
      continue
    }
    if (char === '{' || char === '[') depth++
    end++
    if ((char === '}' || char === ']') && --depth === 0) return end
  }
  return depth === 0 ? end : at
}
