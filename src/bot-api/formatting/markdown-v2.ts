import type { Scanner } from '../../core/text/scanner.ts'
import { tgQuery } from '../../core/text/tg-link.ts'
import { dateStyle } from './date-form.ts'
import { cannotParse, codeBlock, Draft, type Formatted, type Style } from './formatted.ts'
import { linkStyle } from './link.ts'

/** Characters that mean something, or may come to. */
const RESERVED = '_*[]()~`>#+-=|{}.!\n'

/** An entity that has begun; names are those of Telegram's errors. */
interface Open {
  readonly name: keyof typeof ENDS
  readonly language: string
  /** Its place in the text as it will be. */
  readonly offset: number
  /** Its place in the source. */
  readonly at: number
}

/** What ends an entity; a quotation ends with its line. */
const ENDS = {
  Bold: '*',
  Italic: '_',
  Underline: '__',
  Strikethrough: '~',
  Spoiler: '||',
  Code: '`',
  Pre: '```',
  PreCode: '```',
  TextUrl: ']',
  CustomEmoji: ']',
  BlockQuote: '',
} as const

const STYLES: Readonly<Partial<Record<Open['name'], Style>>> = {
  Bold: { kind: 'bold' },
  Italic: { kind: 'italic' },
  Underline: { kind: 'underline' },
  Strikethrough: { kind: 'strike' },
  Spoiler: { kind: 'spoiler' },
  Code: { kind: 'code' },
}

/** Marks that begin an entity, the longer ones first. */
const BEGINNINGS: readonly (readonly [mark: string, name: Open['name']])[] = [
  ['__', 'Underline'],
  ['_', 'Italic'],
  ['*', 'Bold'],
  ['~', 'Strikethrough'],
  ['||', 'Spoiler'],
  ['![', 'CustomEmoji'],
  ['[', 'TextUrl'],
  ['```', 'Pre'],
  ['`', 'Code'],
]

/**
 * A text in MarkdownV2 (https://core.telegram.org/bots/api#markdownv2-style).
 *
 * @throws BotApiError 400 for characters that must be escaped and marks without an end
 * Source: td MessageEntity.cpp `parse_markdown_v2`.
 */
export function parseMarkdownV2(source: Scanner): Formatted {
  return new Parser(source).parse()
}

class Parser {
  readonly #source: Scanner
  readonly #draft = new Draft()
  readonly #open: Open[] = []
  #at = 0
  #quoted = false
  /** Whether a quotation may begin: at the beginning of a line. */
  #lineBegins = true

  constructor(source: Scanner) {
    this.#source = source
  }

