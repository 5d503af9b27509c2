import { createHash, pbkdf2Sync, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DH_GENERATOR, DH_PRIME } from '../../core/dh-prime.ts'
import type { ChatRow } from '../../store/tables/chats.ts'
import { getPassword, type PasswordProof } from '../accounts/password.ts'
import { CREATOR_RIGHTS } from '../chats/rights.ts'
import type { Unit } from '../context.ts'
import type { InputPeer } from '../peers.ts'
import {
  channelInput,
  createChatWorld,
  heard,
  userInput,
  type ChatWorld,
} from '../chats/testing.ts'
import type { TestAccount } from '../testing.ts'
import { editCreator } from './edit-creator.ts'

const EMPTY: InputPeer = { kind: 'empty' }

let w: ChatWorld
let owner: TestAccount
let ann: TestAccount

beforeEach(async () => {
  w = await createChatWorld({ publicChannelsPerUser: 1 })
  owner = await w.createUser({ firstName: 'Owner', password: 'secret' })
  ann = await w.createUser({ firstName: 'Ann' })
})
afterEach(() => w.close())

/** What a client answers to the challenge of account.getPassword (https://core.telegram.org/api/srp). */
async function prove(who: TestAccount, password: string): Promise<PasswordProof> {
  const { current } = await w.unit((u) => getPassword(u, who.row))
  if (!current) throw new Error('no password')
  const { salt1, salt2, srpB, srpId } = current
  const hash = (...parts: Uint8Array[]) =>
    createHash('sha256').update(Buffer.concat(parts)).digest()
  const salted = (data: Uint8Array, salt: Uint8Array) => hash(salt, data, salt)
  const int = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  const bytes = (value: bigint) => Buffer.from(value.toString(16).padStart(512, '0'), 'hex')
  const p = int(DH_PRIME)
  const g = BigInt(DH_GENERATOR)
  const power = (base: bigint, exponent: bigint) => {
    let [result, square] = [1n, base % p]
    for (let rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % p) {
      if (rest & 1n) result = (result * square) % p
    }
    return result
  }
  const inner = salted(salted(Buffer.from(password), salt1), salt2)
  const x = int(salted(pbkdf2Sync(inner, salt1, 100_000, 64, 'sha512'), salt2))
  const exponent = int(randomBytes(32))
  const a = bytes(power(g, exponent))
  const k = int(hash(DH_PRIME, bytes(g)))
  const u = int(hash(a, srpB))
  const base = (((int(srpB) - k * power(g, x)) % p) + p) % p
  const key = hash(bytes(power(base, exponent + u * x)))
  const mixed = Buffer.from(hash(DH_PRIME).map((byte, i) => byte ^ (hash(bytes(g))[i] ?? 0)))
  const m1 = hash(mixed, hash(salt1), hash(salt2), a, srpB, key)
  return { kind: 'srp', srpId, a, m1 }
}

const transfer =
  (chat: ChatRow, to: TestAccount, proof: PasswordProof, by = owner) =>
  (u: Unit) => {
    const input: InputPeer =
      chat.kind === 'group' ? { kind: 'chat', chatId: chat.id } : channelInput(u, by, chat)
    return editCreator(u, by.caller, input, userInput(u, by, to), proof)
  }

describe('the question whether a transfer is possible', () => {
  it('is answered from the password alone, with empty peers', async () => {
    const ask = (who: TestAccount) => (u: Unit) =>
      editCreator(u, who.caller, EMPTY, EMPTY, { kind: 'empty' })
    expect(await w.refusal(ask(ann))).toBe('PASSWORD_MISSING')
    expect(await w.refusal(ask(owner))).toBe('PASSWORD_HASH_INVALID')
  })
})

describe('handing a chat over', () => {
  it('makes the member creator and the old creator an admin with every right', async () => {
    const chat = await w.supergroup(owner, ann)
    const proof = await prove(owner, 'secret')
    const events = await w.events(transfer(chat, ann, proof))
    expect(heard(events)).toEqual([
      `${owner.id}:channel`,
      `${ann.id}:channel`,
      'channel:newMessage',
    ])
    expect((await w.chat(chat.id)).creatorId).toBe(ann.id)
    expect(await w.member(chat, ann)).toMatchObject({
      status: 'creator',
      adminRights: CREATOR_RIGHTS,
    })
    expect(await w.member(chat, owner)).toMatchObject({
      status: 'admin',
      adminRights: CREATOR_RIGHTS,
      promotedBy: ann.id,
    })
  })

  it('works for a basic group, where everybody hears the new list', async () => {
    const bob = await w.createUser()
    const chat = await w.group(owner, ann, bob)
    const events = await w.events(transfer(chat, ann, await prove(owner, 'secret')))
    const lists = heard(events).filter((line) => line.endsWith('chatParticipants'))
    expect(lists).toEqual([owner, ann, bob].map((one) => `${one.id}:chatParticipants`))
    expect((await w.chat(chat.id)).creatorId).toBe(ann.id)
  })

  it('needs the right password', async () => {
    const chat = await w.supergroup(owner, ann)
    expect(await w.refusal(transfer(chat, ann, await prove(owner, 'wrong')))).toBe(
      'PASSWORD_HASH_INVALID',
    )
    expect((await w.chat(chat.id)).creatorId).toBe(owner.id)
  })

  it('is for the creator only, and to another person in the chat', async () => {
    const [bob, bot] = [await w.createUser({ password: 'b' }), await w.createBot()]
    const chat = await w.supergroup(owner, ann, bob, bot)
    const stranger = await w.createUser()
    const by = async (to: TestAccount) =>
      w.refusal(transfer(chat, to, await prove(owner, 'secret')))
    expect(await w.refusal(transfer(chat, ann, await prove(bob, 'b'), bob))).toBe(
      'CHAT_ADMIN_REQUIRED',
    )
    expect(await by(owner)).toBe('CHAT_NOT_MODIFIED')
    expect(await by(stranger)).toBe('USER_ID_INVALID')
    expect(await by(bot)).toBe('USER_ID_INVALID')
  })

  it('of a public chat counts for the new creator’s public chats', async () => {
    const [own, chat] = [await w.channel(ann), await w.supergroup(owner, ann)]
    await w.unit((u) => u.db.chats.update(own.id, { username: 'anns_own' }))
    await w.unit((u) => u.db.chats.update(chat.id, { username: 'birds' }))
    expect(await w.refusal(transfer(chat, ann, await prove(owner, 'secret')))).toBe(
      'CHANNELS_ADMIN_PUBLIC_TOO_MUCH',
    )
  })
})
