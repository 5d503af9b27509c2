import type { AnyMethod } from '../../method.ts'

/** Every implemented method of the namespace `channels`. */
export const channelsMethods: readonly AnyMethod[] = []
