/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject

/** An object of JSON. */
export interface JsonObject {
  readonly [key: string]: Json
}

/** Makes another value of each object in a value, the inner ones first; what `change` returns takes its place. */
export function mapObjects(value: Json, change: (object: JsonObject) => Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((one) => mapObjects(one, change))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, one]) => [key, mapObjects(one, change)])
  return change(Object.fromEntries(entries) as JsonObject)
}

/** An object without one of its fields. */
export function without(object: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key))
}
