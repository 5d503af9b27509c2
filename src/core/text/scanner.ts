/**
 * A text for parsers that walk through it by places. It counts each look, which is how tests hold a parser
 * to work that grows no faster than the text: parsers of what strangers send read through a scanner only.
 */
export class Scanner {
  readonly text: string
  /** Looks so far; a piece of n characters counts as n. */
  looks = 0

  constructor(text: string) {
    this.text = text
  }

  get length(): number {
    return this.text.length
  }

  /** The UTF-16 unit at a place as a string; NUL beyond the end, so that every look has an answer. */
  at(place: number): string {
    this.looks++
    return place < this.text.length ? this.text.charAt(place) : '\0'
  }

  /** The code point that begins at a place, 0 beyond the end. */
  pointAt(place: number): number {
    this.looks++
    return this.text.codePointAt(place) ?? 0
  }

  /** The code point that ends before a place, 0 before the beginning. */
  pointBefore(place: number): number {
    this.looks++
    const last = this.text.charCodeAt(place - 1)
    if (Number.isNaN(last)) return 0
    const pair = isLow(last) && place > 1 ? (this.text.codePointAt(place - 2) ?? 0) : 0
    return pair > 0xffff ? pair : last
  }

  /** Whether a short text is at a place. */
  has(part: string, place: number): boolean {
    this.looks += part.length
    return this.text.startsWith(part, place)
  }

  /** Where a character comes next, the text's length where it does not. */
  next(character: string, from: number): number {
    const found = this.text.indexOf(character, from)
    const place = found < 0 ? this.text.length : found
    this.looks += Math.max(place - from, 0) + 1
    return place
  }

  /** The first place from `from` on, `most` at the latest, that holds no such character. */
  skip(from: number, isOne: (point: number) => boolean, most = this.text.length): number {
    let place = from
    while (place < Math.min(most, this.text.length)) {
      const point = this.pointAt(place)
      if (!isOne(point)) break
      place += point > 0xffff ? 2 : 1
    }
    return place
  }

  /** The first place from which on, up to `from`, there are only such characters; `least` at the earliest. */
  skipBack(from: number, least: number, isOne: (point: number) => boolean): number {
    let place = from
    while (place > least) {
      const point = this.pointBefore(place)
      if (!isOne(point)) break
      place -= point > 0xffff ? 2 : 1
    }
    return place
  }

  slice(from: number, to: number): string {
    this.looks += Math.max(to - from, 0)
    return this.text.slice(from, to)
  }

  /** A place counted in bytes of UTF-8, as Telegram's errors name it. */
  byteOffset(place: number): number {
    return Buffer.byteLength(this.slice(0, place))
  }
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
