import type { AnyMethod } from '../method.ts'
import { accountMethods } from './account/index.ts'
import { authMethods } from './auth/index.ts'
import { botsMethods } from './bots/index.ts'
import { channelsMethods } from './channels/index.ts'
import { chatlistsMethods } from './chatlists/index.ts'
import { contactsMethods } from './contacts/index.ts'
import { helpMethods } from './help/index.ts'
import { langpackMethods } from './langpack/index.ts'
import { messagesMethods } from './messages/index.ts'
import { storiesMethods } from './stories/index.ts'
import { updatesMethods } from './updates/index.ts'
import { uploadMethods } from './upload/index.ts'
import { usersMethods } from './users/index.ts'

/** Every implemented method by its name. A tidy test fails on a method file that is missing here. */
export const METHODS: ReadonlyMap<string, AnyMethod> = new Map(
  [
    accountMethods,
    authMethods,
    botsMethods,
    channelsMethods,
    chatlistsMethods,
    contactsMethods,
    helpMethods,
    langpackMethods,
    messagesMethods,
    storiesMethods,
    updatesMethods,
    uploadMethods,
    usersMethods,
  ]
    .flat()
    .map((one) => [one.name, one]),
)
