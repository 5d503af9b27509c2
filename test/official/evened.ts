import { mapObjects, type Json } from './json.ts'

const LINK = /https:\/\/t\.me\/(?:\+|joinchat\/)[\w-]+/g
const NUMBERED_LINK = /\bLINK(\d+)\b/g

/**
 * Evens out what differs from run to run: links become `LINK1`, `LINK2` ... in the order in which they
 * are first seen, dates `NOW` or `T+seconds` from the start, and update ids `UID`. Whether a webhook was
 * tried before somebody asked is a matter of luck, so its last error is left out.
 */
export interface Evener {
  /**
   * @param recorded the official answer to the same call. The numbers of links follow it, so that a link
   *   too many or too few differs in one call and not in all that come later.
   */
  evened(answer: Json, recorded: Json): Json
}

/** @param start business time of the whole story, in unix seconds */
export function createEvener(start: number): Evener {
  const links = new Map<string, string>()
  let recordedLinks = 0
  let last = 0
  const numbered = (link: string): string => {
    const known = links.get(link) ?? `LINK${++last}`
    links.set(link, known)
    return known
  }
  return {
    evened(answer, recorded) {
      const text = JSON.stringify(answer).replace(LINK, numbered)
      for (const [, number] of JSON.stringify(recorded).matchAll(NUMBERED_LINK)) {
        recordedLinks = Math.max(recordedLinks, Number(number))
      }
      last = recordedLinks
      return mapObjects(JSON.parse(text) as Json, (object) => {
        const fields = Object.entries(object)
          .filter(([key]) => !key.startsWith('last_error_'))
          .map(([key, value]) => [key, field(key, value, start)])
        return Object.fromEntries(fields) as Json
      })
    },
  }
}

function field(key: string, value: Json, start: number): Json {
  if (key === 'update_id') return 'UID'
  if (typeof value !== 'number' || value === 0 || !/(?:^|_)date$/.test(key)) return value
  return value === start ? 'NOW' : `T+${value - start}`
}
