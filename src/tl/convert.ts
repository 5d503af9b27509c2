import { COERCIONS, DOWNGRADES, LIFTS, UPGRADES, type Fields } from './conversions.ts'
import { isInt53 } from './int53.ts'
import { newestLines } from './layers.ts'
import type { TlObject } from './object.ts'
import { parseFields, typeText, type TlField, type TlLine } from './schema.ts'
import { Zeros } from './zeros.ts'

/* How the tables of conversions.ts are applied, and the plain rules for what they do not name. */

/** How a value of the newest layer's type fills a field of an older type; undefined: not at all. */
export function coerceDown(from: string, to: string): ((value: unknown) => unknown) | undefined {
  const coercion = COERCIONS[`${from}>${to}`] as ((value: unknown) => unknown) | undefined
  return coercion && ((value) => (value == null ? undefined : coercion(value)))
}

const downgradesByName = Map.groupBy(DOWNGRADES, (rule) => rule.name)

/** Whether objects of that constructor change on their way to a layer. */
export function hasDowngrade(name: string, layer: number): boolean {
  return downgradesByName.get(name)?.some((rule) => layer < rule.below) ?? false
}

/**
 * Turns an object of the newest layer into what an older layer calls it; the same object where
 * nothing changes. Undefined when that layer cannot say it.
 */
export function downgrade(value: TlObject, layer: number): TlObject | undefined {
  let current: TlObject | undefined = value
  for (const rule of downgradesByName.get(value._) ?? []) {
    if (current !== undefined && layer < rule.below) current = rule.convert(current as Fields)
  }
  return current
}

/**
 * How an object read by a definition becomes one of the newest layer. Undefined where it is one
 * already, or where the newest layer has nothing of that name and no conversion says what to do.
 */
export function upgradeFor(line: TlLine): ((object: TlObject) => TlObject) | undefined {
  const convert = UPGRADES[`${line.name}#${line.id.toString(16)}`] ?? UPGRADES[line.name]
  const now = newestOf(line.name, line.isMethod)
  const isCurrent = now === undefined || now.id === line.id
  const lift = now === undefined || isCurrent ? undefined : lifter(line, now)
  if (convert === undefined) return lift
  return (object) => {
    const converted = convert((lift?.(object) ?? object) as Fields)
    return converted._ === line.name ? converted : withZeros(converted, line.isMethod)
  }
}

/** Brings an object of an older definition into the newest one's shape, field by field. */
function lifter(line: TlLine, now: TlLine): (object: TlObject) => TlObject {
  const before = new Map(parseFields(line).map((field) => [field.name, field]))
  const steps: ((fields: Record<string, unknown>) => void)[] = []
  for (const field of parseFields(now)) {
    const old = before.get(field.name)
    const same = old !== undefined && typeText(old.type) === typeText(field.type)
    const lift = old && LIFTS[`${typeText(old.type)}>${typeText(field.type)}`]
    const mandatory = field.flag === undefined && field.type.kind !== 'flags'
    if (lift !== undefined) steps.push(lifting(field, lift as (value: unknown) => unknown))
    else if (old !== undefined && !same) steps.push((fields) => (fields[field.key] = undefined))
    if (mandatory && (!same || old.flag !== undefined)) steps.push(zeroing(now, field))
  }
  return (object) => {
    const fields = object as unknown as Record<string, unknown>
    for (const step of steps) step(fields)
    return object
  }
}

function lifting(
  field: TlField,
  lift: (value: unknown) => unknown,
): (fields: Record<string, unknown>) => void {
  return (fields) => {
    if (fields[field.key] !== undefined) fields[field.key] = lift(fields[field.key])
  }
}

function zeroing(line: TlLine, field: TlField): (fields: Record<string, unknown>) => void {
  const int53 = isInt53(line.name, field.name)
  return (fields) => {
    fields[field.key] ??= zeros().zeroValue(field.type, int53)
  }
}

function withZeros(object: TlObject, isMethod: boolean): TlObject {
  const line = newestOf(object._, isMethod)
  const fields = object as unknown as Record<string, unknown>
  for (const field of line === undefined ? [] : parseFields(line)) {
    if (field.flag === undefined && field.type.kind !== 'flags') {
      zeroing(line as TlLine, field)(fields)
    }
  }
  return object
}

function newestOf(name: string, isMethod: boolean): TlLine | undefined {
  const newest = newestLines()
  return (isMethod ? newest.methods : newest.constructors).get(name)
}

let newestZeros: Zeros | undefined

function zeros(): Zeros {
  newestZeros ??= new Zeros(newestLines())
  return newestZeros
}
