import { isIPv6 } from 'node:net'
import { tgQuery } from '../../core/text/tg-link.ts'
import type { Style } from './formatted.ts'

/** A link in the form that Telegram keeps, or what is wrong with it. */
type CheckedLink = { readonly url: string } | { readonly problem: string }

/** Schemes of Telegram's own links; `tonsite` allows dots in the host. */
const OWN_SCHEMES = /^(tg|ton|tonsite):(?:\/\/)?/i

/**
 * The style of a link, which names an account where it begins with `tg://user?id=`; undefined for what is
 * no link at all.
 *
 * Source: https://core.telegram.org/bots/api#formatting-options
 */
export function linkStyle(link: string): Style | undefined {
  const userId = linkUserId(link)
  if (userId !== undefined) return { kind: 'mentionName', userId }
  const checked = checkLink(link)
  return 'url' in checked ? { kind: 'textUrl', url: checked.url } : undefined
}

/** The account that a link names (td LinkManager.cpp `get_link_user_id`). */
export function linkUserId(link: string): number | undefined {
  const id = tgQuery(link.toLowerCase(), 'user')?.get('id')
  return id === undefined ? undefined : accountId(id)
}

/** A user's id in its only writing; Telegram has none from 2^40 on. */
function accountId(text: string): number | undefined {
  return /^[1-9]\d{0,12}$/.test(text) && Number(text) < 2 ** 40 ? Number(text) : undefined
}

/**
 * Checks a link as Telegram does before it keeps one: `http`, `https`, or of Telegram's own schemes.
 *
 * Source: td LinkManager.cpp `check_link`, HttpUrl.cpp `parse_url`.
 */
export function checkLink(link: string): CheckedLink {
  const scheme = OWN_SCHEMES.exec(link)
  const own = scheme?.[1]?.toLowerCase()
  const rest = scheme ? link.slice(scheme[0].length) : link
  const parsed = parseUrl(rest)
  const problem = 'problem' in parsed ? parsed.problem : undefined
  if ('problem' in parsed) return { problem: `URL '${link}' is invalid: ${problem}` }
  const wrong = own === undefined ? httpProblem(parsed) : ownProblem(own, rest, parsed)
  if (wrong !== undefined) return { problem: `URL '${link}' is invalid: ${wrong}` }
  const { protocol, user, host, port, path } = parsed
  if (own !== undefined) {
    return { url: `${own}://${host}${path.startsWith('/?') ? path.slice(1) : path}` }
  }
  return { url: `${protocol}://${user && `${user}@`}${host}${port > 0 ? `:${port}` : ''}${path}` }
}

interface ParsedUrl {
  readonly protocol: string
  readonly user: string
  readonly host: string
  /** 0 where none is named. */
  readonly port: number
  /** With query and fragment; begins with a slash. */
  readonly path: string
}

function httpProblem({ host }: ParsedUrl): string | undefined {
  return host.includes('.') || host.startsWith('[') ? undefined : 'Wrong HTTP URL'
}

function ownProblem(own: string, rest: string, parsed: ParsedUrl): string | undefined {
  const { user, host, port } = parsed
  if (/^https?:\/\//i.test(rest) || user !== '' || port !== 0 || host.startsWith('[')) {
    return own === 'tg' ? 'Wrong tg URL' : 'Wrong ton URL'
  }
  const allowed = own === 'tonsite' ? /^[\w.-]*$/ : /^[\w-]*$/
  return allowed.test(host) ? undefined : 'Unallowed characters in URL host'
}

function parseUrl(url: string): ParsedUrl | { readonly problem: string } {
  const [start = '', named] = /^([^:/?#@[\]]*):\/\//.exec(url) ?? []
  const protocol = named?.toLowerCase() ?? 'http'
  if (protocol !== 'http' && protocol !== 'https') return { problem: 'Unsupported URL protocol' }
  const rest = url.slice(start.length)
  const slash = rest.search(/[/?#]/)
  const authority = slash < 0 ? rest : rest.slice(0, slash)
  const { before, port } = portOf(authority)
  if (port === undefined) return { problem: 'Wrong port number specified in the URL' }
  const at = before.lastIndexOf('@')
  const user = before.slice(0, Math.max(at, 0))
  const host = before.slice(at + 1).toLowerCase()
  const problem =
    hostProblem(host) ?? (host.startsWith('[') ? undefined : partProblem(user, 'userinfo'))
  if (problem !== undefined) return { problem }
  return { protocol, user, host, port, path: pathOf(slash < 0 ? '' : rest.slice(slash)) }
}

/** The port behind a host, 0 for none, undefined for a wrong one. */
function portOf(authority: string): { before: string; port: number | undefined } {
  const colon = Math.max(...[':', ']', '@'].map((mark) => authority.lastIndexOf(mark)))
  if (colon <= 0 || authority.charAt(colon) !== ':') return { before: authority, port: 0 }
  const digits = authority.slice(colon + 1).replace(/^0+(?=.)/, '')
  const port = /^\d{1,5}$/.test(digits) ? Number(digits) : 0
  return { before: authority.slice(0, colon), port: port > 0 && port < 65_536 ? port : undefined }
}

function hostProblem(host: string): string | undefined {
  if (host.startsWith('[') && host.endsWith(']')) {
    return isIPv6(host.slice(1, -1)) ? undefined : 'Wrong IPv6 address specified in the URL'
  }
  if (host === '') return 'URL host is empty'
  if (host === '.') return 'Host is invalid'
  return partProblem(host, 'host')
}

function partProblem(part: string, name: 'host' | 'userinfo'): string | undefined {
  if (/%(?![\da-f]{2})/i.test(part)) return `Wrong percent-encoded symbol in URL ${name}`
  const allowed =
    name === 'host' ? /^[\w.!$,~*'();&+=%\u0080-\uffff-]*$/ : /^[\w.!$,~*'();&+=%:\u0080-\uffff-]*$/
  return allowed.test(part) ? undefined : `Disallowed character in URL ${name}`
}

/** A path with its blanks and control characters written out. */
function pathOf(given: string): string {
  let end = given.length
  while (end > 0 && ' \t\r\n\0\v'.includes(given.charAt(end - 1))) end--
  const path = given.slice(0, end)
  const written = path.replaceAll(/[\0-\x20]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
  })
  return written.startsWith('/') ? written : `/${written}`
}
