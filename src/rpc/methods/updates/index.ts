import type { AnyMethod } from '../../method.ts'
import { getChannelDifference } from './get-channel-difference.ts'
import { getDifference } from './get-difference.ts'
import { getState } from './get-state.ts'

/** Every implemented method of the namespace `updates`. */
export const updatesMethods: readonly AnyMethod[] = [getChannelDifference, getDifference, getState]
