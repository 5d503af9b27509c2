import type { AnyMethod } from '../../method.ts'
import { getFullUser } from './get-full-user.ts'
import { getUsers } from './get-users.ts'

/** Every implemented method of the namespace `users`. */
export const usersMethods: readonly AnyMethod[] = [getFullUser, getUsers]
