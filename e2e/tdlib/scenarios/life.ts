import type { Scenario } from '../stage.ts'
export const life: Scenario<null> = { play: () => Promise.resolve(null) }
