import type { BotApiMethod } from './method.ts'
import { readDocumented, type Documented, type DocumentedType } from './documented.ts'
import { BOT_API_METHODS } from './methods/index.ts'
import { schemaOfTypes, type JsonSchema } from './parameters.ts'

/** Where the schemas of objects stand in the description. */
const SCHEMAS = '#/components/schemas/'

/**
 * The Bot API of localgram as OpenAPI 3.1: every implemented method with the parameters that it reads,
 * and with answers as Telegram documents them.
 *
 * Source: https://spec.openapis.org/oas/v3.1.0, https://core.telegram.org/bots/api
 */
export function describeBotApi(): JsonSchema {
  const documented = readDocumented()
  const methods = [...BOT_API_METHODS.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const paths = Object.fromEntries(
    methods.map((method) => [`/bot{token}/${method.name}`, pathOf(method, documented)]),
  )
  const schemas = { ...reachable(paths, documented), Error: ERROR }
  return {
    openapi: '3.1.0',
    info: {
      title: 'localgram Bot API',
      version: documented.version,
      description:
        'Method names in any case; parameters in the query, a form or JSON. `/bot{token}/test/METHOD` is the same.',
    },
    paths,
    components: { schemas },
  }
}

const TOKEN = {
  name: 'token',
  in: 'path',
  required: true,
  description: 'What the bot was given when it was made.',
  schema: { type: 'string', pattern: '^[0-9]+:[A-Za-z0-9_-]+$' },
}

/** https://core.telegram.org/bots/api#making-requests */
const ERROR: JsonSchema = {
  type: 'object',
  required: ['ok', 'error_code', 'description'],
  properties: {
    ok: { const: false },
    error_code: { type: 'integer' },
    description: { type: 'string' },
    parameters: {
      type: 'object',
      properties: {
        migrate_to_chat_id: { type: 'integer' },
        retry_after: { type: 'integer' },
      },
    },
  },
}

function pathOf({ name, parameters }: BotApiMethod, { methods }: Documented): JsonSchema {
  const returns = methods[name]?.returns ?? []
  const entries = Object.entries(parameters)
  const wanted = entries.filter(([, { required }]) => required).map(([one]) => one)
  const body = {
    type: 'object',
    properties: Object.fromEntries(entries.map(([one, { schema }]) => [one, schema])),
    ...(wanted.length > 0 && { required: wanted }),
  }
  const content = Object.fromEntries(
    ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'].map((type) => [
      type,
      { schema: body },
    ]),
  )
  return {
    parameters: [TOKEN],
    post: {
      operationId: name,
      externalDocs: { url: `https://core.telegram.org/bots/api#${name.toLowerCase()}` },
      ...(entries.length > 0 && { requestBody: { required: wanted.length > 0, content } }),
      responses: {
        200: {
          description: 'Success.',
          content: { 'application/json': { schema: answerOf(returns) } },
        },
        default: {
          description: 'Refused; `error_code` is the HTTP status as well.',
          content: { 'application/json': { schema: { $ref: `${SCHEMAS}Error` } } },
        },
      },
    },
  }
}

function answerOf(returns: readonly string[]): JsonSchema {
  return {
    type: 'object',
    required: ['ok', 'result'],
    properties: {
      ok: { const: true },
      result: schemaOfTypes(returns),
      description: { type: 'string' },
    },
  }
}

/** Schemas of every type that a description names, and of those that they name in turn. */
function reachable(description: unknown, { types }: Documented): Record<string, JsonSchema> {
  const schemas: Record<string, JsonSchema> = {}
  const waiting = namesIn(description)
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const type = types[name]
    if (!type || name in schemas) continue
    const schema = schemaOfObject(type)
    schemas[name] = schema
    waiting.push(...namesIn(schema))
  }
  return Object.fromEntries(Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function schemaOfObject({ fields, subtypes }: DocumentedType): JsonSchema {
  if (subtypes && subtypes.length > 0) return schemaOfTypes(subtypes)
  const all = fields ?? []
  const wanted = all.filter(({ required }) => required).map(({ name }) => name)
  return {
    type: 'object',
    properties: Object.fromEntries(all.map(({ name, types }) => [name, schemaOfTypes(types)])),
    ...(wanted.length > 0 && { required: wanted }),
  }
}

function namesIn(description: unknown): string[] {
  const text = JSON.stringify(description)
  return [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1] ?? '')
}
