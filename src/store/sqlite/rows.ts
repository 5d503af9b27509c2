import type { SqlValue } from '../sql.ts'

/** Makes a row of its values in the order of the columns. */
export type RowMaker = (values: readonly SqlValue[]) => object

/**
 * The maker of a statement's rows: a literal compiled for its columns. The rows that node:sqlite makes
 * itself are dictionaries, which take V8 twice as long to make and to read.
 */
export function rowMaker(names: readonly string[]): RowMaker {
  const fields = names.map((name, i) => `${JSON.stringify(name)}: values[${i}]`)
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- column names of our own SQL, quoted
  return new Function('values', `return { ${fields.join(', ')} }`) as RowMaker
}
