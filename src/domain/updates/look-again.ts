import { boxIdOf } from './log.ts'
import type { LoggedEvent } from './update.ts'

/**
 * Events without those that are said once more later: what lies outside the sequences (ptsCount 0) and
 * is word for word the same says "look again" (a basic group's members, a channel, a folder), and is
 * encoded as things are at the end. So a list of members that changed sixty times is told once, with its
 * newest version: TDLib (on_get_chat_participants), tdesktop (ChatData::applyUpdateVersion) take any
 * version that is higher than theirs.
 */
export function newestOfEach<T extends LoggedEvent>(events: readonly T[]): readonly T[] {
  const told = new Set<string>()
  const kept: T[] = []
  for (const event of events.toReversed()) {
    if (event.ptsCount === 0) {
      const words = `${event.to} ${boxIdOf(event)} ${JSON.stringify(event.update)}`
      if (told.has(words)) continue
      told.add(words)
    }
    kept.push(event)
  }
  return kept.length === events.length ? events : kept.reverse()
}
