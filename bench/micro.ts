import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createChannel } from '../src/domain/chats/create.ts'
import { exportInvite } from '../src/domain/invites/export.ts'
import { newInvite } from '../src/domain/invites/primary.ts'
import { createTestDomain } from '../src/domain/testing.ts'
import { igeDecrypt, igeEncrypt, initCrypto } from '../src/mtproto/crypto/aes-ige.ts'
import { deriveAesKeyIv, deriveMessageKey } from '../src/mtproto/crypto/message-key.ts'
import { openPacket, sealPacket } from '../src/mtproto/session/envelope.ts'
import { openSqliteStore } from '../src/store/sqlite/store.ts'
import type { Store } from '../src/store/store.ts'
import {
  decodeRequest,
  encodeObject,
  encodeResult,
  NEWEST_LAYER,
  OLDEST_LAYER,
} from '../src/tl/api.ts'
import { withDirectory } from './server-process.ts'

/** What one step of a request takes. */
export interface MicroResult {
  readonly name: string
  /** CPU time of one, in microseconds: the least of several samples, which other work disturbs least. */
  readonly cpuMicros: number
  /** The same in wall time. */
  readonly wallMicros: number
}

const SAMPLES = 12
/** Milliseconds of one sample. */
const SAMPLE_MS = 40

/** Measures the steps that an export consists of, each alone. */
export async function benchMicro(): Promise<MicroResult[]> {
  return [
    ...(await tl()),
    ...(await crypto()),
    ...(await units()),
    ...(await stored()),
    ...(await rule()),
  ]
}

async function tl(): Promise<MicroResult[]> {
  const peer = { _: 'inputPeerChannel', channelId: 1_000_001, accessHash: 7n }
  const title = 'Bench'
  const request = { _: 'messages.exportChatInvite', peer, title, usageLimit: 10 }
  const body = encodeObject(request, NEWEST_LAYER)
  const answer = {
    _: 'chatInviteExported',
    link: 'https://t.me/+AbCdEfGh_-123456',
    adminId: 1_000_002,
    date: 1_800_000_000,
    usageLimit: 10,
    title,
  }
  const encode = (layer: number) => () => encodeResult(request._, answer, layer)
  return [
    await measure('read messages.exportChatInvite', () => decodeRequest(body)),
    await measure(`write its answer in layer ${NEWEST_LAYER}`, encode(NEWEST_LAYER)),
    await measure(`write its answer in layer ${OLDEST_LAYER}`, encode(OLDEST_LAYER)),
  ]
}

async function crypto(): Promise<MicroResult[]> {
  await initCrypto()
  const [key, iv] = [randomBytes(32), randomBytes(32)]
  const [small, large] = [randomBytes(128), randomBytes(65_536)]
  const authKey = randomBytes(256)
  const plain = randomBytes(128)
  plain.writeUInt32LE(80, 28)
  const msgKey = deriveMessageKey(authKey, plain, 'client')
  const aes = deriveAesKeyIv(authKey, msgKey, 'client')
  const fromClient = Buffer.concat([Buffer.alloc(8), msgKey, igeEncrypt(plain, aes.key, aes.iv)])
  return [
    await measure('AES-IGE, encrypt 128 bytes', () => igeEncrypt(small, key, iv)),
    await measure('AES-IGE, decrypt 128 bytes', () => igeDecrypt(small, key, iv)),
    await measure('AES-IGE, encrypt 64 KiB', () => igeEncrypt(large, key, iv)),
    await measure('open a packet of 128 bytes', () => openPacket(authKey, fromClient)),
    await measure('seal a packet of 128 bytes', () => sealPacket(Buffer.alloc(8), authKey, plain)),
  ]
}

async function units(): Promise<MicroResult[]> {
  return withDirectory(async (path) => {
    const store = await openSqliteStore(join(path, 'units.db'))
    await store.unit((db) => db.meta.set('a', '0'))
    let n = 0
    const read = () => store.unit((db) => db.meta.get('a'))
    const write = () => store.unit((db) => db.meta.set(`key ${n % 1000}`, String(n++)))
    const results = [
      await measure('unit that reads, alone', read),
      await measure('unit that reads, 64 together', together(read, 64), 64),
      await measure('unit that writes, alone, with its fsync', write),
      await measure('unit that writes, 64 together', together(write, 64), 64),
    ]
    await store.close()
    return results
  })
}

/** What the database alone takes for a link: the least that any rule could cost. */
async function stored(): Promise<MicroResult[]> {
  return withDirectory(async (path) => {
    const world = await createTestDomain({ file: join(path, 'links.db') })
    const { caller } = await world.createUser()
    const chat = await world.unit((u) => createChannel(u, caller, 'supergroup', 'Bench', ''))
    const row = await world.unit((u) => Promise.resolve(newInvite(u, chat, caller.id)))
    const one = () =>
      world.store.unit((db) => {
        return db.invites.insert({ ...row, title: 'Bench' })
      })
    const results: MicroResult[] = []
    for (const count of [1, 16, 64, 512]) {
      const name = `insert a link on disk, ${count === 1 ? 'alone' : `${count} together`}`
      results.push(await measure(name, together(one, count), count))
    }
    await world.close()
    return results
  })
}

/** The rule itself with the store beneath it, without a disk. */
async function rule(): Promise<MicroResult[]> {
  const world = await createTestDomain({ limits: { invitesPerAdmin: 1_000_000_000 } })
  const { caller } = await world.createUser()
  const chat = await world.unit((u) => createChannel(u, caller, 'supergroup', 'Bench', ''))
  const options = {
    legacyRevokePermanent: false,
    requestNeeded: false,
    expireDate: undefined,
    usageLimit: undefined,
    title: 'Bench',
    pricing: undefined,
  }
  const one = () =>
    world.unit((u) => {
      const accessHash = u.accessHashes.of(caller.id, 'channel', chat.id)
      const peer = { kind: 'channel', channelId: chat.id, accessHash } as const
      return exportInvite(u, caller, peer, options)
    })
  const results = [await measure('export a link in memory, 64 together', together(one, 64), 64)]
  await world.close()
  return results
}

function together(work: () => ReturnType<Store['unit']>, count: number): () => Promise<unknown> {
  return () => Promise.all(Array.from({ length: count }, work))
}

/** @param count operations that one call of `work` does */
async function measure(name: string, work: () => unknown, count = 1): Promise<MicroResult> {
  const isAsync = work() instanceof Promise
  let times = 1
  // Finds how often fits into a sample, and warms the code.
  for (;;) {
    const { wallMicros } = await sample(work, times, isAsync)
    if (wallMicros * times >= SAMPLE_MS * 1000) break
    times *= 2
  }
  const samples: { cpuMicros: number; wallMicros: number }[] = []
  for (let i = 0; i < SAMPLES; i++) samples.push(await sample(work, times, isAsync))
  const least = (values: readonly number[]): number => Math.min(...values) / count
  return {
    name,
    cpuMicros: least(samples.map((one) => one.cpuMicros)),
    wallMicros: least(samples.map((one) => one.wallMicros)),
  }
}

async function sample(
  work: () => unknown,
  times: number,
  isAsync: boolean,
): Promise<{ cpuMicros: number; wallMicros: number }> {
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  if (isAsync) for (let i = 0; i < times; i++) await work()
  else for (let i = 0; i < times; i++) work()
  const wallMicros = ((performance.now() - startedAt) * 1000) / times
  const { user, system } = process.cpuUsage(cpuBefore)
  return { cpuMicros: (user + system) / times, wallMicros }
}
