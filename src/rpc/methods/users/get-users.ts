import { findUser } from '../../../domain/accounts/seen.ts'
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
  const e = new Encoder(u, caller)
  const users: TypeUser[] = []
  for (const one of request.id) {
    const input = inputUser(one)
    if (input.kind === 'empty') continue
    const user = await findUser(u, caller, input)
    if (user) users.push(await e.encodeUser(user))
    else if ('userId' in input) users.push({ _: 'userEmpty', id: input.userId })
  }
  return users
})
