import { findUsers } from '../../../domain/accounts/seen.ts'
import type { TypeUser } from '../../../tl/generated/base.ts'
import { inputUser } from '../../decode/peer.ts'
import { Encoder } from '../../encode/encoder.ts'
import { method } from '../../method.ts'

/**
 * users.getUsers: https://core.telegram.org/method/users.getUsers
 *
 * An account that does not exist, or that the caller may not name, is a userEmpty: GramJS and Telethon
 * look for that. inputUserEmpty names nobody and has no place in the answer.
 */
export const getUsers = method('users.getUsers', async ({ u, caller }, request) => {
  const inputs = request.id.map(inputUser).filter((input) => input.kind !== 'empty')
  const found = await findUsers(u, caller, inputs)
  const rows = found.filter((row) => row !== undefined)
  const known = await new Encoder(u, caller).encodeUsers(rows)
  const users: TypeUser[] = []
  let next = 0
  inputs.forEach((input, i) => {
    const user = found[i] === undefined ? undefined : known[next++]
    if (user) users.push(user)
    else if ('userId' in input) users.push({ _: 'userEmpty', id: input.userId })
  })
  return users
})
