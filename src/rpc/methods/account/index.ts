import type { AnyMethod } from '../../method.ts'

/** Every implemented method of the namespace `account`. */
export const accountMethods: readonly AnyMethod[] = []
