import { ADMIN_LOG_FILTERS, type AdminLogFilter } from '../../../domain/admin-log/action.ts'
import { getAdminLog as getAdminLogRule } from '../../../domain/admin-log/get.ts'
import { maskOf } from '../../../domain/chats/rights.ts'
import { editableAdmins } from '../../../domain/members/promote.ts'
import type { TypeChannelAdminLogEventsFilter } from '../../../tl/generated/base.ts'
import { inputChannel, inputUser } from '../../decode/peer.ts'
import { encodeAdminLogEvent } from '../../encode/admin-log.ts'
import { Encoder } from '../../encode/encoder.ts'
import { method } from '../../method.ts'

/** channels.getAdminLog: https://core.telegram.org/method/channels.getAdminLog */
export const getAdminLog = method(
  'channels.getAdminLog',
  async ({ u, caller }, { channel, q, eventsFilter, admins, maxId, minId, limit }) => {
    const log = await getAdminLogRule(u, caller, inputChannel(channel), {
      search: q,
      filter: eventsFilter && filterMask(eventsFilter),
      admins: admins?.map(inputUser),
      maxId: eventId(maxId),
      minId: eventId(minId),
      limit,
    })
    const mayEdit = await editableAdmins(u, log.own)
    const e = new Encoder(u, caller)
    e.chat(log.chat.id)
    return {
      _: 'channels.adminLogResults',
      events: log.events.map((event) => encodeAdminLogEvent(e, event, mayEdit)),
      chats: await e.chats(),
      users: await e.users(),
    }
  },
)

function filterMask(filter: TypeChannelAdminLogEventsFilter): number {
  const names = Object.keys(ADMIN_LOG_FILTERS) as AdminLogFilter[]
  return maskOf(
    ADMIN_LOG_FILTERS,
    names.filter((name) => filter[name]),
  )
}

/** An id that a client gives: there are none beyond what a number holds. */
function eventId(id: bigint): number {
  return Math.min(Math.max(Number(id), 0), Number.MAX_SAFE_INTEGER)
}
