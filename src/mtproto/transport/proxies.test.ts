import { describe, expect, it } from 'vitest'
import { TRANSPORTS, clientSide, encryptedPacket, plainPacket } from './conformance/client-side.ts'
import { mtprotoClient, openSocket, startHarness } from './conformance/harness.ts'
import type { TestSocket } from './conformance/harness.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
const SOCKS_OK = hex('05 00 00 01 00000000 0000')
const HTTP_OK = Buffer.from('HTTP/1.1 200 Connection established\r\n\r\n')

/** What a client says and hears until the tunnel is open. */
interface Dialogue {
  title: string
  steps: readonly { say: Buffer; hear: Buffer }[]
}

const DIALOGUES: readonly Dialogue[] = [
  {
    title: 'SOCKS5 to an IPv4 address',
    steps: [
      { say: hex('05 01 00'), hear: hex('05 00') },
      { say: hex('05 01 00 01 959aa732 01bb'), hear: SOCKS_OK },
    ],
  },
  {
    title: 'SOCKS5 to an IPv6 address with password offered too',
    steps: [
      { say: hex('05 02 02 00'), hear: hex('05 00') },
      { say: hex('05 01 00 04 20010b28f23df001000000000000000a 01bb'), hear: SOCKS_OK },
    ],
  },
  {
    title: 'SOCKS5 to a domain with user and password',
    steps: [
      { say: hex('05 01 02'), hear: hex('05 02') },
      { say: Buffer.from('\x01\x04user\x08password', 'latin1'), hear: hex('01 00') },
      { say: Buffer.from('\x05\x01\x00\x03\x0ctelegram.org\x01\xbb', 'latin1'), hear: SOCKS_OK },
    ],
  },
  {
    title: 'HTTP CONNECT',
    steps: [
      {
        say: Buffer.from(
          'CONNECT 149.154.167.50:443 HTTP/1.1\r\nHost: 149.154.167.50:443\r\nProxy-Authorization: Basic dTpw\r\n\r\n',
        ),
        hear: HTTP_OK,
      },
    ],
  },
]

async function talk(socket: TestSocket, { steps }: Dialogue): Promise<void> {
  for (const { say, hear } of steps) {
    socket.socket.write(say)
    expect(await socket.read(hear.length)).toEqual(hear)
  }
}

describe.each(DIALOGUES)('$title', (dialogue) => {
  it.each(TRANSPORTS)('leads a client of $name to the server', async ({ name, framing, dress }) => {
    await using server = await startHarness()
    using socket = await openSocket(server.port)
    await talk(socket, dialogue)
    using client = mtprotoClient(socket, clientSide(framing, dress))
    client.send(encryptedPacket(100))
    expect(await client.next()).toHaveProperty('packet')
    expect(server.handler.connected[0]?.transport).toBe(name)
  })

  it('leads an HTTP client to the server', async () => {
    await using server = await startHarness()
    using socket = await openSocket(server.port)
    await talk(socket, dialogue)
    socket.socket.write('GET /healthz HTTP/1.0\r\n\r\n')
    await socket.closed()
    expect(socket.received.toString()).toContain('hello over http')
  })

  it('works byte by byte', async () => {
    await using server = await startHarness()
    using socket = await openSocket(server.port)
    for (const { say, hear } of dialogue.steps) {
      for (const byte of say) {
        socket.socket.write(Buffer.from([byte]))
        await new Promise(setImmediate)
      }
      expect(await socket.read(hear.length)).toEqual(hear)
    }
    using client = mtprotoClient(socket, clientSide('intermediate'))
    client.send(plainPacket(4))
    expect(await client.next()).toHaveProperty('packet')
  })

  it('works for a client that does not wait for the answers', async () => {
    await using server = await startHarness()
    using socket = await openSocket(server.port)
    const side = clientSide('intermediate', 'obfuscated')
    const said = dialogue.steps.map(({ say }) => say)
    socket.socket.write(Buffer.concat([...said, side.hello, side.pack(plainPacket(4))]))
    const heard = Buffer.concat(dialogue.steps.map(({ hear }) => hear))
    expect(await socket.read(heard.length)).toEqual(heard)
    using client = mtprotoClient(socket, side)
    expect(await client.next()).toHaveProperty('packet')
  })
})

