/** What a column or parameter may hold. 64-bit values that are not ids are stored as text or bytes. */
export type SqlValue = string | number | null | Uint8Array

/** A boolean column: SQLite and PostgreSQL both keep it as a small integer, so rows need no mapping. */
export type Flag = 0 | 1

/** Makes a column value of a boolean. */
export function flag(value: boolean | undefined): Flag {
  return value ? 1 : 0
}

/**
 * The little of SQL that tables need; one text for both engines. Parameters are `$1`, `$2`, ...;
 * columns are quoted camelCase, so that a row is usable as it comes.
 */
export interface Sql {
  /** The first row, or undefined. */
  get<T>(text: string, ...params: SqlValue[]): Promise<T | undefined>
  /** All rows. */
  all<T>(text: string, ...params: SqlValue[]): Promise<T[]>
  /** Runs a write; resolves to the number of rows it touched. */
  run(text: string, ...params: SqlValue[]): Promise<number>
}

/** `"a", "b"` of a list of columns. */
export function columns(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}

/** Values that one list in a statement holds at most; SQLite takes 32766 parameters, PostgreSQL 65535. */
const LISTED_AT_ONCE = 512

/**
 * Cuts values for `IN (...)` into lists of few different lengths, the last value repeated: a statement is
 * kept by its text, and there must not be one for every length.
 *
 * @param first number of the list's first parameter
 */
export function inLists<T extends SqlValue>(
  values: readonly T[],
  first: number,
): { readonly text: string; readonly params: T[] }[] {
  const lists = []
  for (let at = 0; at < values.length; at += LISTED_AT_ONCE) {
    const params = values.slice(at, at + LISTED_AT_ONCE)
    const [last] = params.slice(-1)
    const length = 2 ** Math.ceil(Math.log2(params.length))
    // A slice that is not empty has a last value.
    while (params.length < length) params.push(last as T)
    lists.push({ text: params.map((_, i) => `$${first + i}`).join(', '), params })
  }
  return lists
}

/**
 * Rows of a query that has a list of values in it, however long; in no certain order.
 *
 * @param before the parameters before the list's
 * @param query the query's text with the list's: `... IN (${list})`
 */
export async function rowsAmong<T>(
  sql: Sql,
  values: readonly SqlValue[],
  before: readonly SqlValue[],
  query: (list: string) => string,
): Promise<T[]> {
  const rows: T[] = []
  for (const { text, params } of inLists(values, before.length + 1)) {
    for (const row of await sql.all<T>(query(text), ...before, ...params)) rows.push(row)
  }
  return rows
}

/** Text of an INSERT that takes every column in order, `$1` first. */
export function insertText(table: string, names: readonly string[]): string {
  return `INSERT INTO ${table} (${columns(names)}) VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')})`
}

/** Values of a row in the order of its columns; undefined becomes NULL. */
export function valuesOf<T extends object>(
  row: T,
  names: readonly (keyof T & string)[],
): SqlValue[] {
  return names.map((name) => (row[name] ?? null) as SqlValue)
}

/**
 * Text and parameters of an UPDATE of some columns: `SET "a" = $1, ... WHERE "id" = $n`.
 * Returns undefined where nothing is to change.
 */
export function updateText(
  table: string,
  patch: object,
  where: string,
  keys: readonly SqlValue[],
): { text: string; params: SqlValue[] } | undefined {
  const names = Object.keys(patch)
  if (names.length === 0) return undefined
  const set = names.map((name, i) => `"${name}" = $${i + 1}`).join(', ')
  let next = names.length
  const condition = where.replaceAll('?', () => `$${++next}`)
  const values = names.map((name) => ((patch as Record<string, unknown>)[name] ?? null) as SqlValue)
  return { text: `UPDATE ${table} SET ${set} WHERE ${condition}`, params: [...values, ...keys] }
}
