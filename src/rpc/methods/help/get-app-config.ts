import { createHash } from 'node:crypto'
import { encodeJson } from '../../encode/json-value.ts'
import { openMethod } from '../../method.ts'
import { appConfig } from '../../app-config.ts'

/** help.getAppConfig: https://core.telegram.org/method/help.getAppConfig */
export const getAppConfig = openMethod('help.getAppConfig', ({ u }, request) => {
  const config = appConfig(u.limits)
  const digest = createHash('sha256').update(JSON.stringify(config)).digest()
  // 0 is what a client sends that has no configuration yet.
  const hash = digest.readInt32LE(0) || 1
  return Promise.resolve(
    request.hash === hash
      ? { _: 'help.appConfigNotModified' }
      : { _: 'help.appConfig', hash, config: encodeJson(config) },
  )
})
