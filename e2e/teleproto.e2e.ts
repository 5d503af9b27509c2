import { describeJourneys } from './support/journeys.ts'
import { gramjsDriver } from './support/gramjs-driver.ts'

describeJourneys(gramjsDriver('teleproto'))
