import { Scanner } from '../core/text/scanner.ts'
import { JsonReader } from './json-value.ts'

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
 *
 * Source: td HttpReader.cpp parse_json_parameters
 */
export function jsonEntries(text: string): JsonEntries {
  return parsedEntries(new Scanner(text))
}

/** `jsonEntries` of a text that counts how often it is looked at. */
export function parsedEntries(text: Scanner): JsonEntries {
  const entries: [string, string][] = []
  const reader = new JsonReader(text)
  reader.skipSpace()
  if (reader.isOver()) return { entries }
  try {
    reader.expect('{')
    reader.skipSpace()
    while (!reader.skip('}')) {
      const name = reader.string()
      reader.skipSpace()
      reader.expect(':')
      reader.skipSpace()
      const from = reader.at
      const value = reader.value()
      entries.push([name, typeof value === 'string' ? value : text.slice(from, reader.at)])
      reader.skipSpace()
      if (reader.skip(',')) reader.skipSpace()
      else if (!reader.isAt('}')) throw new SyntaxError(`, or } is expected at ${reader.at}`)
    }
    reader.skipSpace()
    if (!reader.isOver()) throw new SyntaxError(`the object ends before ${reader.at}`)
    return { entries }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { entries, problem: error.message }
  }
}
