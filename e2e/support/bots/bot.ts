/** A Bot API library as its users point it at a server: by its root and a token, nothing else. */
export interface BotDriver {
  readonly name: string
  /** Ways of the library to get updates. */
  readonly roads: readonly BotRoad[]
  /** Starts the bot with its handlers; resolves when it gets updates. */
  start(place: BotPlace, road: BotRoad, notes: Notes): Promise<RunningBot>
}

export type BotRoad = 'long polling' | 'webhook'

/** Where a bot's API is, and who it is there. */
export interface BotPlace {
  readonly apiRoot: string
  readonly token: string
}

/** What every bot asks for; `chat_member` comes to nobody else. */
export const WANTED = ['message', 'chat_member', 'my_chat_member', 'chat_join_request'] as const

/** Whom the bots let in; they decline everybody else. */
export const WELCOME = 'Stranger'

/** What a link is made or edited with. */
export interface BotLinkSettings {
  readonly name: string
  readonly limit?: number
  readonly asks?: boolean
}

/** A link as a library shows it. */
export interface BotLink {
  readonly link: string
  readonly name: string | undefined
  readonly limit: number | undefined
  readonly asks: boolean
  readonly revoked: boolean
}

/** A bot that runs: its own calls, beside what its handlers do. */
export interface RunningBot {
  exportLink(chatId: number): Promise<string>
  createLink(chatId: number, settings: BotLinkSettings): Promise<BotLink>
  editLink(chatId: number, link: string, settings: BotLinkSettings): Promise<BotLink>
  revokeLink(chatId: number, link: string): Promise<BotLink>
  /** Where a chat is now, as the library's own error tells a call about where it was. */
  movedTo(chatId: number): Promise<number | undefined>
  stop(): Promise<void>
}

/** What a bot's handler was told, or did. */
export interface BotNews {
  readonly what:
    | 'message'
    | 'migrated'
    | 'asked'
    | 'approved'
    | 'declined'
    | 'chat_member'
    | 'my_chat_member'
    | 'standing'
  readonly chat: number
  readonly from?: number | undefined
  readonly text?: string | undefined
  /** Whom a change of membership is about, and what they were and are. */
  readonly user?: number
  readonly old?: string
  readonly now?: string
  readonly link?: string | undefined
  /** The other side of a migration. */
  readonly other?: number
  /** Whether a member may write, where their standing says so. */
  readonly may?: boolean | undefined
}

interface Peer {
  readonly id: number
}
interface MemberUpdate {
  readonly chat: Peer
  readonly from: Peer
  readonly old_chat_member: { readonly status: string }
  readonly new_chat_member: { readonly status: string; readonly user: Peer }
  readonly invite_link?: { readonly invite_link: string } | undefined
}
/** What is read of an update; the types of every library have it. */
export interface RawUpdate {
  readonly update_id: number
  readonly message?: {
    readonly chat: Peer
    readonly from?: Peer | undefined
    readonly text?: string | undefined
    readonly migrate_to_chat_id?: number | undefined
    readonly migrate_from_chat_id?: number | undefined
  }
  readonly chat_member?: MemberUpdate
  readonly my_chat_member?: MemberUpdate
  readonly chat_join_request?: {
    readonly chat: Peer
    readonly from: Peer & { readonly first_name: string }
    readonly invite_link?: { readonly invite_link: string } | undefined
  }
}

/** The news of an update; undefined where no journey asks for it. */
export function newsOf(update: RawUpdate): BotNews | undefined {
  const { message, chat_member, my_chat_member, chat_join_request: request } = update
  if (chat_member) return memberNews('chat_member', chat_member)
  if (my_chat_member) return memberNews('my_chat_member', my_chat_member)
  if (request) {
    const { chat, from, invite_link } = request
    return { what: 'asked', chat: chat.id, from: from.id, link: invite_link?.invite_link }
  }
  if (!message) return undefined
  const chat = message.chat.id
  const other = message.migrate_to_chat_id ?? message.migrate_from_chat_id
  if (other !== undefined) return { what: 'migrated', chat, other }
  if (message.text === undefined) return undefined
  return { what: 'message', chat, from: message.from?.id, text: message.text }
}

function memberNews(what: 'chat_member' | 'my_chat_member', update: MemberUpdate): BotNews {
  const { chat, from, old_chat_member, new_chat_member, invite_link } = update
  return {
    what,
    chat: chat.id,
    from: from.id,
    user: new_chat_member.user.id,
    old: old_chat_member.status,
    now: new_chat_member.status,
    link: invite_link?.invite_link,
  }
}

/** A link as the Bot API's own object has it. */
export function shownLink(one: {
  readonly invite_link: string
  readonly name?: string | undefined
  readonly member_limit?: number | undefined
  readonly creates_join_request: boolean
  readonly is_revoked: boolean
}): BotLink {
  return {
    link: one.invite_link,
    name: one.name,
    limit: one.member_limit,
    asks: one.creates_join_request,
    revoked: one.is_revoked,
  }
}

/** The settings under the Bot API's own names. */
export function linkParameters({ name, limit, asks }: BotLinkSettings) {
  return {
    name,
    ...(limit === undefined ? {} : { member_limit: limit }),
    ...(asks === undefined ? {} : { creates_join_request: asks }),
  }
}

/** Longest wait for news that are due, milliseconds. */
const DUE_MS = 10_000

/** What the handlers of a bot were told, in order. */
export class Notes {
  readonly #news: BotNews[] = []
  #look: () => void = () => undefined

  /** Everything so far. */
  get news(): readonly BotNews[] {
    return this.#news
  }

  /** The news of one chat. */
  of(chat: number): readonly BotNews[] {
    return this.#news.filter((one) => one.chat === chat)
  }

  /** A handler was told, or did, something. */
  add(news: BotNews | undefined): void {
    if (news === undefined) return
    this.#news.push(news)
    this.#look()
  }

  /** The first news that hold these values, when they have come. @throws Error when they do not come in time */
  async find(wanted: Partial<BotNews>): Promise<BotNews> {
    const { promise, resolve, reject } = Promise.withResolvers<BotNews>()
    const late = setTimeout(() => {
      reject(new Error(`no ${JSON.stringify(wanted)} in ${JSON.stringify(this.#news)}`))
    }, DUE_MS)
    const found = (news: BotNews): boolean =>
      Object.entries(wanted).every(([key, value]) => Reflect.get(news, key) === value)
    this.#look = () => {
      const news = this.#news.find(found)
      if (news) resolve(news)
    }
    this.#look()
    try {
      return await promise
    } finally {
      clearTimeout(late)
    }
  }
}
