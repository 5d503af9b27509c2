import type { Entity } from '../../domain/messages/entity.ts'
import { badRequest, type BotApiError } from '../errors.ts'
import { closed, linkStyle, type Formatted, type OpenStyle, type Style } from './formatted.ts'

/** Characters that stand for themselves only behind a backslash. */
const RESERVED = '_*[]()~`>#+-=|{}.!'

/** Marks, the longest first. */
const MARKS: readonly (readonly [mark: string, style: Style, name: string])[] = [
  ['__', { kind: 'underline' }, 'Underline'],
  ['||', { kind: 'spoiler' }, 'Spoiler'],
  ['*', { kind: 'bold' }, 'Bold'],
  ['_', { kind: 'italic' }, 'Italic'],
  ['~', { kind: 'strike' }, 'Strikethrough'],
]

interface Mark extends OpenStyle {
  readonly mark: string
  readonly name: string
  readonly byte: number
}

/**
 * A text in the Bot API's MarkdownV2 (https://core.telegram.org/bots/api#markdownv2-style).
 *
 * Deliberately left out: dates (`tg://time`), which stay links.
 *
 * @throws BotApiError 400 for reserved characters without a backslash, and for marks without an end
 */
export function parseMarkdownV2(source: string): Formatted {
  return new Parser(source).parse()
}

class Parser {
  readonly #source: string
  readonly #entities: Entity[] = []
  readonly #open: Mark[] = []
  /** Where a quotation began, and what follows it until its end. */
  #quote: number | undefined
  #text = ''
  #at = 0

  constructor(source: string) {
    this.#source = source
  }

  parse(): Formatted {
    while (this.#at < this.#source.length) this.#step()
    this.#endQuote()
    const left = this.#open.at(-1)
    if (left) throw wrong(`Can't find end of ${left.name} entity at byte offset ${left.byte}`)
    const entities = this.#entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length)
    return { text: this.#text, entities }
  }

  #step(): void {
    const char = this.#source.charAt(this.#at)
    const next = this.#source.charAt(this.#at + 1)
    const mark = MARKS.find(([one]) => this.#source.startsWith(one, this.#at))
    if (char === '\\' && next > '\0' && next <= '~') this.#take(next, 2)
    else if (this.#beginsQuote(char)) return
    else if (char === '`') this.#code()
    else if (char === '[' || (char === '!' && next === '[')) this.#beginLink(char === '!')
    else if (char === ']' && this.#open.some((one) => one.mark === '[')) this.#endLink()
    else if (this.#endsQuote()) return
    else if (mark) this.#mark(...mark)
    else if (!RESERVED.includes(char)) this.#take(char, 1)
    else throw wrong(`Character '${char}' is reserved and must be escaped with the preceding '\\'`)
  }

  /** A quotation goes on from line to line; `**>` begins another. A line without either ends it. */
  #beginsQuote(char: string): boolean {
    if (this.#at > 0 && this.#source.charAt(this.#at - 1) !== '\n') return false
    const another = this.#source.startsWith('**>', this.#at)
    if (another || char !== '>') this.#endQuote()
    if (!another && char !== '>') return false
    this.#quote ??= this.#text.length
    this.#at += another ? 3 : 1
    return true
  }

  #take(char: string, length: number): void {
    this.#text += char
    this.#at += length
  }

  /** `||` at the end of a quotation's last line folds it up. */
  #endsQuote(): boolean {
    const spoilt = this.#open.some(({ mark }) => mark === '||')
    if (this.#quote === undefined || spoilt) return false
    if (!/^\|\|(?:\n(?!>)|$)/.test(this.#source.slice(this.#at))) return false
    this.#at += 2
    this.#endQuote(true)
    return true
  }

  #endQuote(collapsed = false): void {
    if (this.#quote === undefined) return
    const style: Style = collapsed ? { kind: 'blockquote', collapsed } : { kind: 'blockquote' }
    this.#add({ style, offset: this.#quote })
    this.#quote = undefined
  }

  #mark(mark: string, style: Style, name: string): void {
    const top = this.#open.at(-1)
    if (top?.mark === mark) {
      this.#open.pop()
      this.#add(top)
    } else {
      this.#open.push({ mark, style, name, offset: this.#text.length, byte: this.#byte() })
    }
    this.#at += mark.length
  }

  #code(): void {
    const block = this.#source.startsWith('```', this.#at)
    const mark = block ? '```' : '`'
    const byte = this.#byte()
    this.#at += mark.length
    const language = block ? /^([^\s`\\]+)\n/.exec(this.#source.slice(this.#at)) : null
    if (language) this.#at += language[0].length
    else if (block && this.#source.charAt(this.#at) === '\n') this.#at += 1
    const offset = this.#text.length
    while (!this.#source.startsWith(mark, this.#at)) {
      if (this.#at >= this.#source.length) {
        throw wrong(`Can't find end of ${block ? 'Pre' : 'Code'} entity at byte offset ${byte}`)
      }
      const escaped = this.#source.charAt(this.#at) === '\\' && this.#at + 1 < this.#source.length
      this.#take(this.#source.charAt(this.#at + (escaped ? 1 : 0)), escaped ? 2 : 1)
    }
    this.#at += mark.length
    const style: Style = block ? { kind: 'pre', language: language?.[1] ?? '' } : { kind: 'code' }
    this.#add({ style, offset })
  }

  #beginLink(emoji: boolean): void {
    const name = emoji ? 'CustomEmoji' : 'TextUrl'
    const style: Style = emoji
      ? { kind: 'customEmoji', documentId: '' }
      : { kind: 'textUrl', url: '' }
    this.#open.push({ mark: '[', style, name, offset: this.#text.length, byte: this.#byte() })
    this.#at += emoji ? 2 : 1
  }

  #endLink(): void {
    const top = this.#open.pop()
    if (top?.mark !== '[') {
      throw wrong(`Can't find end of ${top?.name ?? ''} entity at byte offset ${top?.byte ?? 0}`)
    }
    this.#at += 1
    // Without an address the text between the brackets is the address.
    let url = this.#text.slice(top.offset)
    if (this.#source.charAt(this.#at) === '(') {
      url = ''
      this.#at += 1
      while (this.#source.charAt(this.#at) !== ')') {
        if (this.#at >= this.#source.length) throw wrong("Can't find end of a URL")
        if (this.#source.charAt(this.#at) === '\\') this.#at += 1
        url += this.#source.charAt(this.#at)
        this.#at += 1
      }
      this.#at += 1
    }
    const style = top.style.kind === 'customEmoji' ? emojiStyle(url) : linkStyle(url)
    if (style) this.#add({ style, offset: top.offset })
  }

  #add(style: OpenStyle): void {
    const entity = closed(style, this.#text.length)
    if (entity) this.#entities.push(entity)
  }

  #byte(): number {
    return Buffer.byteLength(this.#source.slice(0, this.#at))
  }
}

function emojiStyle(url: string): Style {
  const id = /^tg:(?:\/\/)?emoji\?id=(\d{1,19})$/i.exec(url)?.[1]
  if (id === undefined) throw wrong('Custom emoji URL must have an emoji identifier')
  return { kind: 'customEmoji', documentId: id }
}

function wrong(text: string): BotApiError {
  return badRequest(`can't parse entities: ${text}`)
}
