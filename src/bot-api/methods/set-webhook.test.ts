import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shapeProblems } from '../testing-shape.ts'
import { openUpdatesWorld, type UpdatesWorld } from '../updates/testing.ts'

/** Nobody listens there. */
const URL_NOBODY = 'http://127.0.0.1:1/hook'

let w: UpdatesWorld

beforeEach(async () => {
  w = await openUpdatesWorld()
})
afterEach(() => w.close())

async function info(): Promise<Record<string, unknown>> {
  const { body } = await w.call('getWebhookInfo')
  expect(shapeProblems('WebhookInfo', body.result)).toEqual([])
  return body.result as Record<string, unknown>
}

const described = async (method: string, params: object = {}) => (await w.call(method, params)).body

describe('a webhook', () => {
  it('is none at first', async () => {
    expect(await info()).toEqual({
      url: '',
      has_custom_certificate: false,
      pending_update_count: 0,
    })
  })

  it('is set, set again, changed and deleted, each in its words', async () => {
    const set = { url: URL_NOBODY, max_connections: 7 }
    expect(await described('setWebhook', set)).toEqual({
      ok: true,
      result: true,
      description: 'Webhook was set',
    })
    expect((await described('setWebhook', set)).description).toBe('Webhook is already set')
    const other = { ...set, secret_token: 'A-z_0' }
    expect((await described('setWebhook', other)).description).toBe('Webhook was set')
    expect(await info()).toMatchObject({
      url: URL_NOBODY,
      ip_address: '127.0.0.1',
      max_connections: 7,
    })
    expect((await described('deleteWebhook')).description).toBe('Webhook was deleted')
    expect((await described('deleteWebhook')).description).toBe('Webhook is already deleted')
    expect(await info()).not.toHaveProperty('max_connections')
  })

  it('is deleted by an empty URL', async () => {
    await w.call('setWebhook', { url: URL_NOBODY })
    expect((await described('setWebhook', { url: '' })).description).toBe('Webhook was deleted')
    expect((await described('setWebhook')).description).toBe('Webhook is already deleted')
  })

  it('has 40 connections unless told, and from 1 to 100', async () => {
    for (const [asked, got] of [
      [undefined, 40],
      [0, 1],
      [1000, 100],
    ] as const) {
      await w.call('setWebhook', { url: URL_NOBODY, max_connections: asked })
      expect((await info()).max_connections).toBe(got)
    }
  })

  it('chooses kinds of updates, which getUpdates keeps to as well', async () => {
    await w.call('setWebhook', {
      url: URL_NOBODY,
      allowed_updates: ['chat_member', 'message', '?'],
    })
    expect((await info()).allowed_updates).toEqual(['message', 'chat_member'])
    await w.call('setWebhook', { url: URL_NOBODY })
    expect((await info()).allowed_updates).toEqual(['message', 'chat_member'])
    await w.call('setWebhook', { url: URL_NOBODY, allowed_updates: [] })
    expect(await info()).not.toHaveProperty('allowed_updates')
  })

  it('may drop what is pending, and so may its deletion', async () => {
    await w.write('one')
    await w.call('deleteWebhook')
    expect((await info()).pending_update_count).toBe(1)
    await w.call('deleteWebhook', { drop_pending_updates: true })
    expect((await info()).pending_update_count).toBe(0)
    await w.write('two')
    await w.call('setWebhook', { url: URL_NOBODY, drop_pending_updates: 'True' })
    expect((await info()).pending_update_count).toBe(0)
  })
})

describe('a refusal', () => {
  it.each([
    ['http://', 'Bad Request: invalid webhook URL specified'],
    ['ftp://127.0.0.1/hook', 'Bad Request: invalid webhook URL specified'],
    // Longer than a name can be, so that nobody is asked for it.
    [
      `http://${'a'.repeat(64)}.invalid/hook`,
      /^Bad Request: bad webhook: Failed to resolve host: /,
    ],
  ])('of %s says why', async (url, words) => {
    const { status, body } = await w.call('setWebhook', { url })
    expect(status).toBe(400)
    expect(body.description).toMatch(words)
    expect((await info()).url).toBe('')
  })

  it.each([
    [{ secret_token: 'not allowed' }, 'Bad Request: secret token contains unallowed characters'],
    [{ secret_token: 'a'.repeat(257) }, 'Bad Request: secret token is too long'],
    [{ ip_address: 'here' }, 'Bad Request: bad webhook: Invalid IP address specified'],
  ])('of %j says why and leaves the webhook of before', async (params, words) => {
    await w.call('setWebhook', { url: URL_NOBODY })
    const { status, body } = await w.call('setWebhook', { url: URL_NOBODY, ...params })
    expect([status, body.description]).toEqual([400, words])
    expect((await info()).url).toBe(URL_NOBODY)
  })

  it('keeps webhooks on this machine where the server says so', async () => {
    await w.close()
    w = await openUpdatesWorld({ addressRule: 'loopback' })
    const set = (url: string, ip_address = '') => described('setWebhook', { url, ip_address })
    const reserved = (ip: string) => `Bad Request: bad webhook: IP address ${ip} is reserved`
    expect((await set('http://10.0.0.1/')).description).toBe(reserved('10.0.0.1'))
    expect((await set('http://localhost/', '10.0.0.2')).description).toBe(reserved('10.0.0.2'))
    expect((await set('http://[::ffff:a00:1]/')).description).toBe(reserved('::ffff:a00:1'))
    for (const url of ['http://127.9.9.9:1/', 'https://localhost:1/', 'http://[::1]:1/']) {
      expect((await set(url)).description).toBe('Webhook was set')
    }
  })
})
