import type { Chapter } from '../row.ts'
import { adminLog } from './admin-log.ts'
import { edit } from './edit.ts'
import { exportErrors } from './export-errors.ts'
import { fates } from './fates.ts'
import { fields } from './fields.ts'
import { folderErrors } from './folder-errors.ts'
import { folders } from './folders.ts'
import { guards } from './guards.ts'
import { joining } from './joining.ts'
import { lists } from './lists.ts'
import { methodErrors } from './method-errors.ts'
import { peeking } from './peeking.ts'
import { photos } from './photos.ts'
import { primary } from './primary.ts'
import { publicRequests } from './public-requests.ts'
import { publicChats } from './public.ts'
import { requests } from './requests.ts'
import { subscriptions } from './subscriptions.ts'
import { texts } from './texts.ts'
import { told } from './told.ts'
import { who } from './who.ts'

/** All rules, in the order of the page. */
export const CHAPTERS: readonly Chapter[] = [
  who,
  primary,
  fields,
  edit,
  lists,
  texts,
  joining,
  peeking,
  publicChats,
  exportErrors,
  subscriptions,
  requests,
  publicRequests,
  guards,
  told,
  adminLog,
  fates,
  folders,
  methodErrors,
  folderErrors,
  photos,
]
