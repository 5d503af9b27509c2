import type { TestAccount } from '../../src/domain/testing.ts'
import { TestRpcError, type TestClient, type TestRpc } from '../../src/rpc/testing.ts'
import type { MethodName } from '../../src/rpc/method.ts'

/** An object of some layer, whose fields are looked at by name. */
export type Fields = { readonly _: string } & Readonly<Record<string, unknown>>

/** What a device was told in one piece: pushed, or as the answer of its own call. */
export interface Told {
  readonly by: 'push' | 'answer'
  /** The call that this answers. */
  readonly method: string | undefined
  readonly object: Fields
}

/** How a call ended. */
export type Outcome =
  { readonly error: string } | { readonly error: undefined; readonly answer: Fields }

/** One session of an account, and what it heard since somebody looked. */
export interface Device {
  readonly account: number
  readonly layer: number
  readonly client: TestClient
  /** Whether it makes calls; one that only listens hears everything by pushes. */
  readonly listens: boolean
  connected: boolean
  /** Answers that hold updates, since `hear`. */
  answers: Told[]
}

/** Connects a session and makes its first call, from which on it hears updates. */
export async function connect(
  rpc: TestRpc,
  account: number,
  who: TestAccount,
  layer: number,
  listens: boolean,
): Promise<Device> {
  const client = await rpc.connect({ account: who, layer })
  await client.call('updates.getState')
  return { account, layer, client, listens, connected: true, answers: [] }
}

/** Calls a method; an rpc_error is an outcome as well, anything else is a bug of the test. */
export async function call(device: Device, name: string, request: object): Promise<Outcome> {
  try {
    const answer: unknown = await device.client.call(name as MethodName, request)
    const object = (typeof answer === 'object' ? answer : { _: typeof answer }) as Fields
    device.answers.push({ by: 'answer', method: name, object: updatesIn(object) ?? object })
    return { error: undefined, answer: object }
  } catch (error) {
    if (error instanceof TestRpcError) return { error: error.message }
    throw error
  }
}

/** The Updates in an answer, where it has some in a field. */
function updatesIn(answer: Fields): Fields | undefined {
  const { updates } = answer
  const inside = typeof updates === 'object' && updates !== null && '_' in updates
  return inside ? (updates as Fields) : undefined
}

/** What the device was told since the last time, in order: its own calls' answers come before pushes. */
export async function hear(device: Device): Promise<Told[]> {
  const pushed = await device.client.news()
  const told: Told[] = [
    ...device.answers,
    ...pushed.map((object): Told => ({ by: 'push', method: undefined, object: object as Fields })),
  ]
  device.answers = []
  return told
}
