import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BotApiError } from '../errors.ts'
import type { Formatted } from './formatted.ts'
import { Scanner } from '../../core/text/scanner.ts'
import { parseHtml as html } from './html.ts'
import { parseMarkdownV2 as markdownV2 } from './markdown-v2.ts'
import { parseMarkdown as markdown } from './markdown.ts'

const parseHtml = (text: string): Formatted => html(new Scanner(text))
const parseMarkdownV2 = (text: string): Formatted => markdownV2(new Scanner(text))
const parseMarkdown = (text: string): Formatted => markdown(new Scanner(text))

/** Entities in short: kind, the words that they cover, and what else they say. */
function told({ text, entities }: Formatted): unknown[] {
  return entities.map(({ kind, offset, length, ...rest }) => {
    const more: unknown[] = Object.values(rest)
    return [kind, text.slice(offset, offset + length), ...more]
  })
}

function refusal(parse: () => unknown): string {
  try {
    parse()
  } catch (error) {
    if (error instanceof BotApiError) return error.description
    throw error
  }
  return 'none'
}

describe('HTML', () => {
  it.each([
    ['<b>a</b><strong>b</strong>', [['bold', 'a'], ['bold', 'b']]],
    ['<i>a <u>b</u></i>', [['italic', 'a b'], ['underline', 'b']]],
    ['<s>a</s><tg-spoiler>b</tg-spoiler><span class="tg-spoiler">c</span>',
      [['strike', 'a'], ['spoiler', 'b'], ['spoiler', 'c']]],
    ['<a href="https://example.org/?a=1&amp;b=2">x</a>', [['textUrl', 'x', 'https://example.org/?a=1&b=2']]],
    ["<A href='tg://user?id=42'>x</A>", [['mentionName', 'x', 42]]],
    ["<a HREF='tg://user?id=42'>x</a>", []],
    ['<a href="">x</a>', []],
    ['<code>a</code><pre>b</pre>', [['code', 'a'], ['pre', 'b', '']]],
    ['<pre><code class="language-ts">a</code></pre>', [['pre', 'a', 'ts']]],
    ['<blockquote>a</blockquote><blockquote expandable>b</blockquote>',
      [['blockquote', 'a'], ['blockquote', 'b', true]]],
    ['<tg-emoji emoji-id="5368324170671202286">x</tg-emoji>', [['customEmoji', 'x', '5368324170671202286']]],
    ['<b></b>', []],
  ])('%s', (source, expected) => {
    expect(told(parseHtml(source))).toEqual(expected)
  }) // prettier-ignore

  it('reads characters by name and number, and leaves unknown ones', () => {
    expect(parseHtml('1 &lt; 2 &amp;&amp; &#65;&#x42; &nbsp; &#0;').text).toBe(
      '1 < 2 && AB &nbsp; &#0;',
    )
  })

  it.each([
    ['<b>x', 'Can\'t find end tag corresponding to start tag "b"'],
    ['x</b>', 'Unexpected end tag at byte offset 1'],
    ['<b>é</i>', 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"'],
    ['é<q>x</q>', 'Unsupported start tag "q" at byte offset 2'],
    ['1 < 2', 'Unsupported start tag "" at byte offset 2'],
    ['1 <', 'Unclosed start tag at byte offset 2'],
    ['<span>x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['<b =x>y</b>', 'Empty attribute name in the tag "b" at byte offset 0'],
    ['<a href=x,y>z</a>', 'Unexpected end of name token at byte offset 8'],
    ['<tg-emoji>x</tg-emoji>', 'Invalid custom emoji identifier specified'],
  ])('refuses %s', (source, text) => {
    expect(refusal(() => parseHtml(source))).toBe(`Bad Request: can't parse entities: ${text}`)
  })
})

describe('MarkdownV2', () => {
  it.each([
    ['*a* _b_ __c__ ~d~ ||e||',
      [['bold', 'a'], ['italic', 'b'], ['underline', 'c'], ['strike', 'd'], ['spoiler', 'e']]],
    ['*a _b_ c*', [['bold', 'a b c'], ['italic', 'b']]],
    ['[x](https://example.org/)', [['textUrl', 'x', 'https://example.org/']]],
    ['[x](tg://user?id=7)', [['mentionName', 'x', 7]]],
    ['![👍](tg://emoji?id=5)', [['customEmoji', '👍', '5']]],
    ['`a*b`', [['code', 'a*b']]],
    ['```ts\na_b\n```', [['pre', 'a_b\n', 'ts']]],
    ['>a\n>b\nc', [['blockquote', 'a\nb\n']]],
    ['**>a\n>b||', [['blockquote', 'a\nb', true]]],
  ])('%s', (source, expected) => {
    expect(told(parseMarkdownV2(source))).toEqual(expected)
  }) // prettier-ignore

  it('takes whatever follows a backslash as it is', () => {
    expect(parseMarkdownV2('1\\.5 \\*x\\* \\\\')).toEqual({ text: '1.5 *x* \\', entities: [] })
  })

  it.each([
    ['1.5', "Character '.' is reserved and must be escaped with the preceding '\\'"],
    ['é*x', "Can't find end of Bold entity at byte offset 2"],
    ['`x', "Can't find end of Code entity at byte offset 0"],
    ['[x](y', "Can't find end of a URL at byte offset 4"],
    ['![x](y)', 'Invalid tg://emoji or tg://time URL specified'],
    ['![x]', 'The entity must contain a tg://emoji or tg://time URL'],
    ['![x](tg://time?unix=5&format=q)', 'Invalid date format used'],
    ['>*a', "Can't find end of Bold entity at byte offset 1"],
  ])('refuses %s', (source, text) => {
    expect(refusal(() => parseMarkdownV2(source))).toBe(
      `Bad Request: can't parse entities: ${text}`,
    )
  })
})

describe('Markdown of old', () => {
  it('knows bold, italic, code and links, none inside another', () => {
    const source = '*a* _b_ `c` ```d``` [e](https://example.org/) \\*'
    expect(told(parseMarkdown(source))).toEqual([
      ['bold', 'a'], ['italic', 'b'], ['code', 'c'], ['pre', 'd', ''],
      ['textUrl', 'e', 'https://example.org/'],
    ]) // prettier-ignore
    expect(parseMarkdown('a\\_b 1.5').text).toBe('a_b 1.5')
  })

  it('refuses a mark without an end', () => {
    expect(refusal(() => parseMarkdown('é_b'))).toBe(
      "Bad Request: can't parse entities: Can't find end of the entity starting at byte offset 2",
    )
  })
})

describe('every parser', () => {
  const source = fc.string({
    unit: fc.constantFrom(...'*_~|`[]()!>\\<>/&;="ab \né👍#x1'.match(/./gsu)!),
  })

  it.each([
    ['HTML', parseHtml],
    ['MarkdownV2', parseMarkdownV2],
    ['Markdown', parseMarkdown],
  ])('of %s refuses a text or places every entity inside it', (_name, parse) => {
    fc.assert(
      fc.property(source, (text) => {
        let formatted: Formatted
        try {
          formatted = parse(text)
        } catch (error) {
          expect(error).toBeInstanceOf(BotApiError)
          return
        }
        for (const { offset, length } of formatted.entities) {
          expect(offset).toBeGreaterThanOrEqual(0)
          expect(length).toBeGreaterThan(0)
          expect(offset + length).toBeLessThanOrEqual(formatted.text.length)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
