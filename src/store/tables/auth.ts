import { insertText, updateText, valuesOf, type Sql } from '../sql.ts'

/** An auth key as it is stored; `id` is the 16 hex digits of its 8 wire bytes. */
export interface AuthKeyRow {
  id: string
  key: Uint8Array
  kind: 'perm' | 'temp'
  /** Wall unix seconds; null for permanent keys. */
  expiresAt: number | null
  boundTo: string | null
  /** Data centre that the client said it talks to when it made the key. */
  dc: number | null
  createdAt: number
}

/** What is known of a permanent key: its client, its layer, and who is logged in. */
export interface AuthorizationRow {
  keyId: string
  accountId: number | null
  /** Signed in with a code, but the second factor is still missing. */
  passwordPendingFor: number | null
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
  /** Accounts that may not accept it, as a JSON array: the client has them already. */
  exceptIds: string
  acceptedBy: number | null
}

/** One SRP round of a two-factor login; usable once. */
export interface SrpChallengeRow {
  id: string
  accountId: number
  /** The server's secret exponent. */
  secret: Uint8Array
  /** The verifier it was made for; another one since then means that the password was changed. */
  verifier: Uint8Array
  expiresAt: number
}

/** What auth.exportAuthorization handed out; usable once. */
export interface ExportedAuthorizationRow {
  /** Hex. */
  token: string
  accountId: number
  expiresAt: number
}

const KEY = ['id', 'key', 'kind', 'expiresAt', 'boundTo', 'dc', 'createdAt'] as const
const AUTHORIZATION = [
  'keyId', 'accountId', 'passwordPendingFor', 'hash', 'layer', 'apiId', 'deviceModel',
  'systemVersion', 'appVersion', 'systemLangCode', 'langPack', 'langCode', 'createdAt', 'activeAt',
] as const satisfies readonly (keyof AuthorizationRow)[] // prettier-ignore
const CODE = [
  'phone', 'codeHash', 'code', 'expiresAt', 'attempts', 'resends', 'verifiedKeyId',
] as const satisfies readonly (keyof LoginCodeRow)[] // prettier-ignore
const TOKEN = [
  'token', 'keyId', 'apiId', 'expiresAt', 'exceptIds', 'acceptedBy',
] as const satisfies readonly (keyof LoginTokenRow)[] // prettier-ignore
const CHALLENGE = ['id', 'accountId', 'secret', 'verifier', 'expiresAt'] as const
const EXPORTED = ['token', 'accountId', 'expiresAt'] as const

