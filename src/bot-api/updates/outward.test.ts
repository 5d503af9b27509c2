import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deliver } from './deliver.ts'
import { requestTo, resolveReceiver, type AddressRule } from './outward.ts'

const FOREIGN = 'IP address 10.9.9.9 is reserved'
const MAPPED = 'IP address ::ffff:a09:909 is reserved'
const INVALID = 'Invalid IP address specified'

/** The URL's host, the address that the bot named, and where the connection goes by each rule. */
const SPELLINGS: [host: string, fixed: string, any: string, loopback: string][] = [
  ['127.0.0.1', '', '127.0.0.1', '127.0.0.1'],
  ['127.9.8.7', '', '127.9.8.7', '127.9.8.7'],
  ['2130706433', '', '127.0.0.1', '127.0.0.1'],
  ['0x7f.1', '', '127.0.0.1', '127.0.0.1'],
  ['0177.0.0.1', '', '127.0.0.1', '127.0.0.1'],
  ['127.0.0.1.', '', '127.0.0.1', '127.0.0.1'],
  ['[::1]', '', '::1', '::1'],
  ['[0:0::0:1]', '', '::1', '::1'],
  ['[::ffff:127.0.0.1]', '', '::ffff:7f00:1', '::ffff:7f00:1'],
  ['10.9.9.9', '', '10.9.9.9', FOREIGN],
  ['168364297', '', '10.9.9.9', FOREIGN],
  ['0xA.0x9.0x9.0x9', '', '10.9.9.9', FOREIGN],
  ['012.011.011.011', '', '10.9.9.9', FOREIGN],
  ['10.592137', '', '10.9.9.9', FOREIGN],
  ['[::ffff:10.9.9.9]', '', '::ffff:a09:909', MAPPED],
  ['[::10.9.9.9]', '', '::a09:909', 'IP address ::a09:909 is reserved'],
  ['[::127.0.0.1]', '', '::7f00:1', 'IP address ::7f00:1 is reserved'],
  ['[64:ff9b::7f00:1]', '', '64:ff9b::7f00:1', 'IP address 64:ff9b::7f00:1 is reserved'],
  ['0.0.0.0', '', '0.0.0.0', 'IP address 0.0.0.0 is reserved'],
  ['[::]', '', '::', 'IP address :: is reserved'],
  // The address that the bot named is where it goes; one in the URL is judged all the same.
  ['10.9.9.9', '127.0.0.1', '127.0.0.1', FOREIGN],
  ['168364297', '127.0.0.1', '127.0.0.1', FOREIGN],
  ['[::ffff:10.9.9.9]', '127.0.0.1', '127.0.0.1', MAPPED],
  ['127.0.0.1', '10.9.9.9', '10.9.9.9', FOREIGN],
  ['localhost', '10.9.9.9', '10.9.9.9', FOREIGN],
  ['nowhere.invalid', '127.0.0.1', '127.0.0.1', '127.0.0.1'],
  [
    'nowhere.invalid',
    '::ffff:10.9.9.9',
    '::ffff:10.9.9.9',
    'IP address ::ffff:10.9.9.9 is reserved',
  ],
  ['localhost', '127.1', INVALID, INVALID],
  ['localhost', '2130706433', INVALID, INVALID],
  ['localhost', '0177.0.0.1', INVALID, INVALID],
  ['localhost', '::1%lo', INVALID, INVALID],
  ['localhost', 'localhost', INVALID, INVALID],
  ['localhost', '127.0.0.1 ', INVALID, INVALID],
]

async function goesTo(host: string, fixed: string, rule: AddressRule): Promise<string> {
  try {
    return (await resolveReceiver(new URL(`http://${host}/hook`), fixed, rule)).address
  } catch (error) {
    return (error as Error).message
  }
}

describe('a webhook', () => {
  it.each(SPELLINGS)('of %s with the address %j', async (host, fixed, any, loopback) => {
    expect(await goesTo(host, fixed, 'any')).toBe(any)
    expect(await goesTo(host, fixed, 'loopback')).toBe(loopback)
  })

  it('of localhost leads to loopback', async () => {
    expect(await goesTo('localhost', '', 'loopback')).toMatch(/^(127\.0\.0\.1|::1)$/)
  })

  it('that is judged late is judged all the same', () => {
    const address = { address: '10.9.9.9', family: 4 } as const
    const url = new URL('http://localhost/')
    expect(() => requestTo(address, 'loopback', url, {})).toThrow(FOREIGN)
  })
})

describe('a connection', () => {
  const hosts: (string | undefined)[] = []
  const server = createServer((request, response) => {
    hosts.push(request.headers.host)
    response.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end()
  })
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
  afterAll(() => server.close())

  it.each(['10.9.9.9', '168364297', '[::ffff:10.9.9.9]', 'nowhere.invalid'])(
    'for a URL of %s goes to the address that the bot named, and follows no redirect',
    async (host) => {
      const { port } = server.address() as AddressInfo
      const url = `http://${host}:${port}/hook`
      const receiver = { url, secretToken: '', fixedAddress: '127.0.0.1' }
      const answer = await deliver(receiver, '{}', 'any', AbortSignal.timeout(5000))
      expect(answer.status).toBe(302)
      expect(hosts.at(-1)).toBe(new URL(url).host)
    },
  )
})
