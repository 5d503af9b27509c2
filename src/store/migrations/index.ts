import { UserError } from '../../core/user-error.ts'
import type { Sql } from '../sql.ts'
import { first } from './001-first.ts'
import { loginCodes } from './002-login-codes.ts'
import { botUpdates } from './003-bot-updates.ts'
import { dialogs } from './004-dialogs.ts'
import { botCommands } from './005-bot-commands.ts'
import { photos } from './006-photos.ts'
import { memberLists } from './007-member-lists.ts'
import { replyThreads } from './008-reply-threads.ts'
import { messageFlags } from './009-message-flags.ts'
import { creationOrder } from './010-creation-order.ts'
import { whoKnowsWhom } from './011-who-knows-whom.ts'
import { leftovers } from './012-leftovers.ts'
import { fewerTrees } from './013-fewer-trees.ts'

/** All schemas in order; the version of a database is how many of them it has. Never edit a landed one. */
export const MIGRATIONS: readonly (readonly string[])[] = [
  first,
  loginCodes,
  botUpdates,
  dialogs,
  botCommands,
  photos,
  memberLists,
  replyThreads,
  messageFlags,
  creationOrder,
  whoKnowsWhom,
  leftovers,
  fewerTrees,
]

/**
 * Brings a database to the newest schema. Must run inside a transaction.
 *
 * @throws UserError when the database was written by a newer localgram
 */
export async function migrate(
  sql: Sql,
  exec: (text: string) => void,
  hasMeta: boolean,
): Promise<void> {
  const row = hasMeta
    ? await sql.get<{ value: string }>(`SELECT "value" FROM meta WHERE "key" = $1`, 'schema')
    : undefined
  const version = row === undefined ? 0 : Number(row.value)
  if (version > MIGRATIONS.length) {
    throw new UserError(
      'DATA_NEWER',
      `the database has schema ${version}, this localgram knows ${MIGRATIONS.length} at most`,
      'start the newer localgram that wrote it, or give this one another directory with --data <dir>',
    )
  }
  if (version === MIGRATIONS.length) return
  for (const statements of MIGRATIONS.slice(version)) {
    for (const statement of statements) exec(statement)
  }
  await sql.run(
    `INSERT INTO meta ("key", "value") VALUES ('schema', $1)
     ON CONFLICT ("key") DO UPDATE SET "value" = excluded."value"`,
    String(MIGRATIONS.length),
  )
}
