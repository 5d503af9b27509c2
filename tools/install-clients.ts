import { installClients } from './clients.ts'

/** Run before anything that reads the end-to-end tests: the compiler needs the clients' types. */
const { failed } = await installClients()
process.exitCode = failed === 0 ? 0 : 1
