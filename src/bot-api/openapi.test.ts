import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDocumented } from './documented.ts'
import { BOT_API_METHODS } from './methods/index.ts'
import { openTestDoor, type TestDoor } from './testing.ts'

let door: TestDoor
let text: string
let paths: Record<string, { post: { operationId: string; requestBody?: object } }>

beforeAll(async () => {
  door = await openTestDoor()
  const answer = await door.send({ method: 'GET', url: '/openapi.json' })
  expect(answer.status).toBe(200)
  expect(answer.body.openapi).toBe('3.1.0')
  text = answer.text
  paths = answer.body.paths as typeof paths
})

afterAll(() => door.close())

const documented = readDocumented()

describe('the description of the Bot API', () => {
  it('has every implemented method and no other', () => {
    const names = [...BOT_API_METHODS.values()].map((method) => `/bot{token}/${method.name}`)
    expect(new Set(Object.keys(paths))).toEqual(new Set(names))
  })

  it('names no schema that it does not have', () => {
    const { components } = JSON.parse(text) as { components: { schemas: object } }
    const named = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1])
    expect(named.length).toBeGreaterThan(100)
    expect(named.filter((name) => !(String(name) in components.schemas))).toEqual([])
  })

  it.each([...BOT_API_METHODS.values()])(
    'of $name has every documented parameter, no other, and asks for the same ones',
    ({ name, parameters }) => {
      const fields = documented.methods[name]?.fields ?? []
      const own = Object.entries(parameters)
      expect(new Set(own.map(([one]) => one))).toEqual(new Set(fields.map((field) => field.name)))
      expect(new Set(own.filter(([, one]) => one.required).map(([one]) => one))).toEqual(
        new Set(fields.filter((field) => field.required).map((field) => field.name)),
      )
    },
  )
})
