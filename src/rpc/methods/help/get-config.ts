import type { Limits } from '../../../core/limits.ts'
import type { Config, DcOption } from '../../../tl/generated/base.ts'
import { LINK_PREFIX } from '../../../domain/invites/hash.ts'
import { openMethod } from '../../method.ts'
import type { ServerFacts } from '../../server-facts.ts'
import { thisDc } from '../../this-dc.ts'

/** Every data centre that a client may know. */
const DATA_CENTRES = [1, 2, 3, 4, 5] as const
/** Seconds until a client asks again. */
const LIFETIME = 3600
const FOREVER = 2_147_483_647

/**
 * help.getConfig: https://core.telegram.org/method/help.getConfig
 *
 * All five data centres are this server. None is `static`, since MadelineProto drops those, and
 * `tmp_sessions` is absent, since TDLib turns on PFS by it (spec/clients.md section 1).
 */
export const getConfig = openMethod('help.getConfig', ({ u, client, server }) =>
  Promise.resolve({
    ...config(u.limits, u.now),
    testMode: server.testMode,
    thisDc: thisDc(client, server),
    dcOptions: DATA_CENTRES.map((id) => dcOption(id, server)),
    webfileDcId: thisDc(client, server),
  }),
)

function dcOption(id: number, { host, port }: ServerFacts): DcOption {
  return { _: 'dcOption', ipv6: host.includes(':'), id, ipAddress: host, port }
}

/** What does not depend on the client; the numbers without a limit of ours are Telegram's own. */
function config(
  limits: Limits,
  date: number,
): Omit<Config, 'testMode' | 'thisDc' | 'dcOptions' | 'webfileDcId'> {
  return {
    _: 'config',
    defaultP2pContacts: true,
    revokePmInbox: true,
    date,
    expires: date + LIFETIME,
    dcTxtDomainName: '',
    chatSizeMax: limits.basicGroupMembers,
    megagroupSizeMax: limits.supergroupMembers,
    forwardedCountMax: 100,
    onlineUpdatePeriodMs: 210_000,
    offlineBlurTimeoutMs: 5000,
    offlineIdleTimeoutMs: 30_000,
    onlineCloudTimeoutMs: 300_000,
    notifyCloudDelayMs: 30_000,
    notifyDefaultDelayMs: 1500,
    pushChatPeriodMs: 60_000,
    pushChatLimit: 2,
    editTimeLimit: limits.messageEditSeconds,
    revokeTimeLimit: FOREVER,
    revokePmTimeLimit: FOREVER,
    ratingEDecay: 2_419_200,
    stickersRecentLimit: 200,
    channelsReadMediaPeriod: 604_800,
    callReceiveTimeoutMs: 20_000,
    callRingTimeoutMs: 90_000,
    callConnectTimeoutMs: 30_000,
    callPacketTimeoutMs: 10_000,
    meUrlPrefix: LINK_PREFIX,
    captionLengthMax: 1024,
    messageLengthMax: limits.messageLength,
  }
}
