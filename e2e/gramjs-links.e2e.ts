import { gramjsDriver } from './support/gramjs-driver.ts'
import { describeLinkJourneys } from './support/link-journeys.ts'

describeLinkJourneys(gramjsDriver('telegram'))
