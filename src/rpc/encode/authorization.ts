import type { AuthorizationRow } from '../../store/tables/auth.ts'
import type { Authorization } from '../../tl/generated/base.ts'

/**
 * One login of an account as its owner sees it (https://core.telegram.org/constructor/authorization).
 *
 * @param current whether it is the login that asks; its hash is 0
 * @param ip address of its connection, where it is known
 */
export function encodeAuthorization(
  row: AuthorizationRow,
  current: boolean,
  ip: string,
): Authorization {
  return {
    _: 'authorization',
    current,
    hash: current ? 0n : BigInt(row.hash),
    deviceModel: row.deviceModel,
    platform: '',
    systemVersion: row.systemVersion,
    apiId: row.apiId,
    appName: `api_id ${row.apiId}`,
    appVersion: row.appVersion,
    dateCreated: row.createdAt,
    dateActive: row.activeAt,
    ip,
    country: '',
    region: '',
  }
}
