import { insertText, updateText, valuesOf, type Sql } from '../sql.ts'

/** An auth key as it is stored; `id` is the 16 hex digits of its 8 wire bytes. */
export interface AuthKeyRow {
  id: string
  key: Uint8Array
  kind: 'perm' | 'temp'
  /** Wall unix seconds; null for permanent keys. */
  expiresAt: number | null
  boundTo: string | null
  createdAt: number
}

/** What is known of a permanent key: its client, its layer, and who is logged in. */
export interface AuthorizationRow {
  keyId: string
  accountId: number | null
  /** Signed in with a code, but the second factor is still missing. */
  passwordPendingFor: number | null
  passwordAttempts: number
  /** Public identifier of the login in account.getAuthorizations, a signed decimal. */
  hash: string
  layer: number
  apiId: number
  deviceModel: string
  systemVersion: string
  appVersion: string
  systemLangCode: string
  langPack: string
  langCode: string
  createdAt: number
  activeAt: number
}

/** A login code that was sent. */
export interface LoginCodeRow {
  phone: string
  codeHash: string
  code: string
  sentAt: number
  expiresAt: number
  attempts: number
  resends: number
  /** Key that proved the code and may sign up. */
  verifiedKeyId: string | null
}

/** A QR-code login that waits for another device. */
export interface LoginTokenRow {
  /** Hex. */
  token: string
  keyId: string
  apiId: number
  expiresAt: number
  acceptedBy: number | null
}

/** One SRP round of a two-factor login; usable once. */
export interface SrpChallengeRow {
  id: string
  accountId: number
  secret: Uint8Array
  expiresAt: number
}

const KEY = ['id', 'key', 'kind', 'expiresAt', 'boundTo', 'createdAt'] as const
const AUTHORIZATION = [
  'keyId', 'accountId', 'passwordPendingFor', 'passwordAttempts', 'hash', 'layer', 'apiId', 'deviceModel',
  'systemVersion', 'appVersion', 'systemLangCode', 'langPack', 'langCode', 'createdAt', 'activeAt',
] as const satisfies readonly (keyof AuthorizationRow)[] // prettier-ignore
const CODE = [
  'phone', 'codeHash', 'code', 'sentAt', 'expiresAt', 'attempts', 'resends', 'verifiedKeyId',
] as const satisfies readonly (keyof LoginCodeRow)[] // prettier-ignore

/** Auth keys, logins, login codes, QR tokens and SRP challenges. */
export function authTable(sql: Sql) {
  return {
    key: (id: string) => sql.get<AuthKeyRow>(`SELECT * FROM auth_keys WHERE "id" = $1`, id),
    insertKey: (row: AuthKeyRow) => sql.run(insertText('auth_keys', KEY), ...valuesOf(row, KEY)),
    bindKey: (tempId: string, permId: string) =>
      sql.run(`UPDATE auth_keys SET "boundTo" = $1 WHERE "id" = $2`, permId, tempId),
    /** Deletes a key, the temporary keys bound to it, and its login. */
    async deleteKey(id: string): Promise<void> {
      await sql.run(`DELETE FROM auth_keys WHERE "id" = $1 OR "boundTo" = $2`, id, id)
      await sql.run(`DELETE FROM authorizations WHERE "keyId" = $1`, id)
    },
    deleteExpiredKeys: (now: number) =>
      sql.run(`DELETE FROM auth_keys WHERE "expiresAt" IS NOT NULL AND "expiresAt" < $1`, now),

    authorization: (keyId: string) =>
      sql.get<AuthorizationRow>(`SELECT * FROM authorizations WHERE "keyId" = $1`, keyId),
    authorizationsOf: (accountId: number) =>
      sql.all<AuthorizationRow>(
        `SELECT * FROM authorizations WHERE "accountId" = $1 ORDER BY "createdAt"`,
        accountId,
      ),
    insertAuthorization: (row: AuthorizationRow) =>
      sql.run(insertText('authorizations', AUTHORIZATION), ...valuesOf(row, AUTHORIZATION)),
    async updateAuthorization(keyId: string, patch: Partial<AuthorizationRow>): Promise<void> {
      const statement = updateText('authorizations', patch, `"keyId" = ?`, [keyId])
      if (statement) await sql.run(statement.text, ...statement.params)
    },
    deleteAuthorization: (keyId: string) =>
      sql.run(`DELETE FROM authorizations WHERE "keyId" = $1`, keyId),

    code: (phone: string) =>
      sql.get<LoginCodeRow>(`SELECT * FROM login_codes WHERE "phone" = $1`, phone),
    async putCode(row: LoginCodeRow): Promise<void> {
      await sql.run(`DELETE FROM login_codes WHERE "phone" = $1`, row.phone)
      await sql.run(insertText('login_codes', CODE), ...valuesOf(row, CODE))
    },
    async updateCode(phone: string, patch: Partial<LoginCodeRow>): Promise<void> {
      const statement = updateText('login_codes', patch, `"phone" = ?`, [phone])
      if (statement) await sql.run(statement.text, ...statement.params)
    },
    deleteCode: (phone: string) => sql.run(`DELETE FROM login_codes WHERE "phone" = $1`, phone),

    loginToken: (token: string) =>
      sql.get<LoginTokenRow>(`SELECT * FROM login_tokens WHERE "token" = $1`, token),
    loginTokenOfKey: (keyId: string) =>
      sql.get<LoginTokenRow>(`SELECT * FROM login_tokens WHERE "keyId" = $1`, keyId),
    async putLoginToken(row: LoginTokenRow): Promise<void> {
      await sql.run(`DELETE FROM login_tokens WHERE "keyId" = $1`, row.keyId)
      await sql.run(
        `INSERT INTO login_tokens ("token", "keyId", "apiId", "expiresAt", "acceptedBy") VALUES ($1, $2, $3, $4, $5)`,
        row.token,
        row.keyId,
        row.apiId,
        row.expiresAt,
        row.acceptedBy,
      )
    },
    acceptLoginToken: (token: string, accountId: number) =>
      sql.run(`UPDATE login_tokens SET "acceptedBy" = $1 WHERE "token" = $2`, accountId, token),
    deleteLoginToken: (token: string) =>
      sql.run(`DELETE FROM login_tokens WHERE "token" = $1`, token),

    async putSrpChallenge(row: SrpChallengeRow): Promise<void> {
      await sql.run(
        `INSERT INTO srp_challenges ("id", "accountId", "secret", "expiresAt") VALUES ($1, $2, $3, $4)`,
        row.id,
        row.accountId,
        row.secret,
        row.expiresAt,
      )
    },
    /** Takes a challenge away: each is usable once. */
    async takeSrpChallenge(id: string): Promise<SrpChallengeRow | undefined> {
      return sql.get<SrpChallengeRow>(`DELETE FROM srp_challenges WHERE "id" = $1 RETURNING *`, id)
    },
    deleteExpiredSrp: (now: number) =>
      sql.run(`DELETE FROM srp_challenges WHERE "expiresAt" < $1`, now),
  }
}