  parse(): Formatted {
    while (this.#at < this.#source.length) this.#step()
    if (this.#quoted) this.#endQuoteAtEnd()
    const left = this.#open.at(-1)
    if (left) throw this.#endless(left)
    return this.#draft.formatted()
  }

  #step(): void {
    const source = this.#source
    const character = source.at(this.#at)
    const next = source.at(this.#at + 1)
    if (character === '\\' && next > '\0' && next <= '~') {
      this.#draft.take(next)
      this.#at += 2
      if (next !== '\r') this.#lineBegins = next === '\n'
    } else if (!this.#isReserved(character)) {
      this.#draft.take(character)
      this.#at++
      if (character !== '\r') this.#lineBegins = false
    } else if (this.#endsLineOfQuote(character, next)) this.#endQuote()
    else if (this.#endsInnermost()) this.#end()
    else this.#begin(character)
  }

  #isReserved(character: string): boolean {
    const inner = this.#open.at(-1)?.name
    const isCode = inner === 'Code' || inner === 'Pre' || inner === 'PreCode'
    return isCode ? character === '`' : RESERVED.includes(character)
  }

  #endsLineOfQuote(character: string, next: string): boolean {
    if (!this.#quoted || character !== '\n') return false
    return this.#at + 1 === this.#source.length || next !== '>'
  }

  #endsInnermost(): boolean {
    const inner = this.#open.at(-1)
    if (!inner || inner.name === 'BlockQuote') return false
    if (inner.name === 'Italic' && this.#source.has('__', this.#at)) return false
    return this.#source.has(ENDS[inner.name], this.#at)
  }

  #begin(character: string): void {
    if (character === '\n') {
      this.#draft.take('\n')
      this.#at++
      this.#lineBegins = true
      return
    }
    if (character === '>') {
      if (!this.#lineBegins) throw reserved(character)
      if (!this.#quoted) this.#push('BlockQuote', this.#at)
      this.#quoted = true
      this.#at++
      return
    }
    const [mark, name] = BEGINNINGS.find(([one]) => this.#source.has(one, this.#at)) ?? []
    if (mark === undefined || name === undefined) throw reserved(character)
    const at = this.#at
    this.#at += mark.length
    if (name !== 'Pre') {
      this.#push(name, at)
      return
    }
    const block = codeBlock(this.#source, this.#at)
    this.#push(block.language === '' ? 'Pre' : 'PreCode', at, block.language)
    this.#at = block.at
  }

  #push(name: Open['name'], at: number, language = ''): void {
    this.#open.push({ name, language, offset: this.#draft.end, at })
  }

  #end(): void {
    const { name, language, offset } = this.#open.pop() as Open
    this.#at += ENDS[name].length
    if (name === 'TextUrl') {
      const url = this.#source.at(this.#at) === '(' ? this.#url() : this.#draft.from(offset)
      this.#draft.style(linkStyle(url), offset)
    } else if (name === 'CustomEmoji') {
      if (this.#source.at(this.#at) !== '(') {
        throw cannotParse('The entity must contain a tg://emoji or tg://time URL')
      }
      this.#draft.style(emojiOrDate(this.#url()), offset)
    } else this.#draft.style(STYLES[name] ?? { kind: 'pre', language }, offset)
  }

  /** The address in brackets at the present place. */
  #url(): string {
    const source = this.#source
    const begin = this.#at + 1
    const url = []
    let at = begin
    for (; at < source.length && source.at(at) !== ')'; at++) {
      const next = source.at(at + 1)
      const escaped = source.at(at) === '\\' && next > '\0' && next <= '~'
      url.push(escaped ? next : source.at(at))
      if (escaped) at++
    }
    if (source.at(at) !== ')') {
      throw cannotParse(`Can't find end of a URL at byte offset ${source.byteOffset(begin)}`)
    }
    this.#at = at + 1
    return url.join('')
  }

  /** Ends a quotation with its line; `||` at the end of that folds it up. */
  #endQuote(): void {
    const collapsed = this.#endsWithMark()
    const quote = this.#open.at(-1)
    if (quote?.name !== 'BlockQuote') throw this.#endless(quote as Open)
    this.#open.pop()
    this.#draft.take('\n')
    this.#draft.style(quoteStyle(collapsed), quote.offset)
    this.#at++
    this.#quoted = false
    this.#lineBegins = true
  }

  #endQuoteAtEnd(): void {
    const collapsed = this.#endsWithMark()
    const quote = this.#open.at(-1)
    if (quote?.name !== 'BlockQuote') return
    this.#open.pop()
    this.#draft.style(quoteStyle(collapsed), quote.offset)
  }

  /** Whether a spoiler begins right before the end of the line, which is what marks the quotation; it is taken off. */
  #endsWithMark(): boolean {
    const inner = this.#open.at(-1)
    const begins = inner?.name === 'Spoiler' && this.#marksEnd(inner.at)
    if (begins) this.#open.pop()
    return begins
  }

  #marksEnd(at: number): boolean {
    const isEnd = this.#at >= this.#source.length
    if (at === this.#at - 2) return true
    return !isEnd && at === this.#at - 3 && this.#source.at(this.#at - 1) === '\r'
  }

  #endless({ name, at }: Open): Error {
    const byte = this.#source.byteOffset(at)
    return cannotParse(`Can't find end of ${name} entity at byte offset ${byte}`)
  }
}

function quoteStyle(collapsed: boolean): Style {
  return collapsed ? { kind: 'blockquote', collapsed } : { kind: 'blockquote' }
}

function emojiOrDate(url: string): Style {
  const documentId = tgQuery(url, 'emoji')?.get('id')
  if (documentId !== undefined && isEmojiId(documentId)) return { kind: 'customEmoji', documentId }
  const query = tgQuery(url, 'time')
  const date = query?.get('unix') ?? ''
  if (!/^[1-9]\d{0,9}$/.test(date) || Number(date) >= 2 ** 31) {
    throw cannotParse('Invalid tg://emoji or tg://time URL specified')
  }
  const style = dateStyle(Number(date), query?.get('format') ?? '')
  if (!style) throw cannotParse('Invalid date format used')
  return style
}

/** A 64-bit number but 0, in its only writing. */
export function isEmojiId(text: string): boolean {
  if (!/^-?[1-9]\d{0,18}$/.test(text)) return false
  return BigInt.asIntN(64, BigInt(text)) === BigInt(text)
}

function reserved(character: string): Error {
  return cannotParse(
    `Character '${character}' is reserved and must be escaped with the preceding '\\'`,
  )
}
