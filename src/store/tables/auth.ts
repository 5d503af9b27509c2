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

/** A login code that was sent; a phone may have several, one for each client that logs in. */
export interface LoginCodeRow {
  codeHash: string
  phone: string
  code: string
  /** Wall unix seconds, as in all rows of a login that is under way. */
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

/** A row with its place among those of the same owner; the table gives it. */
type Numbered<T> = T & { n: number }

const KEY = ['id', 'key', 'kind', 'expiresAt', 'boundTo', 'dc', 'createdAt'] as const
const AUTHORIZATION = [
  'keyId', 'accountId', 'passwordPendingFor', 'hash', 'layer', 'apiId', 'deviceModel',
  'systemVersion', 'appVersion', 'systemLangCode', 'langPack', 'langCode', 'createdAt', 'activeAt',
] as const satisfies readonly (keyof AuthorizationRow)[] // prettier-ignore
const NUMBER_LOGIN = `UPDATE authorizations SET "n" = 1 + (
  SELECT COALESCE(MAX("n"), 0) FROM authorizations WHERE "accountId" = $1) WHERE "keyId" = $2`
const CODE = [
  'codeHash', 'phone', 'n', 'code', 'expiresAt', 'attempts', 'resends', 'verifiedKeyId',
] as const satisfies readonly (keyof Numbered<LoginCodeRow>)[] // prettier-ignore
const TOKEN = [
  'token', 'keyId', 'apiId', 'expiresAt', 'exceptIds', 'acceptedBy',
] as const satisfies readonly (keyof LoginTokenRow)[] // prettier-ignore
const CHALLENGE = ['id', 'accountId', 'n', 'secret', 'verifier', 'expiresAt'] as const
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
    /** Makes the login of a key the last one of its account: several may begin within one second. */
    numberLogin: (keyId: string, accountId: number) => sql.run(NUMBER_LOGIN, accountId, keyId),
    /** The account's logins, oldest first. */
    authorizationsOf(accountId: number): Promise<AuthorizationRow[]> {
      return sql.all(`SELECT * FROM authorizations WHERE "accountId" = $1 ORDER BY "n"`, accountId)
    },
    /** Keys on which a login waits for the account's password. */
    async keysPendingFor(accountId: number): Promise<string[]> {
      const rows = await sql.all<{ keyId: string }>(
        `SELECT "keyId" FROM authorizations WHERE "passwordPendingFor" = $1`,
        accountId,
      )
      return rows.map((row) => row.keyId)
    },
    insertAuthorization: (row: AuthorizationRow) =>
      sql.run(insertText('authorizations', AUTHORIZATION), ...valuesOf(row, AUTHORIZATION)),
    async updateAuthorization(keyId: string, patch: Partial<AuthorizationRow>): Promise<void> {
      const statement = updateText('authorizations', patch, `"keyId" = ?`, [keyId])
      if (statement) await sql.run(statement.text, ...statement.params)
    },

    code: (codeHash: string) =>
      sql.get<LoginCodeRow>(`SELECT * FROM login_codes WHERE "codeHash" = $1`, codeHash),
    /** The code that was sent to a phone last, of those that live. */
    newestCode: (phone: string, now: number) =>
      sql.get<LoginCodeRow>(
        `SELECT * FROM login_codes WHERE "phone" = $1 AND "expiresAt" > $2
         ORDER BY "n" DESC LIMIT 1`,
        phone,
        now,
      ),
    /** Writes a new code and deletes the oldest of its phone until `limit` are left. */
    async addCode(row: LoginCodeRow, limit: number): Promise<void> {
      const n = await nextNumber(sql, 'login_codes', 'phone', row.phone)
      await sql.run(insertText('login_codes', CODE), ...valuesOf({ ...row, n }, CODE))
      await keepNewest(sql, 'login_codes', 'phone', row.phone, limit)
    },
    async updateCode(codeHash: string, patch: Partial<LoginCodeRow>): Promise<void> {
      const statement = updateText('login_codes', patch, `"codeHash" = ?`, [codeHash])
      if (statement) await sql.run(statement.text, ...statement.params)
    },
    /** Takes one of `limit` tries at a code; false when none was left. */
    async takeCodeTry(codeHash: string, limit: number): Promise<boolean> {
      const changed = await sql.run(
        `UPDATE login_codes SET "attempts" = "attempts" + 1
         WHERE "codeHash" = $1 AND "attempts" < $2`,
        codeHash,
        limit,
      )
      return changed === 1
    },
    deleteCode: (codeHash: string) =>
      sql.run(`DELETE FROM login_codes WHERE "codeHash" = $1`, codeHash),
    deleteCodesOf: (phone: string) => sql.run(`DELETE FROM login_codes WHERE "phone" = $1`, phone),

