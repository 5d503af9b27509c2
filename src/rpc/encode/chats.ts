import type { Unit } from '../../domain/context.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import type { TypeChat } from '../../tl/generated/base.ts'
import { Encoder, type Viewer } from './encoder.ts'

/** Chats as the viewer sees them, in the order given. */
export async function encodeChats(
  u: Unit,
  viewer: Viewer,
  rows: readonly ChatRow[],
): Promise<TypeChat[]> {
  const e = new Encoder(u, viewer)
  const chats: TypeChat[] = []
  for (const row of rows) chats.push(await e.encodeChat(row))
  return chats
}
