import type { AnyMethod } from '../../method.ts'

/** Every implemented method of the namespace `langpack`. */
export const langpackMethods: readonly AnyMethod[] = []
