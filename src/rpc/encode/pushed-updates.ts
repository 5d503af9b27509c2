import { isPresent } from '../../domain/chats/rights.ts'
import type { Unit } from '../../domain/context.ts'
import { concerns, mayHear } from '../../domain/updates/audience.ts'
import type { TypeChat, TypeUpdate, TypeUser } from '../../tl/generated/base.ts'
import type { Repeated } from '../../tl/repeated.ts'
import type { GoneOn, Told } from '../told.ts'
import { Encoder, type Viewer } from './encoder.ts'
import type { SharedUpdates } from './shared-updates.ts'

/** `updates` (https://core.telegram.org/constructor/updates) of which some may be shared with other receivers. */
export interface PushedUpdates {
  readonly _: 'updates'
  readonly updates: readonly (TypeUpdate | Repeated)[]
  readonly users: readonly TypeUser[]
  readonly chats: readonly TypeChat[]
  readonly date: number
  readonly seq: 0
}

/**
 * What a viewer is pushed of events; undefined where nothing of it is for that viewer. Who may hear them is
 * looked up as it is now: somebody may have left since.
 */
export async function encodePushed(
  u: Unit,
  viewer: Viewer,
  events: readonly (Told | GoneOn)[],
  shared: SharedUpdates,
): Promise<PushedUpdates | undefined> {
  const e = new Encoder(u, viewer)
  const updates: (TypeUpdate | Repeated)[] = []
  for (const event of events) {
    if (event.to === 'goneOn') {
      const { channelId, pts } = event
      if (!(await isIn(channelId))) continue
      updates.push({ _: 'updateChannelTooLong', channelId: e.chat(channelId), pts })
      continue
    }
    const isHeard =
      event.to === 'channel'
        ? (await isIn(event.channelId)) && (await mayHear(u, viewer, event))
        : await concerns(u, viewer, event)
    const update = isHeard ? await shared.encode(e, viewer, event) : undefined
    if (update) updates.push(update)
  }
  if (updates.length === 0) return undefined
  const users = await e.users()
  return { _: 'updates', updates, users, chats: await e.chats(), date: u.now, seq: 0 }

  async function isIn(channelId: number): Promise<boolean> {
    return isPresent(await e.standingIn(channelId))
  }
}
