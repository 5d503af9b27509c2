import type { AnyMethod } from '../../method.ts'

/** Every implemented method of the namespace `auth`. */
export const authMethods: readonly AnyMethod[] = []
