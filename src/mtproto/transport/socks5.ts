import type { ByteQueue } from './byte-queue.ts'
import type { ProxyHandshake, ProxyStep } from './proxy-handshake.ts'

const VERSION = 5
const NO_AUTH = 0
const USER_PASSWORD = 2
const NO_METHOD = 0xff
const CONNECT = 1
const REPLY_OK = 0
const REPLY_COMMAND_NOT_SUPPORTED = 7
const REPLY_ADDRESS_NOT_SUPPORTED = 8

/**
 * The server's side of a SOCKS5 greeting (RFC 1928, RFC 1929): no authentication or any name and
 * password, CONNECT only, IPv4, IPv6 or a domain. The target is not connected to: localgram itself
 * stands behind every address, so that clients with built-in addresses reach it.
 */
export function createSocks5Handshake(): ProxyHandshake {
  let step: (queue: ByteQueue) => ProxyStep = greeting
  return {
    name: 'socks5',
    step: (queue) => step(queue),
  }

  function greeting(queue: ByteQueue): ProxyStep {
    if (queue.length < 2 || queue.length < 2 + queue.byteAt(1)) return { state: 'wait' }
    const methods = queue.take(2 + queue.byteAt(1)).subarray(2)
    if (methods.includes(NO_AUTH)) {
      step = request
      return { state: 'next', answer: Buffer.from([VERSION, NO_AUTH]) }
    }
    if (methods.includes(USER_PASSWORD)) {
      step = password
      return { state: 'next', answer: Buffer.from([VERSION, USER_PASSWORD]) }
    }
    return {
      state: 'refused',
      reason: 'socks5: neither "no authentication" nor user and password offered',
      answer: Buffer.from([VERSION, NO_METHOD]),
    }
  }

  function password(queue: ByteQueue): ProxyStep {
    if (queue.length < 2) return { state: 'wait' }
    if (queue.byteAt(0) !== 1) return { state: 'refused', reason: 'socks5: bad password message' }
    const passwordAt = 2 + queue.byteAt(1)
    if (queue.length <= passwordAt) return { state: 'wait' }
    const end = passwordAt + 1 + queue.byteAt(passwordAt)
    if (queue.length < end) return { state: 'wait' }
    queue.skip(end)
    step = request
    return { state: 'next', answer: Buffer.from([1, 0]) }
  }
}

function request(queue: ByteQueue): ProxyStep {
  if (queue.length < 5) return { state: 'wait' }
  if (queue.byteAt(0) !== VERSION) return { state: 'refused', reason: 'socks5: bad request' }
  if (queue.byteAt(1) !== CONNECT) {
    return {
      state: 'refused',
      reason: `socks5: command ${queue.byteAt(1)} is not CONNECT`,
      answer: reply(REPLY_COMMAND_NOT_SUPPORTED),
    }
  }
  const addressEnd = 4 + addressBytes(queue.byteAt(3), queue.byteAt(4))
  if (addressEnd === 4) {
    return {
      state: 'refused',
      reason: `socks5: address type ${queue.byteAt(3)}`,
      answer: reply(REPLY_ADDRESS_NOT_SUPPORTED),
    }
  }
  if (queue.length < addressEnd + 2) return { state: 'wait' }
  const target = formatTarget(queue.take(addressEnd + 2))
  return { state: 'open', target, answer: reply(REPLY_OK) }
}

/** Bytes of an address of this type, the length byte of a domain included; 0 for an unknown type. */
function addressBytes(type: number, firstByte: number): number {
  if (type === 1) return 4
  if (type === 3) return 1 + firstByte
  return type === 4 ? 16 : 0
}

function formatTarget(request: Buffer): string {
  const port = request.readUInt16BE(request.length - 2)
  const address = request.subarray(4, request.length - 2)
  switch (request[3]) {
    case 1:
      return `${address.join('.')}:${port}`
    case 3:
      return `${JSON.stringify(address.toString('latin1', 1)).slice(1, -1)}:${port}`
    default:
      return `[${address.toString('hex').replace(/.{4}(?=.)/g, '$&:')}]:${port}`
  }
}

/** A reply with 0.0.0.0:0 as the bound address, which no client looks at. */
function reply(code: number): Buffer {
  return Buffer.from([VERSION, code, 0, 1, 0, 0, 0, 0, 0, 0])
}
