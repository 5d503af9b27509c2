import type { ConnectionInfo } from '../control/deps.ts'
import { docsPath } from '../core/docs.ts'

/** What the card shows beside the address: where to begin, if the server holds the demo world. */
export interface CardFacts {
  readonly connection: ConnectionInfo
  /** Directory of the data, `:memory:` without one. */
  readonly data: string
  /** Seconds for which business time is ahead of the wall's. */
  readonly clockAhead: number
  readonly alsoPorts: readonly number[]
  /** Clients come from other machines, and the control API answers none of them. */
  readonly isControlShut: boolean
  /** Clients come from other machines, and are told an address of this one alone. */
  readonly isAddressLocal: boolean
  readonly accounts: number
  readonly chats: number
  /** A user to log in as, and a bot; the first of each. */
  readonly user: { readonly phone: string; readonly name: string } | undefined
  readonly bot:
    | { readonly username: string; readonly token: string; readonly chatId: number | undefined }
    | undefined
  /** A GramJS session string of the user. */
  readonly gramjsSession: string | undefined
}

const LOCAL =
  '                 --public-host <address> tells clients on other machines where to find this one'
const SHUT =
  '                 on loopback only: --control-token <secret> opens it, to "Authorization: Bearer <secret>"'

/**
 * The first screen: where everything is, and a line to copy for each kind of client. It is the one
 * place that prints secrets, since they are what its reader came for; --quiet leaves it out.
 */
export function readyCard(facts: CardFacts): string {
  const { connection: c } = facts
  const lines = [
    '',
    `  MTProto        ${c.host}:${c.port}   TCP, ws://${c.host}:${c.port}/apiws, HTTP /api; SOCKS5, HTTP CONNECT and MTProxy lead here too`,
    ...facts.alsoPorts.map((port) => `                 ${c.host}:${port}   the same`),
    ...(facts.isAddressLocal ? [LOCAL] : []),
    `  Bot API        ${c.botApiUrl}/bot<token>/<method>`,
    `  Control API    ${c.botApiUrl}/control/v1/connection`,
    ...(facts.isControlShut ? [SHUT] : []),
    `  DC ${c.dcId}, layer ${c.layer}, api_id ${c.apiId}, api_hash ${c.apiHash} (any will do)`,
    `  RSA key        ${c.publicKeyFingerprint}   (PEM: publicKeyPem in the JSON of ${c.botApiUrl}/control/v1/connection)`,
    `  Data           ${facts.data}   ${facts.accounts} accounts, ${facts.chats} chats`,
    ...clock(facts),
    ...login(facts),
    ...botLines(facts),
    ...gramjs(facts),
    ...snippets(facts),
    '',
    `  Stop with Ctrl+C. ${docsPath('clients')} has a page for each client.`,
    '',
  ]
  return lines.join('\n')
}

/** Only of a clock that was moved: scripts that take dates from the machine fail then. */
function clock({ clockAhead, connection }: CardFacts): string[] {
  if (Math.abs(clockAhead) < 2) return []
  const url = `${connection.botApiUrl}/control/v1`
  return [
    `  Clock          ${spanOf(clockAhead)} (take dates from ${url}/clock; POST ${url}/reset starts anew)`,
  ]
}

function spanOf(seconds: number): string {
  const away = Math.abs(seconds)
  const [size, unit] = away < 3600 ? [60, 'min'] : away < 172_800 ? [3600, 'h'] : [86_400, 'days']
  const span = away < 60 ? `${away} s` : `${Math.round(away / size)} ${unit}`
  return `${span} ${seconds > 0 ? 'ahead' : 'behind'}`
}

function login({ user, connection }: CardFacts): string[] {
  if (!user) {
    const body = `'{"firstName":"Alice","phone":"+9996610001"}'`
    return [
      '',
      '  The world is empty. Make a user:',
      `    curl -s ${connection.botApiUrl}/control/v1/users -H 'content-type: application/json' -d ${body}`,
    ]
  }
  return ['', `  Log in as ${user.name}: phone +${user.phone}, code ${codeOf(user.phone)}`]
}

/** Test numbers 99966XYYYY get their X five times; others a random code. */
function codeOf(phone: string): string {
  const dc = /^99966(\d)\d{4}$/.exec(phone)?.[1]
  return dc?.repeat(5) ?? '(GET /control/v1/users/:id/login-code)'
}

function botLines({ bot, connection }: CardFacts): string[] {
  if (!bot) return []
  const chat = bot.chatId ?? '@username'
  return [
    '',
    `  Bot @${bot.username}: ${bot.token}`,
    '  Export an invite link now:',
    `    curl -s ${connection.botApiUrl}/bot${bot.token}/exportChatInviteLink -H 'content-type: application/json' -d '{"chat_id":${JSON.stringify(chat)}}'`,
  ]
}

function gramjs({ gramjsSession, alsoPorts, user }: CardFacts): string[] {
  if (gramjsSession === undefined) return []
  const hint = alsoPorts.includes(80)
    ? ''
    : '   (GramJS always dials port 80: start with --also-port 80, or see the page for GramJS)'
  return ['', `  GramJS session string of ${user?.name ?? ''}${hint}`, `    ${gramjsSession}`]
}

function snippets({ connection: c }: CardFacts): string[] {
  const dc = `{ id: ${c.dcId}, ipAddress: '${c.host}', port: ${c.port} }`
  return [
    '',
    '  pem is publicKeyPem of /control/v1/connection; the pages have the imports.',
    `  mtcute    const dc = ${dc}`,
    '            addPublicKey(new NodeCryptoProvider(), pem)',
    '            new TelegramClient({ ..., defaultDcs: { main: dc, media: { ...dc, mediaOnly: true } } })',
    `  Telethon  telethon.crypto.rsa.add_key(pem, old=False); session.set_dc(${c.dcId}, '${c.host}', ${c.port})`,
    `  Pyrogram  POST /control/v1/sessions {"accountId":..., "format":"pyrogram"}; server_public_keys[fingerprint] = key`,
    `  TDLib     addProxy { server: '${c.host}', port: ${c.port}, type: proxyTypeSocks5 } before login`,
    `  grammY    new Bot(token, { client: { apiRoot: '${c.botApiUrl}' } })`,
    `  Telegraf  new Telegraf(token, { telegram: { apiRoot: '${c.botApiUrl}' } })`,
    `  aiogram   Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base('${c.botApiUrl}')))`,
    `  python-telegram-bot  ApplicationBuilder().token(token).base_url('${c.botApiUrl}/bot')`,
  ]
}
