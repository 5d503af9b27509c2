import { isInt53 } from './int53.ts'
import type { ObjectReader } from './object-reader.ts'
import type { ObjectWriter } from './object-writer.ts'
import type { TlObject } from './object.ts'
import type { TlField, TlType } from './schema.ts'

/*
 * Turns a definition into a function that reads or writes it. The functions are JavaScript source
 * put together from the schema's own names (checked to be plain identifiers) and compiled at first
 * use: about twice as fast as walking the fields, and this is the server's hottest path.
 */

/** Reads one constructor's fields, its id being read already. */
export type ReadFields = (reader: ObjectReader) => TlObject

/** Writes one constructor's fields, its id included. */
export type WriteFields = (writer: ObjectWriter, object: TlObject) => void

/** Reads or writes one value of a type. */
export type ReadValue = (reader: ObjectReader) => unknown
export type WriteValue = (writer: ObjectWriter, value: unknown, field: string) => void

/** What a compiled function calls by number, since it sees no names but its own. */
type Constants = unknown[]

/** A definition's name and fields, for reading. */
export interface ReadPlan {
  readonly name: string
  readonly fields: readonly TlField[]
}

/** How a field of the receiver's layer is filled from an object of the newest layer. */
export interface WriteField extends TlField {
  /** Converts the object's value first; `'absent'` when the value means nothing in this layer. */
  readonly from?: ((value: unknown) => unknown) | 'absent'
}

export interface WritePlan {
  readonly name: string
  readonly id: number
  readonly fields: readonly WriteField[]
}

/** Compiles the reader of one definition's fields; the constructor id was read before. */
export function compileRead({ name, fields }: ReadPlan): ReadFields {
  const constants: Constants = []
  const code = [`const o = { _: '${identifier(name)}' }`]
  for (const field of fields) {
    if (field.type.kind === 'flags') {
      code.push(`const ${identifier(field.name)} = r.int()`)
      continue
    }
    const value =
      field.type.kind === 'true'
        ? 'true'
        : readExpression(field.type, isInt53(name, field.name), constants)
    const statement = `o.${identifier(field.key)} = ${value}`
    code.push(field.flag ? `if (${flagTest(field)}) ${statement}` : statement)
  }
  return build('r', [...code, 'return o'], constants) as ReadFields
}

/** Compiles the writer of one definition, constructor id first. */
export function compileWrite({ name, id, fields }: WritePlan): WriteFields {
  const constants: Constants = []
  const code = [`w.int(${id | 0})`]
  const patches: string[] = []
  for (const field of fields) {
    if (field.type.kind === 'flags') {
      const flags = identifier(field.name)
      const own = fields.filter((other) => other.flag?.field === field.name)
      code.push(`let ${flags} = ${flagsExpression(own, constants)}`)
      code.push(`const ${flags}At = w.position`, `w.int(${flags})`)
      patches.push(`w.patch(${flags}At, ${flags})`)
    } else if (field.type.kind !== 'true') {
      code.push(...writeStatements(field, fields, isInt53(name, field.name), constants))
    }
  }
  return build('w, o', [...code, ...patches], constants) as WriteFields
}

/** Reads a value of any type: results, items of vectors. */
export function valueReader(type: TlType, int53 = false): ReadValue {
  const constants: Constants = []
  return build('r', [`return ${readExpression(type, int53, constants)}`], constants) as ReadValue
}

/** Writes a value of any type. */
export function valueWriter(type: TlType, int53 = false): WriteValue {
  const constants: Constants = []
  return build('w, v, f', [writeCall(type, 'v', 'f', int53, constants)], constants) as WriteValue
}

/** The smallest number of bytes that a value takes. */
function leastSize(type: TlType): number {
  switch (type.kind) {
    case 'long':
    case 'double':
      return 8
    case 'int128':
      return 16
    case 'int256':
      return 32
    default:
      return 4
  }
}

function readExpression(type: TlType, int53: boolean, constants: Constants): string {
  switch (type.kind) {
    case 'vector': {
      const item = constant(valueReader(type.item, int53), constants)
      return `r.vector(${type.boxed}, ${leastSize(type.item)}, ${item})`
    }
    case 'boxed':
    case 'bare':
      return `r.${type.kind}('${identifier(type.name)}')`
    case 'int128':
      return 'r.raw(16)'
    case 'int256':
      return 'r.raw(32)'
    case 'long':
      return int53 ? 'r.id()' : 'r.long()'
    case 'true':
      return 'true'
    case 'flags':
      return 'r.int()'
    default:
      return `r.${type.kind}()`
  }
}