describe('a proxy client', () => {
  it.each([
    [
      'BIND',
      hex('05 02 00 01 7f000001 0050'),
      '05 07 00 01 00000000 0000',
      'socks5: command 2 is not CONNECT',
    ],
    [
      'UDP',
      hex('05 03 00 01 7f000001 0050'),
      '05 07 00 01 00000000 0000',
      'socks5: command 3 is not CONNECT',
    ],
    [
      'an unknown address type',
      hex('05 01 00 09 7f000001 0050'),
      '05 08 00 01 00000000 0000',
      'socks5: address type 9',
    ],
  ])(
    'of SOCKS5 that asks for %s is refused in its own protocol',
    async (_, request, reply, reason) => {
      await using server = await startHarness()
      using socket = await openSocket(server.port)
      socket.socket.write(hex('05 01 00'))
      await socket.read(2)
      socket.socket.write(request)
      await socket.closed()
      expect(socket.received).toEqual(hex(reply))
      expect(server.cutOffs()).toEqual([reason])
    },
  )

  it('of SOCKS5 that offers only GSSAPI is refused', async () => {
    await using server = await startHarness()
    using socket = await openSocket(server.port)
    socket.socket.write(hex('05 01 01'))
    await socket.closed()
    expect(socket.received).toEqual(hex('05 ff'))
  })

  it('of SOCKS4 is told to use SOCKS5', async () => {
    await using server = await startHarness()
    using socket = await openSocket(server.port)
    socket.socket.write(hex('04 01 0050 7f000001 00'))
    await socket.closed()
    expect(socket.received).toEqual(hex('00 5b 0000 00000000'))
    expect(server.cutOffs()[0]).toContain('SOCKS5')
  })

  it.each([
    ['a head that does not end', `CONNECT a:1 HTTP/1.1\r\n${'X-A: b\r\n'.repeat(40)}`, 431],
    ['no target', 'CONNECT  HTTP/1.1\r\n\r\n', 400],
    ['a foreign protocol', 'CONNECT a:1 ICY/1.0\r\n\r\n', 400],
  ])('of HTTP CONNECT with %s is refused', async (_, head, status) => {
    await using server = await startHarness({ limits: { proxyHeadBytes: 200 } })
    using socket = await openSocket(server.port)
    socket.socket.write(head)
    await socket.closed()
    expect(socket.received.toString()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(server.cutOffs()[0]).toMatch(/^http-connect: /)
  })

  it('may not go through the proxy twice', async () => {
    await using server = await startHarness()
    using socket = await openSocket(server.port)
    socket.socket.write(hex('05 01 00'))
    await socket.read(2)
    socket.socket.write(hex('05 01 00 01 7f000001 0050'))
    await socket.read(10)
    socket.socket.write('CONNECT a:1 HTTP/1.1\r\n\r\n')
    await socket.closed()
    expect(server.cutOffs()).toEqual(['http-connect inside socks5'])
  })

  it('leaves its password in no line of the log', async () => {
    await using server = await startHarness()
    using socket = await openSocket(server.port)
    socket.socket.write(hex('05 01 02'))
    await socket.read(2)
    socket.socket.write(
      Buffer.from('\x01\x04user\x0dhunter2secret\x05\x01\x00\x03\x03abc\x00\x50', 'latin1'),
    )
    await socket.read(12)
    socket.socket.write(Buffer.alloc(64, 1))
    await socket.closed()
    expect(JSON.stringify(server.log)).not.toContain('hunter2')
    expect(server.log).toContainEqual(expect.objectContaining({ target: 'abc:80' }))
  })
})
