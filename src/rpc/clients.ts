import { noteLanguage, type Device } from '../domain/accounts/authorization.ts'
import type { Domain, Unit } from '../domain/context.ts'
import { NEWEST_LAYER, layerFor } from '../tl/api.ts'

/**
 * The client behind one permanent auth key. Layer and login are remembered by the key, since most
 * clients say their layer once and then rely on it (spec/clients.md section 1, "Wrappers").
 */
export interface Client {
  readonly keyId: string
  /** Data centre 1..5 that the client thinks it talks to, where it said so. */
  readonly dcId: number | undefined
  /** Layer of every answer and push; the client's own, or the nearest that has a schema. */
  layer: number
  accountId: number | undefined
  /** Whether a login on the key waits for the account's password. */
  passwordNeeded: boolean
  isBot: boolean
  /** Whether a row of `authorizations` exists for the key. */
  stored: boolean
  device: Device
}

const UNKNOWN_DEVICE: Device = {
  apiId: 0, deviceModel: '', systemVersion: '', appVersion: '', systemLangCode: '', langPack: '', langCode: '',
} // prettier-ignore

/** Clients kept in memory; one that was forgotten is read from the store again. */
const CLIENTS_MAX = 100_000

/** Clients in memory by their permanent key; those that are not there are loaded from the store. */
export class Clients {
  readonly #domain: Domain
  readonly #byKey = new Map<string, Client>()
  readonly #loading = new Map<string, Promise<Client>>()

  constructor(domain: Domain) {
    this.#domain = domain
    domain.onForget(() => {
      this.#clear()
    })
    domain.listen(({ events }) => {
      for (const event of events) {
        if (event.to !== 'keys') continue
        if (event.what === 'loggedOut') event.keyIds.forEach((id) => this.#logOut(id, false))
        if (event.what === 'passwordNeeded') event.keyIds.forEach((id) => this.#logOut(id, true))
        if (event.what === 'loggedIn') event.keyIds.forEach((id) => this.#logIn(id, event))
      }
    })
  }

  /** The client of a key that is in memory already. */
  known(keyId: string): Client | undefined {
    return this.#byKey.get(keyId)
  }

  /** The client of a key, loaded on first use. */
  async load(keyId: string): Promise<Client> {
    const known = this.#byKey.get(keyId)
    if (known) return known
    let loading = this.#loading.get(keyId)
    if (!loading) {
      loading = this.#read(keyId).finally(() => this.#loading.delete(keyId))
      this.#loading.set(keyId, loading)
    }
    return loading
  }

  /** Forgets a key: it was destroyed, or its login ended elsewhere. */
  forget(keyId: string): void {
    this.#byKey.delete(keyId)
  }

  /**
   * Forgets every key, for a reset of the server. Calls that wait for their turn find no login: the
   * account is gone, and another may have its id by then.
   */
  #clear(): void {
    for (const keyId of this.#byKey.keys()) this.#logOut(keyId, false)
    this.#byKey.clear()
  }

  /**
   * Notes what a client said of itself; written to the store only where it is new, so that clients
   * which wrap every call cost no write each time.
   */
  async introduce(
    client: Client,
    layer: number | undefined,
    device: Device | undefined,
  ): Promise<void> {
    const newLayer = layer === undefined ? client.layer : layerFor(layer)
    const newDevice = device ?? client.device
    if (client.stored && newLayer === client.layer && sameDevice(newDevice, client.device)) return
    client.layer = newLayer
    client.device = newDevice
    const isNew = !client.stored
    client.stored = true
    try {
      await this.#domain.unit((u) => putDevice(u, client.keyId, isNew, newLayer, newDevice))
    } catch (error) {
      // It is in nobody's store: the next call tries again.
      if (isNew) client.stored = false
      client.device = UNKNOWN_DEVICE
      throw error
    }
  }

  #logIn(keyId: string, login: { accountId: number; isBot: boolean }): void {
    const client = this.#byKey.get(keyId)
    if (!client) return
    client.accountId = login.accountId
    client.passwordNeeded = false
    client.isBot = login.isBot
    client.stored = true
  }

  #logOut(keyId: string, passwordNeeded: boolean): void {
    const client = this.#byKey.get(keyId)
    if (!client) return
    client.accountId = undefined
    client.passwordNeeded = passwordNeeded
    client.isBot = false
  }

  async #read(keyId: string): Promise<Client> {
    try {
      // Known from inside the unit on, so that no login or logout that is committed with it is missed.
      return await this.#domain.unit(async (u) => {
        const client = await readClient(u, keyId)
        this.#byKey.set(keyId, client)
        if (this.#byKey.size > CLIENTS_MAX) this.#forgetOldest()
        return client
      })
    } catch (error) {
      this.#byKey.delete(keyId)
      throw error
    }
  }

  #forgetOldest(): void {
    const [oldest] = this.#byKey.keys()
    if (oldest !== undefined) this.#byKey.delete(oldest)
  }
}

async function putDevice(
  u: Unit,
  keyId: string,
  isNew: boolean,
  layer: number,
  device: Device,
): Promise<void> {
  const patch = { ...device, layer, activeAt: u.now }
  const known = await u.db.auth.authorization(keyId)
  if (known?.accountId != null) await noteLanguage(u, known.accountId, device.langCode)
  if (!isNew || known) {
    await u.db.auth.updateAuthorization(keyId, patch)
    return
  }
  await u.db.auth.insertAuthorization({
    ...patch,
    keyId,
    accountId: null,
    passwordPendingFor: null,
    hash: u.random.bytes(8).readBigInt64LE(0).toString(),
    createdAt: u.now,
  })
}

async function readClient(u: Unit, keyId: string): Promise<Client> {
  const row = await u.db.auth.authorization(keyId)
  const user = row?.accountId == null ? undefined : await u.db.users.byId(row.accountId)
  return {
    keyId,
    dcId: (await u.db.auth.key(keyId))?.dc ?? undefined,
    layer: row ? layerFor(row.layer) : NEWEST_LAYER,
    accountId: row?.accountId ?? undefined,
    passwordNeeded: row?.passwordPendingFor != null,
    isBot: user?.isBot === 1,
    stored: row !== undefined,
    device: row ?? UNKNOWN_DEVICE,
  }
}

function sameDevice(a: Device, b: Device): boolean {
  return (Object.keys(UNKNOWN_DEVICE) as (keyof Device)[]).every((name) => a[name] === b[name])
}
