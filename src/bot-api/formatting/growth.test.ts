import { describe, expect, it } from 'vitest'
import { Scanner } from '../../core/text/scanner.ts'
import { tgQuery } from '../../core/text/tg-link.ts'
import { findEntities } from '../../domain/messages/find-entities.ts'
import { BotApiError } from '../errors.ts'
import { parsedEntries } from '../json-entries.ts'
import { parseHtml } from './html.ts'
import { parseMarkdownV2 } from './markdown-v2.ts'
import { parseMarkdown } from './markdown.ts'

/** Every parser of a text that strangers send; one that is new belongs here. */
const PARSERS: Readonly<Record<string, (source: Scanner) => unknown>> = {
  HTML: parseHtml,
  MarkdownV2: parseMarkdownV2,
  Markdown: parseMarkdown,
  'found entities': findEntities,
  'JSON bodies': parsedEntries,
  'links of Telegram': (source) => tgQuery(source, 'join'),
}

/** Looks for each character of a text, at most: the number of passes that a parser may make. */
const PASSES = 24

const MARKS = [
  '*', '_', '__', '~', '|', '||', '`', '```', '[', ']', '(', ')', '>', '**>', '!', '![', '\\', '\n', '\n>',
  '<', '</', '<b>', '</b>', '<a href="', '<a href=x>', '<b a', '=', '"', '&', '&#', '&#x', '&lt', ';',
  '@', '/', '#', '$', '.', ':', '://', '-', '1', '11 ', 'a', 'A', 'é', '😀', ' ', 'http://', 'a.', '.a', 'a@',
  '{', '}', '{"', '":', '","a":', '[[', '?', '&invite=a', '\t',
] // prettier-ignore

/** Texts of one or two marks over and over, behind a beginning that a parser waits for. */
function* texts(length: number): Generator<string> {
  const beginnings = ['', '{"a":', '{"a":"', 'tg:join?', '>', '`', '```', '<a href="', '@', 'a.b/']
  for (const first of MARKS) {
    for (const second of ['', ...MARKS]) {
      const mark = first + second
      const beginning = beginnings[(first.length + second.length) % beginnings.length] ?? ''
      yield mark.repeat(Math.ceil(length / mark.length))
      yield beginning + mark.repeat(Math.ceil(length / mark.length))
    }
  }
}

/** Looks that a parser takes at a text. */
function looksAt(parse: (source: Scanner) => unknown, text: string): number {
  const source = new Scanner(text)
  try {
    parse(source)
  } catch (error) {
    if (!(error instanceof BotApiError)) throw error
  }
  return source.looks
}

describe.each(Object.entries(PARSERS))('the parser of %s', (_name, parse) => {
  it('looks at each character of a text a few times, whatever it holds', () => {
    for (const text of texts(240)) {
      const looks = looksAt(parse, text)
      if (looks > PASSES * text.length + 200) expect.fail(`${looks} looks at ${text.slice(0, 20)}`)
    }
  })
})