    /**
     * Takes one of `limit` tries at all codes of a phone together; false when none was left. A count
     * whose window is over begins anew and lasts until `until`.
     */
    async takePhoneTry(phone: string, now: number, until: number, limit: number): Promise<boolean> {
      const changed = await sql.run(
        `INSERT INTO login_tries ("phone", "tries", "until") VALUES ($1, 1, $2)
         ON CONFLICT ("phone") DO UPDATE SET
           "tries" = CASE WHEN login_tries."until" <= $3 THEN 1 ELSE login_tries."tries" + 1 END,
           "until" = CASE WHEN login_tries."until" <= $3 THEN excluded."until"
                          ELSE login_tries."until" END
         WHERE login_tries."until" <= $3 OR login_tries."tries" < $4`,
        phone,
        until,
        now,
        limit,
      )
      return changed === 1
    },
    /** When the tries at a phone's codes are counted anew; undefined where none are counted. */
    async triesUntil(phone: string): Promise<number | undefined> {
      const text = `SELECT "until" FROM login_tries WHERE "phone" = $1`
      return (await sql.get<{ until: number }>(text, phone))?.until
    },
    forgetTries: (phone: string) => sql.run(`DELETE FROM login_tries WHERE "phone" = $1`, phone),

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

    /** Writes a new challenge and deletes the oldest of its account until `limit` are left. */
    async addSrpChallenge(row: SrpChallengeRow, limit: number): Promise<void> {
      const n = await nextNumber(sql, 'srp_challenges', 'accountId', row.accountId)
      await sql.run(insertText('srp_challenges', CHALLENGE), ...valuesOf({ ...row, n }, CHALLENGE))
      await keepNewest(sql, 'srp_challenges', 'accountId', row.accountId, limit)
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
    /** Deletes codes, tries, tokens and challenges of logins that ended before a wall time. */
    async deleteExpiredLogins(before: number): Promise<void> {
      await sql.run(`DELETE FROM login_codes WHERE "expiresAt" < $1`, before)
      await sql.run(`DELETE FROM login_tries WHERE "until" < $1`, before)
      await sql.run(`DELETE FROM login_tokens WHERE "expiresAt" < $1`, before)
      await this.deleteExpiredSrp(before)
      await this.deleteExpiredExports(before)
    },
  }
}

/** Tables whose rows are numbered by owner, and the owner's column. */
type NumberedTable = 'login_codes' | 'srp_challenges'
type OwnerColumn = 'phone' | 'accountId'

async function nextNumber(
  sql: Sql,
  table: NumberedTable,
  owner: OwnerColumn,
  of: string | number,
): Promise<number> {
  const row = await sql.get<{ last: number | null }>(
    `SELECT MAX("n") AS "last" FROM ${table} WHERE "${owner}" = $1`,
    of,
  )
  return (row?.last ?? 0) + 1
}

async function keepNewest(
  sql: Sql,
  table: NumberedTable,
  owner: OwnerColumn,
  of: string | number,
  limit: number,
): Promise<void> {
  await sql.run(
    `DELETE FROM ${table} WHERE "${owner}" = $1 AND "n" <= (
       SELECT "n" FROM ${table} WHERE "${owner}" = $2 ORDER BY "n" DESC LIMIT 1 OFFSET $3)`,
    of,
    of,
    limit,
  )
}
