import { readFileSync } from 'node:fs'
import type { Json } from './json.ts'

/** A call of the story, and what the official Bot API server answered to it. */
export interface Recorded {
  readonly name: string
  readonly method: string
  readonly official: Json
}

/**
 * What the official Bot API server (telegram-bot-api 10.0) answered to each call of the story, in its
 * order, while it spoke MTProto to localgram 801cb51. It is evened out as `evened.ts` does it and never
 * edited: what is not right in it is in `corrections.ts`, with a reason.
 */
export const RECORDED = JSON.parse(
  readFileSync(new URL('recorded.json', import.meta.url), 'utf8'),
) as readonly Recorded[]
