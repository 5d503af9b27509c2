import { mtcuteDriver } from './support/mtcute-driver.ts'
import { describeLinkJourneys } from './support/link-journeys.ts'

describeLinkJourneys(mtcuteDriver)
