import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { guardControl } from './guard.ts'
import { Problem } from './problem.ts'

let app: FastifyInstance

beforeAll(async () => {
  app = fastify()
  app.addHook('onRequest', (request, _reply, next) => {
    guardControl(request, undefined)
    next()
  })
  app.setErrorHandler((error, _request, reply) =>
    reply.code(400).send(error instanceof Problem ? `${error.code}: ${error.message}` : 'failed'),
  )
  app.post('/', () => 'taken')
  await app.ready()
})
afterAll(() => app.close())

/** What a request with these headers from this machine is answered. */
async function ask(headers: Record<string, string>): Promise<string> {
  const all = { host: '127.0.0.1:4430', ...headers }
  const { payload } = await app.inject({ method: 'POST', url: '/', headers: all })
  return payload.split(':', 1)[0] ?? ''
}

it('a call from another machine is told what opens the server, with an example', async () => {
  const answer = await app.inject({ method: 'POST', url: '/', remoteAddress: '192.168.0.7' })
  expect(answer.payload).toContain('start the server with --control-token <secret>')
  expect(answer.payload).toContain('"Authorization: Bearer <secret>"')
})

describe('an Origin', () => {
  it.each([
    'http://localhost',
    'http://localhost:3000',
    'https://localhost',
    'http://LocalHost:81',
    'http://127.0.0.1:4430',
    'http://127.1.2.3',
    'http://[::1]',
    'http://[::1]:4430',
    'https://[::1]:8443',
  ])('%s is of this machine', async (origin) => {
    expect(await ask({ origin })).toBe('taken')
  })

  it.each([
    'chrome-extension://localhost',
    'moz-extension://127.0.0.1',
    'file://',
    'file://localhost',
    'ftp://localhost',
    'ws://localhost',
    'app://localhost',
    'capacitor://localhost',
    'null',
    '',
    'localhost',
    '//localhost',
    'http:localhost',
    'http://localhost/',
    'http://localhost/a',
    'http://localhost@evil.example',
    'http://evil.example@localhost',
    'http://localhost.evil.example',
    'http://localhost.',
    'http://evil.example',
    'http://evil.example:4430',
    'http://127.0.0.1.evil.example',
    'http://127.0.0.1.nip.io',
    'http://2130706433',
    'http://[::ffff:127.0.0.1]',
    'http://[::2]',
    'http://0.0.0.0',
    'http://192.168.0.1',
    'http://localhost, http://evil.example',
  ])('%j is foreign', async (origin) => {
    expect(await ask({ origin })).toBe('ORIGIN_FOREIGN')
  })
})

describe('a Host', () => {
  it.each(['localhost', 'LOCALHOST:4430', '127.0.0.1', '127.0.0.53:80', '[::1]', '[::1]:4430'])(
    '%s is of this machine',
    async (host) => {
      expect(await ask({ host })).toBe('taken')
    },
  )

  it.each([
    'evil.example',
    'evil.example:4430',
    'localhost.evil.example',
    'evil.example:localhost',
    'localhost:4430:80',
    'localhost:',
    'localhost:port',
    'localhost.',
    'http://localhost',
    'user@localhost',
    '::1',
    '[::1',
    '[::2]:4430',
    '[::ffff:127.0.0.1]',
    '0.0.0.0:4430',
    '127.0.0.1.evil.example',
    '127.1',
  ])('%j is foreign', async (host) => {
    expect(await ask({ host })).toBe('HOST_FOREIGN')
  })
})
