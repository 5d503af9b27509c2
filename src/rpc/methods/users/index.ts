import type { AnyMethod } from '../../method.ts'

/** Every implemented method of the namespace `users`. */
export const usersMethods: readonly AnyMethod[] = []
