import { resolvePhone as lookUp } from '../../../domain/accounts/resolve.ts'
import { Encoder } from '../../encode/encoder.ts'
import { encodeResolved } from '../../encode/resolved.ts'
import { method } from '../../method.ts'

/** contacts.resolvePhone: https://core.telegram.org/method/contacts.resolvePhone */
export const resolvePhone = method('contacts.resolvePhone', async ({ u, caller }, request) => {
  const { id } = await lookUp(u, request.phone)
  return encodeResolved(new Encoder(u, caller), { kind: 'user', id })
})
