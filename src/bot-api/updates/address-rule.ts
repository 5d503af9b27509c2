import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { badRequest } from '../errors.ts'

/**
 * Where webhooks may lead: to any address, or to this machine only. Whoever has a bot's token makes the
 * server post there, so that `loopback` is for servers whose tokens are given to strangers. Redirects
 * are never followed, and of an answer nobody sees more than its status.
 */
export type AddressRule = 'any' | 'loopback'

/** An address that a name leads to. */
export interface ResolvedAddress {
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

/**
 * The address of a webhook's receiver.
 *
 * @param fixed the address that the bot named; empty for the name's own
 * @throws AddressError
 */
export async function resolveReceiver(
  host: string,
  fixed: string,
  rule: AddressRule,
): Promise<ResolvedAddress> {
  const found = fixed === '' ? await resolve(host) : named(fixed)
  const type = found.family === 6 ? 'ipv6' : 'ipv4'
  // BlockList takes an IPv4 address that is written as IPv6 for what it is.
  if (rule === 'loopback' && !LOOPBACK.check(found.address, type)) {
    throw new AddressError(`IP address ${found.address} is reserved`)
  }
  return found
}

/** The refusal of a webhook for what is wrong with its receiver. */
export function badWebhook({ message }: AddressError): Error {
  return badRequest(`bad webhook: ${message}`)
}

function named(address: string): ResolvedAddress {
  const family = isIP(address)
  if (family !== 4 && family !== 6) throw new AddressError('Invalid IP address specified')
  return { address, family }
}

async function resolve(host: string): Promise<ResolvedAddress> {
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  if (isIP(bare) !== 0) return named(bare)
  try {
    const { address, family } = await lookup(bare)
    return { address, family: family === 6 ? 6 : 4 }
  } catch {
    throw new AddressError('Failed to resolve host: Name or service not known')
  }
}
