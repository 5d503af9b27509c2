import type { AnyMethod } from '../../method.ts'

/** Every implemented method of the namespace `updates`. */
export const updatesMethods: readonly AnyMethod[] = []
