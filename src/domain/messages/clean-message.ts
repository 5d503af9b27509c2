import { RpcError, rpcError } from '../../core/rpc-error.ts'
import { characterCount } from '../../core/text/clean.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Caller, Unit } from '../context.ts'
import { findUser } from '../accounts/seen.ts'
import type { InputPeer } from '../peers.ts'
import type { Entity, FormattedText, GivenEntity } from './entity.ts'
import { formattedText } from './formatted-text.ts'

/** Entities of one message that are looked at; fewer are kept. */
const GIVEN_MAX = 1000

/**
 * The text of a message as it is kept, from whatever a client sent: one that is not TDLib sends its text
 * as somebody typed it. A mention of an account that the caller cannot name is left out, what an entity
 * has beyond the end of the text is cut off.
 *
 * @throws MESSAGE_EMPTY, MESSAGE_TOO_LONG (https://core.telegram.org/constructor/config counts code points)
 * @throws ENTITY_BOUNDS_INVALID for an entity before the text, without a length, or [INF] that begins or
 *   ends within a character
 */
export async function cleanMessage(
  u: Unit,
  caller: Caller,
  text: string,
  given: readonly GivenEntity[],
): Promise<FormattedText> {
  const known = await knownEntities(u, caller, given.slice(0, GIVEN_MAX))
  const clean = formattedText(
    text,
    known.flatMap((entity) => within(text, entity)),
  )
  if ('problem' in clean) throw rpcError('ENTITY_BOUNDS_INVALID', { reason: clean.problem })
  if (clean.text === '') throw rpcError('MESSAGE_EMPTY')
  if (characterCount(clean.text) > u.limits.messageLength) throw rpcError('MESSAGE_TOO_LONG')
  return clean
}

function within(text: string, entity: Entity): Entity[] {
  if (entity.offset < 0 || entity.length <= 0) throw rpcError('ENTITY_BOUNDS_INVALID')
  const length = Math.min(entity.length, text.length - entity.offset)
  return length > 0 ? [{ ...entity, length }] : []
}

/** Entities with the accounts that they name. */
async function knownEntities(
  u: Unit,
  caller: Caller,
  given: readonly GivenEntity[],
): Promise<Entity[]> {
  const entities: Entity[] = []
  for (const entity of given) {
    if (entity.kind !== 'inputMentionName') {
      entities.push(entity)
      continue
    }
    const { offset, length } = entity
    const user = await mentioned(u, caller, entity.user)
    if (user) entities.push({ kind: 'mentionName', offset, length, userId: user.id })
  }
  return entities
}

/** Nobody, for whatever reason the account cannot be named. */
async function mentioned(u: Unit, caller: Caller, input: InputPeer): Promise<UserRow | undefined> {
  try {
    return await findUser(u, caller, input)
  } catch (error) {
    if (error instanceof RpcError) return undefined
    throw error
  }
}
