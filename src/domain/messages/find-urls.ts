import {
  isAsciiAlnum,
  isAsciiDigit,
  isNameCharacter,
  isSeparator,
  isWordCharacter,
} from '../../core/text/letters.ts'
import type { Scanner } from '../../core/text/scanner.ts'
import type { Entity } from './entity.ts'
import { checkedUrlEnd, isEmail, NOT_LAST } from './url-form.ts'

const AT = 0x40

/** Schemes before a host that make an address, and words that end like them and do not. */
const SCHEMES: readonly (readonly [scheme: string, not: readonly string[]])[] = [
  ['http', ['shttp']],
  ['https', []],
  ['ftp', ['tftp', 'sftp']],
  ['tonsite', []],
]

/**
 * Addresses of Telegram itself, such as `tg://resolve?domain=telegram`.
 *
 * Source: td MessageEntity.cpp `find_tg_urls`.
 */
export function findTelegramUrls(text: Scanner): Entity[] {
  const found: Entity[] = []
  const paths = new Paths(text)
  // Nothing shorter than `tg://a` in bytes is looked at.
  for (let at = 0; Buffer.byteLength(text.slice(at, at + 6)) > 5;) {
    at = text.next(':', at)
    const scheme = /(?:tg|ton|tonsite)$/i.exec(text.slice(Math.max(at - 7, 0), at))?.[0]
    if (scheme === undefined || !text.has('://', at)) {
      at++
      continue
    }
    const host = at + 3
    const begin = at - scheme.length
    at = text.skip(host, isHostCharacter, host + 253)
    if (at === host) continue
    at = paths.endOf(at)
    found.push({ kind: 'url', offset: begin, length: at - begin })
  }
  return found
}

/**
 * Addresses of the web and of mail.
 *
 * Source: td MessageEntity.cpp `find_urls`, which finds them by the dot in the name of their host.
 */
export function findUrls(text: Scanner): Entity[] {
  const found: Entity[] = []
  const paths = new Paths(text)
  for (let begin = 0; ;) {
    const dot = text.next('.', begin)
    if (dot + 1 >= text.length) return found
    if (text.at(dot + 1) === ' ') {
      begin = dot + 2
      continue
    }
    const { from, to, next } = urlAround(text, paths, begin, dot)
    if (from !== undefined) found.push(...entityOf(text, from, to))
    begin = Math.max(next, dot + 1)
  }
}

/** What is around a dot: an address from `from` on, or none; it is read on from `next`. */
interface Around {
  readonly from: number | undefined
  readonly to: number
  readonly next: number
}

function urlAround(text: Scanner, paths: Paths, begin: number, dot: number): Around {
  const host = hostAround(text, begin, dot)
  let to = paths.endOf(portEnd(text, host.to))
  while (to > dot + 1 && text.at(to - 1) === '.') to--
  const from = urlBegin(text, begin, host)
  if (from === undefined) {
    let next = to
    while (text.at(next - 1) !== '.') next--
    return { from, to, next }
  }
  let next = to
  while (text.at(next) === '.') next++
  return { from: to > dot + 1 ? from : undefined, to, next }
}

interface Host {
  readonly from: number
  readonly to: number
  /** Whether an `@` is in it: what is before that is a user's name. */
  readonly hasUser: boolean
}

function hostAround(text: Scanner, begin: number, dot: number): Host {
  const to = text.skip(dot, (point) => point === AT || isDomainCharacter(point))
  const hasUser = text.slice(dot, to).includes('@')
  const from = text.skipBack(dot, begin, isDomainCharacter)
  return { from: hasUser ? text.skipBack(from, begin, isUserCharacter) : from, to, hasUser }
}

/** Where the address begins, with its user's name and scheme; undefined where it is none after all. */
function urlBegin(text: Scanner, begin: number, host: Host): number | undefined {
  let { from } = host
  if (from > begin && text.at(from - 1) === '@') {
    const user = text.skipBack(from - 1, begin, isUserCharacter)
    if (host.hasUser || user === from - 1) return undefined
    from = user
  }
  if (from === begin) return from
  if (from - begin >= 6 && text.has('://', from - 3)) return schemeBegin(text, begin, from - 3)
  const before = text.pointBefore(from)
  return isWordCharacter(before) || '/#@'.includes(String.fromCodePoint(before)) ? undefined : from
}

function schemeBegin(text: Scanner, begin: number, end: number): number | undefined {
  const word = text.slice(text.skipBack(end, begin, isSchemeCharacter), end).toLowerCase()
  const known = SCHEMES.find(([scheme, not]) => word.endsWith(scheme) && !not.includes(word))
  return known && end - known[0].length
}

/** The end of a port behind a host, or of the host. */
function portEnd(text: Scanner, at: number): number {
  if (text.at(at) !== ':') return at
  const end = text.skip(at + 1, isAsciiDigit)
  const digits = text.slice(at + 1, end).replace(/^0+/, '')
  return digits !== '' && digits.length <= 5 && Number(digits) <= 65_535 ? end : at
}

/** Finds where paths end; a stretch in which many could begin is read once. */
class Paths {
  readonly #text: Scanner
  /** The end of the stretch that was read last, and that without what no address ends with. */
  #stop = 0
  #end = 0

  constructor(text: Scanner) {
    this.#text = text
  }

  /** The end of a path, query or fragment behind a host, or of the host. */
  endOf(at: number): number {
    const text = this.#text
    const mark = text.at(at)
    if (mark !== '/' && mark !== '?' && mark !== '#') return at
    if (at >= this.#stop) {
      this.#stop = text.skip(at + 1, isPathCharacter)
      this.#end = this.#stop
      while (this.#end > at + 1 && NOT_LAST.includes(text.at(this.#end - 1))) this.#end--
    }
    const end = Math.max(this.#end, at + 1)
    return mark === '/' || end > at + 1 ? end : at
  }
}

function entityOf(text: Scanner, from: number, to: number): Entity[] {
  const url = text.slice(from, to)
  if (isEmail(url)) return [{ kind: 'email', offset: from, length: to - from }]
  if (url.startsWith('mailto:') && isEmail(url.slice(7))) {
    return [{ kind: 'email', offset: from + 7, length: to - from - 7 }]
  }
  const length = checkedUrlEnd(url)
  return length === undefined ? [] : [{ kind: 'url', offset: from, length }]
}

function isHostCharacter(point: number): boolean {
  return isNameCharacter(point) || point === 0x2d
}

function isDomainCharacter(point: number): boolean {
  if (point >= 0xc0) return isUrlCharacter(point)
  return isHostCharacter(point) || point === 0x2e || point === 0x7e
}

function isPathCharacter(point: number): boolean {
  return !'\n<>"«»'.includes(String.fromCodePoint(point)) && isUrlCharacter(point)
}

function isUserCharacter(point: number): boolean {
  return !'\n/[]{}()\'`<>"@«»'.includes(String.fromCodePoint(point)) && isUrlCharacter(point)
}

function isSchemeCharacter(point: number): boolean {
  if (point >= 0x80) return !isSeparator(point)
  return isAsciiAlnum(point) || point === 0x2b || point === 0x2d
}

/** No blank, and of the punctuation only joiners and dashes. */
function isUrlCharacter(point: number): boolean {
  if (point < 0x2000 || point > 0x206f) return !isSeparator(point)
  return point === 0x200c || point === 0x200d || (point >= 0x2010 && point <= 0x2015)
}
