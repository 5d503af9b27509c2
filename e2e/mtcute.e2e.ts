import { describeJourneys } from './support/journeys.ts'
import { mtcuteDriver } from './support/mtcute-driver.ts'

describeJourneys(mtcuteDriver)
