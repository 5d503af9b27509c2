import { life } from './life.ts'
import { links } from './links.ts'
import { logins, testDataCentre } from './logins.ts'

/** Every scenario by its name. */
export const SCENARIOS = { logins, testDataCentre, links, life }
