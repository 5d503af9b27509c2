import { DH_GENERATOR, DH_PRIME } from '../../core/dh-prime.ts'
import type { PasswordState } from '../../domain/accounts/password.ts'
import type { PasswordSalts } from '../../domain/accounts/srp.ts'
import type { AccountPassword } from '../../tl/generated/account.ts'
import type { TypePasswordKdfAlgo } from '../../tl/generated/base.ts'

/** Two-step verification of an account (https://core.telegram.org/constructor/account.password). */
export function encodePassword({
  current,
  next,
  secureSalt,
  secureRandom,
}: PasswordState): AccountPassword {
  return {
    _: 'account.password',
    hasPassword: current !== undefined,
    currentAlgo: current && encodeAlgorithm(current),
    srp_B: current?.srpB,
    srpId: current?.srpId,
    hint: current?.hint || undefined,
    newAlgo: encodeAlgorithm(next),
    newSecureAlgo: {
      _: 'securePasswordKdfAlgoPBKDF2HMACSHA512iter100000',
      salt: secureSalt,
    },
    secureRandom,
  }
}

function encodeAlgorithm({ salt1, salt2 }: PasswordSalts): TypePasswordKdfAlgo {
  return {
    _: 'passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow',
    salt1: Buffer.from(salt1),
    salt2: Buffer.from(salt2),
    g: DH_GENERATOR,
    p: DH_PRIME,
  }
}
