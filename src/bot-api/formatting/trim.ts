import type { Entity } from '../../domain/messages/entity.ts'
import type { Formatted } from './formatted.ts'

/** Takes the outer blanks off a text, and moves its entities along; what lies in the blanks alone is gone. */
export function trimmed({ text, entities }: Formatted): Formatted {
  const clean = text.trim()
  const skipped = text.length - text.trimStart().length
  const moved = entities.flatMap((entity): Entity[] => {
    const offset = Math.max(entity.offset - skipped, 0)
    const end = Math.min(entity.offset + entity.length - skipped, clean.length)
    return end > offset ? [{ ...entity, offset, length: end - offset }] : []
  })
  return { text: clean, entities: moved }
}
