import { openMethod } from '../../method.ts'
import { thisDc } from '../../this-dc.ts'

/**
 * help.getNearestDc: https://core.telegram.org/method/help.getNearestDc
 *
 * The nearest is always the one the client is at: every data centre is this server.
 */
export const getNearestDc = openMethod('help.getNearestDc', ({ client, server }) => {
  const dc = thisDc(client, server)
  return Promise.resolve({ _: 'nearestDc', country: 'US', thisDc: dc, nearestDc: dc })
})
