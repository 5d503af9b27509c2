import { rpcError } from '../../core/rpc-error.ts'
import { cleanLine } from '../../core/text/clean.ts'
import type { UserRow } from '../../store/tables/users.ts'
import type { Caller, Unit } from '../context.ts'
import type { InputPeer } from '../peers.ts'
import { tellAccount } from '../updates/log.ts'
import { findUser } from './seen.ts'

/** One entry of a phone book. */
export interface PhoneBookEntry {
  /** The client's own number of the entry, given back. */
  readonly clientId: bigint
  readonly phone: string
  readonly firstName: string
  readonly lastName: string
}

/** What became of a phone book. */
export interface ImportedContacts {
  readonly imported: readonly { readonly userId: number; readonly clientId: bigint }[]
  /** Entries beyond the limit of one call, to be sent again. */
  readonly retry: readonly bigint[]
}

/** One of the caller's contacts. */
export interface Contact {
  readonly userId: number
  /** Whether that account has the caller among its own contacts. */
  readonly mutual: boolean
}

/** The caller's contact list (https://core.telegram.org/method/contacts.getContacts). */
export async function listContacts(u: Unit, caller: Caller): Promise<Contact[]> {
  const ids = (await u.db.users.contactsOf(caller.id)).map(({ userId }) => userId)
  const mutual = new Set(await u.db.users.contactOwnersAmong(caller.id, ids))
  return ids.map((userId) => ({ userId, mutual: mutual.has(userId) }))
}

/**
 * Adds those entries of a phone book that have an account.
 *
 * Source: https://core.telegram.org/method/contacts.importContacts
 */
export async function importContacts(
  u: Unit,
  caller: Caller,
  entries: readonly PhoneBookEntry[],
): Promise<ImportedContacts> {
  const imported = []
  for (const { clientId, phone, firstName, lastName } of entries.slice(
    0,
    u.limits.contactsPerImport,
  )) {
    const user = await u.db.users.byPhone(phone.replaceAll(/\D/g, ''))
    if (!user || user.id === caller.id) continue
    await putContact(u, caller, user, firstName, lastName)
    imported.push({ userId: user.id, clientId })
  }
  const retry = entries.slice(u.limits.contactsPerImport).map((entry) => entry.clientId)
  return { imported, retry }
}

/**
 * Adds one account to the contact list, under the names the caller gives.
 *
 * @throws CONTACT_NAME_EMPTY; CONTACT_ID_INVALID for oneself, a deleted account, and one that the
 *   caller may not name
 * Source: https://core.telegram.org/method/contacts.addContact
 */
export async function addContact(
  u: Unit,
  caller: Caller,
  input: InputPeer,
  firstName: string,
  lastName: string,
): Promise<UserRow> {
  const user = await findUser(u, caller, input)
  if (!user || user.deleted || user.id === caller.id) throw rpcError('CONTACT_ID_INVALID')
  if (cleanLine(firstName) === '') throw rpcError('CONTACT_NAME_EMPTY')
  await putContact(u, caller, user, firstName, lastName)
  return user
}

/**
 * Takes accounts off the contact list; those that were not on it are passed over.
 *
 * Source: https://core.telegram.org/method/contacts.deleteContacts
 */
export async function deleteContacts(
  u: Unit,
  caller: Caller,
  inputs: readonly InputPeer[],
): Promise<void> {
  for (const input of inputs) {
    const user = await findUser(u, caller, input)
    if (user) await removeContact(u, caller, user)
  }
}

/** Takes accounts off the contact list by their numbers (https://core.telegram.org/method/contacts.deleteByPhones). */
export async function deleteContactsByPhone(
  u: Unit,
  caller: Caller,
  phones: readonly string[],
): Promise<void> {
  for (const phone of phones) {
    const user = await u.db.users.byPhone(phone.replaceAll(/\D/g, ''))
    if (user) await removeContact(u, caller, user)
  }
}

async function putContact(
  u: Unit,
  caller: Caller,
  user: UserRow,
  firstName: string,
  lastName: string,
): Promise<void> {
  const cut = (text: string): string => cleanLine(text, u.limits.nameLength)
  await u.db.users.addContact({
    ownerId: caller.id,
    userId: user.id,
    firstName: cut(firstName),
    lastName: cut(lastName),
    date: u.now,
  })
  await tellAccount(u, caller.id, { kind: 'user', userId: user.id }, 0)
}

async function removeContact(u: Unit, caller: Caller, user: UserRow): Promise<void> {
  if ((await u.db.users.removeContact(caller.id, user.id)) === 0) return
  await tellAccount(u, caller.id, { kind: 'user', userId: user.id }, 0)
}
