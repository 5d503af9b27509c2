import type { AnyMethod } from '../../method.ts'

/** Every implemented method of the namespace `contacts`. */
export const contactsMethods: readonly AnyMethod[] = []
