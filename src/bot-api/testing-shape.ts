import { readDocumented } from './documented.ts'

const { types } = readDocumented()

const PRIMITIVES: Readonly<Record<string, (value: unknown) => boolean>> = {
  Integer: Number.isSafeInteger,
  Float: (value) => typeof value === 'number',
  String: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
}

/**
 * What keeps a value from being of a Bot API type: fields that are missing, unknown, or of another
 * type. Empty where it is one.
 */
export function shapeProblems(type: string, value: unknown, path = type): string[] {
  const element = /^Array of (.+)$/.exec(type)?.[1]
  if (element !== undefined) {
    if (!Array.isArray(value)) return [`${path} is no array`]
    return value.flatMap((one, i) => shapeProblems(element, one, `${path}[${i}]`))
  }
  const primitive = PRIMITIVES[type]
  if (primitive) return primitive(value) ? [] : [`${path} is no ${type}`]
  const subtypes = types[type]?.subtypes ?? []
  if (subtypes.length > 0) {
    // What comes nearest to one of them tells most.
    const tried = subtypes.map((one) => shapeProblems(one, value, path))
    return tried.reduce((best, problems) => (problems.length < best.length ? problems : best))
  }
  const fields = types[type]?.fields
  if (!fields) return [`the schema has no type ${type}`]
  if (typeof value !== 'object' || value === null) return [`${path} is no object`]
  const entries = new Map(Object.entries(value))
  const missing = fields
    .filter((field) => field.required && !entries.has(field.name))
    .map((field) => `${path}.${field.name} is missing`)
  const wrong = [...entries].flatMap(([name, inner]) => {
    const field = fields.find((one) => one.name === name)
    if (!field) return [`${path}.${name} is unknown`]
    const tried = field.types.map((one) => shapeProblems(one, inner, `${path}.${name}`))
    return tried.some((problems) => problems.length === 0) ? [] : (tried[0] ?? [])
  })
  return [...missing, ...wrong]
}
