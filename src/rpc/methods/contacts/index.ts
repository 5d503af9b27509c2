import type { AnyMethod } from '../../method.ts'
import { addContact } from './add-contact.ts'
import { block } from './block.ts'
import { deleteByPhones } from './delete-by-phones.ts'
import { deleteContacts } from './delete-contacts.ts'
import { getBlocked } from './get-blocked.ts'
import { getContacts } from './get-contacts.ts'
import { getStatuses } from './get-statuses.ts'
import { importContacts } from './import-contacts.ts'
import { resolvePhone } from './resolve-phone.ts'
import { resolveUsername } from './resolve-username.ts'
import { search } from './search.ts'
import { unblock } from './unblock.ts'

/** Every implemented method of the namespace `contacts`. */
export const contactsMethods: readonly AnyMethod[] = [
  addContact,
  block,
  deleteByPhones,
  deleteContacts,
  getBlocked,
  getContacts,
  getStatuses,
  importContacts,
  resolvePhone,
  resolveUsername,
  search,
  unblock,
]
