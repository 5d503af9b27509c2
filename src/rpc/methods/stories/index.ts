import type { AnyMethod } from '../../method.ts'
import { getPeerStories } from './get-peer-stories.ts'

/** Every implemented method of the namespace `stories`; the empty answers of others: empty/others.ts. */
export const storiesMethods: readonly AnyMethod[] = [getPeerStories]
