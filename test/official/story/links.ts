import type { Teller } from '../teller.ts'

/** Links that later chapters use. */
export interface MadeLinks {
  /** Of the supergroup, the channel and the basic group: without anything. */
  readonly plain: Readonly<Record<ChatKey, string>>
  /** With a name, a date and a limit. */
  readonly named: Readonly<Record<ChatKey, string>>
  /** To ask to join. */
  readonly ask: Readonly<Record<ChatKey, string>>
}

const CHATS = ['sg', 'pub', 'ch', 'weak', 'bg', 'not'] as const
type ChatKey = (typeof CHATS)[number]

/** A link that nobody made. */
const UNKNOWN = 'https://t.me/+AAAAAAAAAAAAAAAA'

/** The bot makes links, changes and revokes them, in each chat and with each mistake. */
export async function links(t: Teller): Promise<MadeLinks> {
  const made = await creating(t)
  await mistaken(t)
  const primary = await exporting(t)
  await editing(t, made, primary)
  await revoking(t, made, primary)
  await subscriptions(t, made)
  await t.updates('updates so far')
  return made
}

async function creating({ link, chats, now }: Teller): Promise<MadeLinks> {
  const plain: Partial<Record<ChatKey, string>> = {}
  const named: Partial<Record<ChatKey, string>> = {}
  const ask: Partial<Record<ChatKey, string>> = {}
  const full = { name: 'Spring', expire_date: now + 5000, member_limit: 2 }
  const asking = { name: 'Ask', creates_join_request: true }
  for (const key of CHATS) {
    const chat_id = chats[key].botApiChatId
    const method = 'createChatInviteLink'
    plain[key] = await link(`create ${key}`, method, { chat_id })
    named[key] = await link(`create named ${key}`, method, { chat_id, ...full })
    ask[key] = await link(`create request ${key}`, method, { chat_id, ...asking })
  }
  return { plain, named, ask } as MadeLinks
}

async function mistaken({ call, chats, now }: Teller): Promise<void> {
  const wanted: Readonly<Record<string, object>> = {
    'request+limit': { creates_join_request: true, member_limit: 5 },
    'limit 0': { member_limit: 0 },
    'limit -1': { member_limit: -1 },
    'limit 99999': { member_limit: 99999 },
    'limit 100000': { member_limit: 100000 },
    'limit text': { member_limit: 'many' },
    'limit "3"': { member_limit: '3' },
    'expire past': { expire_date: now - 10 },
    'expire 43': { expire_date: 43 },
    'expire 0': { expire_date: 0 },
    'expire text': { expire_date: 'soon' },
    'name 32': { name: 'x'.repeat(32) },
    'name 33': { name: 'x'.repeat(33) },
    'name emoji': { name: '🙂'.repeat(20) },
    'name blank': { name: '   ' },
    'name newline': { name: 'a\nb' },
    'request text': { creates_join_request: 'yes' },
    'request "true"': { creates_join_request: 'true' },
    'request 1': { creates_join_request: 1 },
    'limit float': { member_limit: 2.5 },
    'limit big': { member_limit: 1e15 },
    'expire big': { expire_date: 4_000_000_000 },
  }
  const chat_id = chats.sg.botApiChatId
  for (const [name, params] of Object.entries(wanted)) {
    await call(`create ${name}`, 'createChatInviteLink', { chat_id, ...params })
  }
}

/** @returns the supergroup's primary link */
async function exporting({ call, link, chats }: Teller): Promise<string> {
  const method = 'exportChatInviteLink'
  const sg = { chat_id: chats.sg.botApiChatId }
  await call('export sg', method, sg)
  await call('chat sg after export', 'getChat', sg)
  const primary = await link('export sg again', method, sg)
  for (const key of ['bg', 'ch', 'weak', 'not', 'pub'] as const) {
    await call(`export ${key}`, method, { chat_id: chats[key].botApiChatId })
  }
  return primary
}

async function editing(
  { call, chats, now }: Teller,
  { plain, named }: MadeLinks,
  primary: string,
): Promise<void> {
  const edit = (name: string, params: object): Promise<unknown> =>
    call(name, 'editChatInviteLink', { chat_id: chats.sg.botApiChatId, ...params })
  await edit('edit', { invite_link: named.sg, name: 'Summer', member_limit: 7 })
  await edit('edit nothing', { invite_link: named.sg })
  await edit('edit to request', { invite_link: named.sg, creates_join_request: true })
  await edit('edit primary', { invite_link: primary, name: 'no' })
  await edit('edit other chat', {
    chat_id: chats.ch.botApiChatId,
    invite_link: named.sg,
    name: 'no',
  })
  await edit('edit unknown', { invite_link: UNKNOWN, name: 'no' })
  await edit('edit nonsense', { invite_link: 'hello', name: 'no' })
  await edit('edit no link', { name: 'no' })
  await edit('edit past', { invite_link: plain.sg, expire_date: now - 100 })
}

async function revoking(
  { call, chats }: Teller,
  { plain, ask }: MadeLinks,
  primary: string,
): Promise<void> {
  const chat_id = chats.sg.botApiChatId
  const revoke = (name: string, invite_link: string): Promise<unknown> =>
    call(name, 'revokeChatInviteLink', { chat_id, invite_link })
  await revoke('revoke', plain.sg)
  await revoke('revoke again', plain.sg)
  await call('edit revoked', 'editChatInviteLink', { chat_id, invite_link: plain.sg, name: 'no' })
  await revoke('revoke primary', primary)
  await revoke('revoke unknown', UNKNOWN)
  await revoke('revoke joinchat form', ask.sg.replace('/+', '/joinchat/'))
}

async function subscriptions({ call, link, chats }: Teller, { named }: MadeLinks): Promise<void> {
  const chat_id = chats.ch.botApiChatId
  const month = { subscription_period: 2_592_000, subscription_price: 5 }
  const create = (name: string, params: object): Promise<string> =>
    link(name, 'createChatSubscriptionInviteLink', { chat_id, ...params })
  const paid = await create('subscription', { ...month, name: 'Paid' })
  await create('subscription period', { ...month, subscription_period: 100 })
  await create('subscription price 0', { ...month, subscription_price: 0 })
  await create('subscription price 10001', { ...month, subscription_price: 10_001 })
  await create('subscription no price', { subscription_period: 2_592_000 })
  await create('subscription group', { ...month, chat_id: chats.sg.botApiChatId })
  const dear = { chat_id, name: 'Dear' }
  const method = 'editChatSubscriptionInviteLink'
  await call('edit subscription', method, { ...dear, invite_link: paid })
  await call('edit subscription as plain', 'editChatInviteLink', {
    ...dear,
    invite_link: paid,
    member_limit: 3,
  })
  await call('edit plain as subscription', method, { ...dear, invite_link: named.ch })
}
