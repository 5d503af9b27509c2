import type { CodeDelivery, SentCode } from '../../domain/accounts/login-code.ts'
import type { AuthSentCode, TypeAuthCodeType } from '../../tl/generated/auth.ts'

const TYPES = {
  app: 'auth.sentCodeTypeApp',
  sms: 'auth.sentCodeTypeSms',
  call: 'auth.sentCodeTypeCall',
} as const satisfies Record<CodeDelivery, string>

/** What became of a login code (https://core.telegram.org/constructor/auth.sentCode). */
export function encodeSentCode({ codeHash, delivery, next, length }: SentCode): AuthSentCode {
  return {
    _: 'auth.sentCode',
    type: { _: TYPES[delivery], length },
    phoneCodeHash: codeHash,
    nextType: nextType(next),
  }
}

function nextType(next: CodeDelivery | undefined): TypeAuthCodeType | undefined {
  if (next === undefined || next === 'app') return undefined
  return { _: next === 'sms' ? 'auth.codeTypeSms' : 'auth.codeTypeCall' }
}
