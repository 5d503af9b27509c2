import type { Limits } from '../src/core/limits.ts'
import type { Scenario } from './scenario.ts'

/** What stands behind a rule. */
export const TAGS = {
  DOC: 'official text: a page of core.telegram.org, a comment of a schema, the Bot API',
  SRC: 'what the source of an official client sends, checks or rejects',
  OBS: 'seen on Telegram itself: a live test or an issue with its output',
  DB: 'the published lists of errors',
  INF: 'a choice of localgram: plausible, not proven',
} as const

export type Tag = keyof typeof TAGS

/** A tag and, for all but choices, where the evidence is: `SRC: TDLib DialogInviteLinkManager`. */
export type Evidence = `${Exclude<Tag, 'INF'>}: ${string}` | 'INF' | `INF: ${string}`

export const KINDS = ['group', 'supergroup', 'channel'] as const

/** A basic group, a supergroup, a broadcast channel. */
export type Kind = (typeof KINDS)[number]

/** Kinds with a channel's peer, admin log and single rights. */
export const CHANNELS: readonly Kind[] = ['supergroup', 'channel']
/** Kinds in which all members write. */
export const GROUPS: readonly Kind[] = ['group', 'supergroup']

/** One rule of invite links and how it is tried. */
export interface Row {
  /** The rule, one sentence that a stranger understands. */
  readonly rule: string
  readonly evidence: Evidence
  /** Kinds of chat on which it is tried; all unless given. */
  readonly kinds?: readonly Kind[]
  /** Limits of the server on which it is tried. */
  readonly limits?: Partial<Limits>
  /** Layer that the client must speak at least; where the wire's client is older, it is tried in process only. */
  readonly layer?: number
  /** Why the wire's client can't say it, in a few words. */
  readonly notOnWire?: string
  run(t: Scenario): Promise<void>
}

/** Rows about one subject. */
export interface Chapter {
  readonly title: string
  readonly intro: string
  readonly rows: readonly Row[]
}

/** Layer of the client that tries the rules over the wire. */
export const WIRE_LAYER = 227

/** Why a row is tried in process only; undefined where it is tried over the wire as well. */
export function whyNotOnWire({ layer = 0, notOnWire }: Row): string | undefined {
  return notOnWire ?? (layer > WIRE_LAYER ? `needs layer ${layer}` : undefined)
}

/** A row in one kind of chat. */
export interface Trial {
  /** `3.12`: chapter and row. */
  readonly id: string
  readonly row: Row
  readonly kind: Kind
}

/** Everything that is to be tried. */
export function trialsOf(chapters: readonly Chapter[]): Trial[] {
  return chapters.flatMap(({ rows }, chapter) =>
    rows.flatMap((row, at) =>
      (row.kinds ?? KINDS).map((kind) => ({ id: `${chapter + 1}.${at + 1}`, row, kind })),
    ),
  )
}

/** What a test of it is called. */
export function titleOf({ id, row, kind }: Trial): string {
  return `${id} ${row.rule} [${kind}]`
}
