import type { TypeJSONValue } from '../../tl/generated/base.ts'

/** A value that JSON can hold. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** A JSON value in TL (https://core.telegram.org/type/JSONValue). */
export function encodeJson(value: Json): TypeJSONValue {
  if (value === null) return { _: 'jsonNull' }
  switch (typeof value) {
    case 'boolean':
      return { _: 'jsonBool', value }
    case 'number':
      return { _: 'jsonNumber', value }
    case 'string':
      return { _: 'jsonString', value }
  }
  if (isList(value)) return { _: 'jsonArray', value: value.map(encodeJson) }
  return {
    _: 'jsonObject',
    value: Object.entries(value).map(([key, one]) => ({
      _: 'jsonObjectValue',
      key,
      value: encodeJson(one),
    })),
  }
}

function isList(value: object): value is readonly Json[] {
  return Array.isArray(value)
}
