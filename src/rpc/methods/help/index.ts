import type { AnyMethod } from '../../method.ts'

/** Every implemented method of the namespace `help`. */
export const helpMethods: readonly AnyMethod[] = []
