/** What the doors tell clients about this server; fixed once it listens. */
export interface ServerFacts {
  /** Host and port that `help.getConfig.dc_options` name. */
  readonly host: string
  readonly port: number
  /** The data centre this server says it is, unless a client thinks it talks to another one. */
  readonly dcId: number
  readonly testMode: boolean
}
