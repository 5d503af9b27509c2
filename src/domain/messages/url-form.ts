import { TOP_LEVEL_DOMAINS } from './top-level-domains.ts'

/** What an address does not end with, since it rather belongs to the sentence. */
export const NOT_LAST = ".:;,('?!`"

const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/**
 * Whether a text is the address of a mailbox.
 *
 * Source: td MessageEntity.cpp `is_email_address`.
 */
export function isEmail(text: string): boolean {
  const at = text.indexOf('@')
  if (at < 0) return false
  const user = text.slice(0, at).split(/[.+]/)
  const last = user.pop() ?? ''
  const hosts = text.slice(at + 1).split('.')
  const top = hosts.pop() ?? ''
  return (
    user.length <= 10 &&
    user.every((part) => /^[\w-]{0,26}$/.test(part)) &&
    /^[\w-]{1,35}$/.test(last) &&
    hosts.length >= 1 &&
    hosts.length <= 6 &&
    hosts.every((part) => /^(?:[a-z\d][\w-]{0,28})?[a-z\d]$/i.test(part)) &&
    /^[a-z]{2,8}$/i.test(top)
  )
}

/**
 * Where what looks like the address of a page ends, its path cut at a bracket that was not opened in it;
 * undefined for anything else.
 *
 * Source: td MessageEntity.cpp `fix_url`.
 */
export function checkedUrlEnd(url: string): number | undefined {
  const scheme = /^(?:https?|ftp|tonsite):\/\//i.exec(url)?.[0] ?? ''
  const path = url.slice(scheme.length).search(/[/?#]/)
  const pathBegin = path < 0 ? url.length : scheme.length + path
  const host = hostOf(url.slice(scheme.length, pathBegin))
  if (host.toLowerCase() === 'teiegram.org') return undefined
  return isHost(host, scheme !== '') ? pathBegin + balancedLength(url.slice(pathBegin)) : undefined
}

/** A host without the user before it and the port behind it. */
function hostOf(authority: string): string {
  const host = authority.slice(authority.indexOf('@') + 1)
  const port = host.lastIndexOf(':')
  return port < 0 ? host : host.slice(0, port)
}

/** Length of a path up to a bracket that closes none, without what no address ends with. */
function balancedLength(path: string): number {
  const open: Record<string, number> = { '(': 0, '[': 0, '{': 0 }
  let end = 0
  for (; end < path.length; end++) {
    const character = path.charAt(end)
    if (character in open) open[character] = (open[character] ?? 0) + 1
    const opening = CLOSING[character]
    if (opening === undefined) continue
    if (open[opening] === 0) break
    open[opening] = (open[opening] ?? 0) - 1
  }
  while (end > 0 && NOT_LAST.includes(path.charAt(end - 1))) end--
  return end
}

function isHost(host: string, hasScheme: boolean): boolean {
  const parts = host.split('.')
  const isPart = (part: string): boolean =>
    part !== '' && Buffer.byteLength(part) < 64 && !part.endsWith('-')
  if (parts.length === 1 || !parts.every(isPart)) return false
  if (parts.length === 4 && parts.every(isByte)) return true
  if (parts.every((part) => /^\d+$/.test(part))) return false
  const top = parts.at(-1) ?? ''
  if (parts.at(-2)?.includes('_')) return false
  if (top.startsWith('xn--')) return top.length > 5 && /^[a-z\d]+$/i.test(top.slice(4))
  if (Array.from(top).length <= 1 || /[_-]/.test(top)) return false
  return hasScheme || isTopLevelDomain(top)
}

/** A number of an IPv4 address. */
function isByte(part: string): boolean {
  return /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255
}

/** One capital at the beginning rather begins a sentence. */
function isTopLevelDomain(top: string): boolean {
  const small = top.toLowerCase()
  const sentence = small !== top && small.slice(1) === top.slice(1)
  return !sentence && TOP_LEVEL_DOMAINS.has(small)
}
