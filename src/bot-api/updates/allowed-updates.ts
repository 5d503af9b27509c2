import { storedKinds } from '../../domain/bots/updates.ts'
import { schemaOfType, type Parameter } from '../parameters.ts'

/**
 * `allowed_updates`: the kinds of updates that a bot wants, as they are stored. Undefined leaves the
 * earlier choice: where the parameter is absent or is no list of strings, which Telegram overlooks.
 */
export const allowedUpdates: Parameter<string | null | undefined> = {
  required: false,
  schema: schemaOfType('Array of String'),
  read(params, name) {
    const value = decoded(params.raw(name))
    if (!Array.isArray(value)) return undefined
    const names = value.filter((one): one is string => typeof one === 'string')
    return names.length === value.length ? storedKinds(names) : undefined
  },
}

function decoded(json: string): unknown {
  try {
    return JSON.parse(json) as unknown
  } catch {
    return undefined
  }
}
