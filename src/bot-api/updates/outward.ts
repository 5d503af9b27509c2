import { lookup } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { BlockList, connect, isIP, type Socket } from 'node:net'
import { checkServerIdentity, connect as connectTls } from 'node:tls'
import { badRequest } from '../errors.ts'

/**
 * Where webhooks may lead: to any address, or to this machine only. A person who has a bot's token makes the
 * server post there, so that `loopback` is for servers whose tokens are given to strangers. Redirects
 * are never followed, and of an answer nobody sees more than its status.
 */
export type AddressRule = 'any' | 'loopback'

/** An address that a connection goes to; no name, so that nobody looks anything up again. */
export interface OutwardAddress {
  readonly address: string
  readonly family: 4 | 6
}

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/** A webhook that leads nowhere, or where none may; its text is Telegram's. */
export class AddressError extends Error {
  override readonly name = 'AddressError'
}

/** The refusal of a webhook for what is wrong with its receiver. */
export function badWebhook({ message }: AddressError): Error {
  return badRequest(`bad webhook: ${message}`)
}

/**
 * The address of a webhook's receiver. An address that is part of the URL, however it is spelt, is judged
 * even where the bot named another one: it is what the bot says that it reaches.
 *
 * @param fixed the address that the bot named, where the connection goes then; empty for the URL's own
 * @throws AddressError
 */
export async function resolveReceiver(
  url: URL,
  fixed: string,
  rule: AddressRule,
): Promise<OutwardAddress> {
  // The URL has brought numbers, octal and hexadecimal digits into the usual form.
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(host) !== 0) judge(named(host), rule)
  return judge(fixed === '' ? await resolve(host) : named(fixed), rule)
}

/**
 * Begins a request that goes to this address, whatever the URL says and wherever its name leads by then:
 * the only way out of the server (test/tidy.test.ts). The address is judged here, where the connection
 * is made. It takes no proxy from the environment and follows no redirect.
 *
 * @throws AddressError
 */
export function requestTo(
  { address, family }: OutwardAddress,
  rule: AddressRule,
  url: URL,
  options: Pick<http.RequestOptions, 'method' | 'headers' | 'signal'>,
): http.ClientRequest {
  judge({ address, family }, rule)
  const isSecure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const to = { host: address, family, port: Number(url.port) || (isSecure ? 443 : 80) }
  const createConnection = (): Socket =>
    isSecure
      ? connectTls({
          ...to,
          servername: isIP(host) === 0 ? host : '',
          // The certificate is that of the URL's host, not of the address.
          checkServerIdentity: (_name, certificate) => checkServerIdentity(host, certificate),
        })
      : connect(to)
  return (isSecure ? https : http).request(url, { ...options, createConnection })
}

function judge(found: OutwardAddress, rule: AddressRule): OutwardAddress {
  if (rule === 'loopback' && !isLoopback(found)) {
    throw new AddressError(`IP address ${found.address} is reserved`)
  }
  return found
}

/** BlockList takes an IPv4 address that is written as IPv6 for what it is. */
function isLoopback({ address, family }: OutwardAddress): boolean {
  return LOOPBACK.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

function named(address: string): OutwardAddress {
  const family = isIP(address)
  // A zone names an interface of this machine, and no list of addresses knows it.
  if ((family !== 4 && family !== 6) || address.includes('%'))
    throw new AddressError('Invalid IP address specified')
  return { address, family }
}

async function resolve(host: string): Promise<OutwardAddress> {
  if (isIP(host) !== 0) return named(host)
  let found: string
  try {
    found = (await lookup(host)).address
  } catch {
    throw new AddressError('Failed to resolve host: Name or service not known')
  }
  return named(found)
}
