import { encodeMessage as encodeForBotApi } from '../../src/bot-api/encode/message.ts'
import type { Action } from '../../src/domain/messages/action.ts'
import { DATE_FORMS, type Entity, type PlainEntityKind } from '../../src/domain/messages/entity.ts'
import { messageFlags } from '../../src/domain/messages/flags.ts'
import { encodeMessage } from '../../src/rpc/encode/message.ts'
import type { ChatRow } from '../../src/store/tables/chats.ts'
import type { MessageRow } from '../../src/store/tables/messages.ts'
import type { Doors } from './doors.ts'
import { MESSAGE } from './messages.ts'
import type { World } from './world.ts'

const PLAIN: readonly PlainEntityKind[] = [
  'mention', 'hashtag', 'botCommand', 'email', 'phone', 'cashtag', 'bankCard', 'bold', 'italic',
  'underline', 'strike', 'spoiler', 'code',
] // prettier-ignore

const TEXT = 'see https://example.com/birds?x=1 and more'
const at = { offset: 0, length: 3 }

/** Formatting of every kind. */
function entities({ ann, gone }: World): Entity[][] {
  return [
    ...PLAIN.map((kind) => [{ kind, ...at }]),
    [{ kind: 'url', offset: 4, length: 29 }],
    [
      { kind: 'pre', ...at, language: '' },
      { kind: 'pre', ...at, language: 'ts' },
    ],
    [{ kind: 'textUrl', ...at, url: 'https://example.com/' }],
    [{ kind: 'textUrl', ...at, url: 'tg://resolve?domain=x' }],
    [
      { kind: 'mentionName', ...at, userId: ann.id },
      { kind: 'mentionName', ...at, userId: gone.id },
    ],
    [{ kind: 'customEmoji', ...at, documentId: '123' }],
    [
      { kind: 'blockquote', ...at },
      { kind: 'blockquote', ...at, collapsed: true },
    ],
    ...[[], ...DATE_FORMS.map((form) => [form]), ['dayOfWeek', 'shortDate', 'longTime']].map(
      (forms): Entity[] => [
        {
          kind: 'formattedDate',
          ...at,
          date: 1_800_000_000,
          ...Object.fromEntries(forms.map((form) => [form, true])),
        },
      ],
    ),
  ]
}

function actions({ ann, bot, chats, photo }: World, chat: ChatRow | undefined): Action[] {
  const all: Action[] = [
    { kind: 'chatCreate', title: 'Birds', users: [ann.id] },
    { kind: 'channelCreate', title: 'Birds' },
    { kind: 'chatEditTitle', title: 'Bees' },
    { kind: 'chatEditPhoto', photo },
    { kind: 'chatDeletePhoto' },
    { kind: 'chatAddUser', users: [ann.id, bot.id] },
    { kind: 'chatDeleteUser', userId: ann.id },
    { kind: 'chatJoinedByLink', inviterId: ann.id },
    { kind: 'chatJoinedByRequest' },
    { kind: 'chatMigrateTo', channelId: chats.supergroup.id },
    { kind: 'channelMigrateFrom', title: 'Birds', chatId: chats.group.id },
    { kind: 'newCreatorPending', newCreatorId: ann.id },
    { kind: 'changeCreator', newCreatorId: ann.id },
  ]
  const channel = chat !== undefined && chat.kind !== 'group'
  return all.filter(({ kind }) => channel || kind !== 'channelCreate')
}

/** Texts and service messages with every field, in each kind of chat and in a private one. */
export async function tourOfMessages(doors: Doors, world: World): Promise<void> {
  const { owner, gone } = world
  const boxes = [
    ...Object.values(world.chats).filter(({ kind }) => kind !== 'monoforum'),
    undefined,
  ]
  for (const [i, chat] of boxes.entries()) {
    const first = 100 * (i + 1)
    const base = await rowIn(doors, chat, owner.id, first)
    const patches: Partial<MessageRow>[] = [
      {},
      { fromId: gone.id, authorId: gone.id },
      { editDate: base.date + 5 },
      { postAuthor: 'Olga Own' },
      { replyToId: first },
      { replyToId: first + 9 },
      { replyToId: first + 1, replyTopId: chat?.kind === 'supergroup' ? first : null },
      { commentsIn: world.chats.supergroup.id },
      { flags: messageFlags({ silent: true }) },
      { flags: messageFlags({ noforwards: true }) },
      { flags: messageFlags({ invertMedia: true }) },
      {
        flags: messageFlags({ invertMedia: true }),
        text: TEXT,
        entities: '[{"kind":"url","offset":4,"length":29}]',
      },
      ...entities(world).map((list) => ({ text: TEXT, entities: JSON.stringify(list) })),
      ...actions(world, chat).map((action) => ({ text: '', action: JSON.stringify(action) })),
    ]
    if (chat && chat.kind !== 'group')
      patches.push({ fromId: null }, { fromId: null, replyToId: first })
    for (const patch of patches) {
      await agreeOnMessage(
        doors,
        { ...base, ...patch },
        `${chat?.kind ?? 'private'} ${JSON.stringify(patch)}`,
      )
    }
  }
}

/** A message that the owner sent after two others, of which the second answers the first. */
async function rowIn(
  doors: Doors,
  chat: ChatRow | undefined,
  ownerId: number,
  first: number,
): Promise<MessageRow> {
  const { u, bot } = doors
  const channel = chat && chat.kind !== 'group'
  const base: MessageRow = {
    boxKind: channel ? 'channel' : 'account',
    boxId: channel ? chat.id : bot.id,
    id: first,
    uid: first,
    peerKind: channel ? 'channel' : chat ? 'chat' : 'user',
    peerId: chat?.id ?? ownerId,
    fromId: chat?.kind === 'channel' ? null : ownerId,
    authorId: ownerId,
    post: chat?.kind === 'channel' ? 1 : 0,
    postAuthor: null,
    out: 0,
    flags: 0,
    date: u.now,
    text: 'hi',
    entities: null,
    action: null,
    randomId: null,
    replyToId: null,
    replyTopId: null,
    commentsIn: null,
    editDate: null,
    pts: 1,
  }
  await u.db.messages.insert(base)
  await u.db.messages.insert({ ...base, id: first + 1, uid: first + 1, replyToId: first })
  return { ...base, id: first + 2 }
}

async function agreeOnMessage(doors: Doors, row: MessageRow, where: string): Promise<void> {
  const { u, bot } = doors
  const found =
    row.replyToId === null
      ? undefined
      : await u.db.messages.find(row.boxKind, row.boxId, row.replyToId)
  const e = doors.encoder()
  const message = doors.watched(encodeMessage(e, row))
  const replied = found && doors.watched(encodeMessage(e, found))
  if (message._ === 'messageEmpty' || replied?._ === 'messageEmpty')
    throw new Error('an empty message')
  const beside = await doors.beside(e)
  doors.agree(MESSAGE, { message, replied }, beside, await encodeForBotApi(u, bot.id, row), where)
}
