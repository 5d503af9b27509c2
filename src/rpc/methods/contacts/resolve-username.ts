import { resolveUsername as lookUp } from '../../../domain/accounts/resolve.ts'
import { Encoder } from '../../encode/encoder.ts'
import { encodeResolved } from '../../encode/resolved.ts'
import { method } from '../../method.ts'

/** contacts.resolveUsername: https://core.telegram.org/method/contacts.resolveUsername */
export const resolveUsername = method('contacts.resolveUsername', async ({ u, caller }, request) =>
  encodeResolved(new Encoder(u, caller), await lookUp(u, request.username)),
)
