import type { AnyMethod } from '../../method.ts'
import { getAppConfig } from './get-app-config.ts'
import { getAppUpdate } from './get-app-update.ts'
import { getCdnConfig } from './get-cdn-config.ts'
import { getConfig } from './get-config.ts'
import { getCountriesList } from './get-countries-list.ts'
import { getDeepLinkInfo } from './get-deep-link-info.ts'
import { getInviteText } from './get-invite-text.ts'
import { getNearestDc } from './get-nearest-dc.ts'
import { getPromoData } from './get-promo-data.ts'
import { getTermsOfServiceUpdate } from './get-terms-of-service-update.ts'
import { saveAppLog } from './save-app-log.ts'

/** Every implemented method of the namespace `help`. */
export const helpMethods: readonly AnyMethod[] = [
  getAppConfig,
  getAppUpdate,
  getCdnConfig,
  getConfig,
  getCountriesList,
  getDeepLinkInfo,
  getInviteText,
  getNearestDc,
  getPromoData,
  getTermsOfServiceUpdate,
  saveAppLog,
]