function writeCall(
  type: TlType,
  value: string,
  field: string,
  int53: boolean,
  constants: Constants,
): string {
  switch (type.kind) {
    case 'vector': {
      if (type.item.kind === 'boxed') {
        return `w.objects(${value}, ${type.boxed}, '${identifier(type.item.name)}', ${field})`
      }
      const item = constant(valueWriter(type.item, int53), constants)
      return `w.vector(${value}, ${type.boxed}, ${item}, ${field})`
    }
    case 'boxed':
    case 'bare':
      return `w.${type.kind}(${value}, '${identifier(type.name)}', ${field})`
    case 'int128':
      return `w.raw(${value}, 16, ${field})`
    case 'int256':
      return `w.raw(${value}, 32, ${field})`
    case 'long':
      return `w.${int53 ? 'id' : 'long'}(${value}, ${field})`
    case 'true':
      return ''
    case 'flags':
      return `w.int(${value}, ${field})`
    default:
      return `w.${type.kind}(${value}, ${field})`
  }
}

/**
 * The statements that write a field with a body. An optional object is tried first and its bit taken
 * back when the receiver's layer has no such constructor; where several fields share a bit they
 * stand or fall together, a missing one being written as zero.
 */
function writeStatements(
  field: WriteField,
  fields: readonly WriteField[],
  int53: boolean,
  constants: Constants,
): string[] {
  const value = valueOf(field, constants)
  const name = `'${identifier(field.key)}'`
  const call = writeCall(field.type, value, name, int53, constants)
  if (field.flag === undefined) return [call]
  const alone = bodiesOf(field, fields).length === 1
  if (field.type.kind !== 'boxed' || !alone) return [`if (${flagTest(field)}) ${call}`]
  const type = `'${identifier(field.type.name)}'`
  const { field: flags, bit } = field.flag
  return [
    `if (${flagTest(field)} && !w.tryBoxed(${value}, ${type}, ${name}))`,
    `  ${identifier(flags)} &= ~${1 << bit}`,
  ]
}

/** `(o.a != null ? 1 : 0) | (o.b === true ? 2 : 0)` for the fields of one `flags`. */
function flagsExpression(fields: readonly WriteField[], constants: Constants): string {
  const terms = fields
    // Where a bit has fields with a body, a `true` beside them cannot set it alone.
    .filter((field) => field.type.kind !== 'true' || bodiesOf(field, fields).length === 0)
    .filter((field) => field.from !== 'absent')
    .map((field) => {
      const bit = 1 << (field.flag?.bit ?? 0)
      const value = valueOf(field, constants)
      const present = field.type.kind === 'true' ? `${value} === true` : `${value} != null`
      return `(${present} ? ${bit} : 0)`
    })
  return terms.join(' | ') || '0'
}

function bodiesOf(field: TlField, fields: readonly TlField[]): TlField[] {
  return fields.filter(
    (other) =>
      other.type.kind !== 'true' &&
      other.flag?.field === field.flag?.field &&
      other.flag?.bit === field.flag?.bit,
  )
}

function valueOf(field: WriteField, constants: Constants): string {
  if (field.from === 'absent') return 'undefined'
  const value = `o.${identifier(field.key)}`
  return field.from === undefined ? value : `${constant(field.from, constants)}(${value})`
}

function flagTest(field: TlField): string {
  return `${identifier(field.flag?.field ?? '')} & ${1 << (field.flag?.bit ?? 0)}`
}

function constant(value: unknown, constants: Constants): string {
  return `k[${constants.push(value) - 1}]`
}

/** Nothing but names of TL definitions and fields may become source text. */
function identifier(name: string): string {
  if (!/^[A-Za-z]\w*(\.[A-Za-z]\w*)?$/.test(name)) throw new SyntaxError(`not a TL name: ${name}`)
  return name
}

function build(parameters: string, code: readonly string[], constants: Constants): unknown {
  const body = `'use strict'\nreturn function (${parameters}) {\n${code.join('\n')}\n}`
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- only checked schema names
  return (new Function('k', body) as (k: Constants) => unknown)(constants)
}
