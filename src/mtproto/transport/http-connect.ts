import type { ProxyHandshake } from './proxy-handshake.ts'

const HEAD_END = Buffer.from('\r\n\r\n')

/**
 * The server's side of an HTTP CONNECT (RFC 9110 section 9.3.6). As with SOCKS5, localgram itself
 * stands behind every target, and any `Proxy-Authorization` is good.
 *
 * @param headBytes longest request head
 */
export function createHttpConnectHandshake(headBytes: number): ProxyHandshake {
  return {
    name: 'http-connect',
    step(queue) {
      const end = queue.peek(headBytes).indexOf(HEAD_END)
      if (end === -1) {
        if (queue.length < headBytes) return { state: 'wait' }
        return {
          state: 'refused',
          reason: `http-connect: head over ${headBytes} bytes`,
          answer: answer('431 Request Header Fields Too Large'),
        }
      }
      const head = queue.take(end + HEAD_END.length).toString('latin1')
      const target = /^CONNECT ([!-~]+) HTTP\/1\.[01]\r\n/.exec(head)?.[1]
      if (target === undefined) {
        return {
          state: 'refused',
          reason: 'http-connect: bad request line',
          answer: answer('400 Bad Request'),
        }
      }
      return {
        state: 'open',
        target,
        answer: Buffer.from('HTTP/1.1 200 Connection established\r\n\r\n'),
      }
    },
  }
}

function answer(status: string): Buffer {
  return Buffer.from(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