/** Auth keys, logins, login codes, QR tokens and SRP challenges. */
export function authTable(sql: Sql) {
  return {
    key: (id: string) => sql.get<AuthKeyRow>(`SELECT * FROM auth_keys WHERE "id" = $1`, id),
    insertKey: (row: AuthKeyRow) => sql.run(insertText('auth_keys', KEY), ...valuesOf(row, KEY)),
    setKeyDc: (id: string, dc: number) =>
      sql.run(`UPDATE auth_keys SET "dc" = $1 WHERE "id" = $2`, dc, id),
    bindKey: (tempId: string, permId: string) =>
      sql.run(`UPDATE auth_keys SET "boundTo" = $1 WHERE "id" = $2`, permId, tempId),
    /** Deletes a key, the temporary keys bound to it, and its login. */
    async deleteKey(id: string): Promise<void> {
      await sql.run(`DELETE FROM auth_keys WHERE "id" = $1 OR "boundTo" = $2`, id, id)
      await sql.run(`DELETE FROM authorizations WHERE "keyId" = $1`, id)
    },
    /** Ids of the temporary keys that are bound to a permanent one. */
    async tempKeysOf(permId: string): Promise<string[]> {
      const rows = await sql.all<{ id: string }>(
        `SELECT "id" FROM auth_keys WHERE "boundTo" = $1`,
        permId,
      )
      return rows.map((row) => row.id)
    },
    /**
     * Ids of keys that nobody should need any more, ascending, from after one of them on: temporary ones
     * whose time is over, and permanent ones made before `unusedBefore` that no account is logged in
     * on. Times are wall unix seconds.
     */
    async staleKeys(
      now: number,
      unusedBefore: number,
      after: string,
      limit: number,
    ): Promise<string[]> {
      const rows = await sql.all<{ id: string }>(
        `SELECT k."id" FROM auth_keys k
         WHERE k."id" > $1
           AND (k."expiresAt" < $2 OR (k."kind" = 'perm' AND k."createdAt" < $3 AND NOT EXISTS (
             SELECT 1 FROM authorizations a WHERE a."keyId" = k."id" AND a."accountId" IS NOT NULL)))
         ORDER BY k."id" LIMIT $4`,
        after,
        now,
        unusedBefore,
        limit,
      )
      return rows.map((row) => row.id)
    },

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
    /** Takes one of `limit` tries at a code; false when none was left. */
    async takeCodeTry(phone: string, limit: number): Promise<boolean> {
      const changed = await sql.run(
        `UPDATE login_codes SET "attempts" = "attempts" + 1 WHERE "phone" = $1 AND "attempts" < $2`,
        phone,
        limit,
      )
      return changed === 1
    },
    deleteCode: (phone: string) => sql.run(`DELETE FROM login_codes WHERE "phone" = $1`, phone),

    loginToken: (token: string) =>
      sql.get<LoginTokenRow>(`SELECT * FROM login_tokens WHERE "token" = $1`, token),
    loginTokenOfKey: (keyId: string) =>
      sql.get<LoginTokenRow>(`SELECT * FROM login_tokens WHERE "keyId" = $1`, keyId),
    async putLoginToken(row: LoginTokenRow): Promise<void> {
      await sql.run(`DELETE FROM login_tokens WHERE "keyId" = $1`, row.keyId)
      await sql.run(insertText('login_tokens', TOKEN), ...valuesOf(row, TOKEN))
    },
    /** Notes who accepted a token, and until when it may be used; false when somebody did before. */
    async acceptLoginToken(token: string, accountId: number, expiresAt: number): Promise<boolean> {
      const changed = await sql.run(
        `UPDATE login_tokens SET "acceptedBy" = $1, "expiresAt" = $2
         WHERE "token" = $3 AND "acceptedBy" IS NULL`,
        accountId,
        expiresAt,
        token,
      )
      return changed === 1
    },
    deleteLoginToken: (token: string) =>
      sql.run(`DELETE FROM login_tokens WHERE "token" = $1`, token),

    async putSrpChallenge(row: SrpChallengeRow): Promise<void> {
      await sql.run(insertText('srp_challenges', CHALLENGE), ...valuesOf(row, CHALLENGE))
    },
    /** Takes a challenge away: each is usable once. */
    async takeSrpChallenge(id: string): Promise<SrpChallengeRow | undefined> {
      return sql.get<SrpChallengeRow>(`DELETE FROM srp_challenges WHERE "id" = $1 RETURNING *`, id)
    },
    deleteExpiredSrp: (now: number) =>
      sql.run(`DELETE FROM srp_challenges WHERE "expiresAt" < $1`, now),

    putExportedAuthorization: (row: ExportedAuthorizationRow) =>
      sql.run(insertText('exported_authorizations', EXPORTED), ...valuesOf(row, EXPORTED)),
    /** Takes an exported authorization away: each is usable once. */
    takeExportedAuthorization: (token: string) =>
      sql.get<ExportedAuthorizationRow>(
        `DELETE FROM exported_authorizations WHERE "token" = $1 RETURNING *`,
        token,
      ),
    deleteExpiredExports: (now: number) =>
      sql.run(`DELETE FROM exported_authorizations WHERE "expiresAt" < $1`, now),
    /** Deletes codes, tokens and challenges of logins that ended before a business time. */
    async deleteExpiredLogins(before: number): Promise<void> {
      await sql.run(`DELETE FROM login_codes WHERE "expiresAt" < $1`, before)
      await sql.run(`DELETE FROM login_tokens WHERE "expiresAt" < $1`, before)
      await this.deleteExpiredSrp(before)
      await this.deleteExpiredExports(before)
    },
  }
}
