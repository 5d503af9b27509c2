import { randomBytes } from 'node:crypto'
import { createBasicGroup, createChannel } from '../src/domain/chats/create.ts'
import { addMember } from '../src/domain/members/join.ts'
import type { TestAccount } from '../src/domain/testing.ts'
import type { MethodName } from '../src/rpc/method.ts'
import { createTestRpc, type TestClient, type TestRpc } from '../src/rpc/testing.ts'
import { encodeObject, encodeResult, NEWEST_LAYER, storedLayers } from '../src/tl/api.ts'
import type { TlMethods } from '../src/tl/generated/methods.ts'

/** What the same answers and pushes take to be written in each layer. */
export interface LayersResult {
  /** How many there are in one round. */
  readonly answers: number
  /** Microseconds of one round: the least of several samples, which other work disturbs least. */
  readonly micros: readonly { readonly layer: number; readonly micros: number }[]
}

const SAMPLES = 15
/** Rounds of one sample: some milliseconds. */
const ROUNDS = 20
const MEMBERS = 20

/**
 * Writes what a visit to a chat's invite links brings, in every layer, in turn, so that all see the
 * same machine.
 */
export async function benchLayers(): Promise<LayersResult> {
  const writers = await visit()
  const layers = storedLayers()
  const least = new Map(layers.map((layer) => [layer, Infinity]))
  for (let sample = 0; sample < SAMPLES; sample++) {
    for (const layer of layers) {
      const startedAt = performance.now()
      for (let round = 0; round < ROUNDS; round++) for (const write of writers) write(layer)
      const micros = ((performance.now() - startedAt) * 1000) / ROUNDS
      least.set(layer, Math.min(least.get(layer) ?? Infinity, micros))
    }
  }
  const micros = layers.map((layer) => ({ layer, micros: least.get(layer) ?? Infinity }))
  return { answers: writers.length, micros }
}

/** How many times the newest layer's cost each layer's is. */
export function layerRatios({ micros }: LayersResult): { layer: number; ratio: number }[] {
  const newest = micros.find(({ layer }) => layer === NEWEST_LAYER)?.micros ?? Infinity
  return micros.map((one) => ({ layer: one.layer, ratio: one.micros / newest }))
}

/** Writes one answer in a layer. */
type Write = (layer: number) => Buffer

/** A basic group and a supergroup of one owner. */
interface Ground {
  readonly rpc: TestRpc
  readonly owner: TestAccount
  readonly groupId: number
  readonly channel: { readonly channelId: number; readonly accessHash: bigint }
}

/**
 * What the newest layer's clients are told, each with what writes it in another one. Clients of the
 * other layers were there before, as on a server that has run for a while: writers that have met only
 * objects that a test has read are faster than any server's.
 */
async function visit(): Promise<Write[]> {
  const ground = await prepare()
  for (const layer of storedLayers()) await look(ground, layer)
  const writers = await look(ground, NEWEST_LAYER)
  await ground.rpc.close()
  return writers
}

async function prepare(): Promise<Ground> {
  const rpc = await createTestRpc()
  const owner = await rpc.createUser({ firstName: 'Owner', username: 'owner' })
  const members = await Promise.all(
    Array.from({ length: MEMBERS }, (_, i) => rpc.createUser({ firstName: `Member ${i}` })),
  )
  return rpc.unit(async (u) => {
    const rows = members.map((one) => one.row)
    const { id: groupId } = await createBasicGroup(u, owner.caller, 'Group', rows)
    const channel = await createChannel(u, owner.caller, 'supergroup', 'Supergroup', 'About birds')
    for (const { id } of rows) await addMember(u, channel, id, { kind: 'added', byId: owner.id })
    const accessHash = u.accessHashes.of(owner.id, 'channel', channel.id)
    return { rpc, owner, groupId, channel: { channelId: channel.id, accessHash } }
  })
}

/** Goes about the chat's links as its owner; somebody joins meanwhile. */
async function look(ground: Ground, layer: number): Promise<Write[]> {
  const { rpc, owner } = ground
  const client = await rpc.connect({ account: owner, layer })
  const writers: Write[] = []
  const note = noter(client, writers)
  const peer = { _: 'inputPeerChannel', ...ground.channel } as const
  const channel = { _: 'inputChannel', ...ground.channel } as const
  const invite = await note('messages.exportChatInvite', { peer, title: 'Bench', usageLimit: 10 })
  const hash = ('link' in invite ? invite.link : '').split('+')[1] ?? ''
  await note('messages.checkChatInvite', { hash })
  const guest = await rpc.connect({ account: await rpc.createUser({ firstName: 'Guest' }), layer })
  await noter(guest, writers)('messages.importChatInvite', { hash })
  const adminId = { _: 'inputUserSelf' } as const
  await note('messages.getExportedChatInvites', { peer, adminId, limit: 20 })
  const fromStart = { offsetDate: 0, offsetUser: { _: 'inputUserEmpty' } } as const
  await note('messages.getChatInviteImporters', { peer, ...fromStart, limit: 20 })
  await note('channels.getFullChannel', { channel })
  await note('messages.getFullChat', { chatId: ground.groupId })
  const filter = { _: 'channelParticipantsRecent' } as const
  await note('channels.getParticipants', { channel, filter, offset: 0, limit: 20, hash: 0n })
  const dialogs = { offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' } } as const
  await note('messages.getDialogs', { ...dialogs, limit: 20, hash: 0n })
  await note('messages.sendMessage', {
    peer,
    message: 'hello',
    randomId: randomBytes(8).readBigInt64LE(),
  })
  await note('help.getConfig', {})
  for (const push of await client.pushed()) writers.push((to) => encodeObject(push, to))
  client.disconnect()
  guest.disconnect()
  return writers
}

function noter(client: TestClient, writers: Write[]) {
  return async <N extends MethodName>(
    name: N,
    request: Omit<TlMethods[N]['request'], '_'>,
  ): Promise<TlMethods[N]['result']> => {
    const answer = await client.call(name, request)
    writers.push((layer) => encodeResult(name, answer, layer))
    return answer
  }
}
