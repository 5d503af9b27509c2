import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ChatRow } from '../../store/tables/chats.ts'
import { channelInput, createChatWorld, type ChatWorld } from '../chats/testing.ts'
import { joinPublic } from '../members/join-public.ts'
import { TEST_NOW, type TestAccount } from '../testing.ts'
import { answerJoinQuery } from './guard.ts'
import { makeAdmin, requestGroup } from './testing.ts'
import { openJoinWebApp } from './web-app.ts'

let w: ChatWorld
let ann: TestAccount
let bot: TestAccount & { readonly token: string }
let chat: ChatRow
let queryId: string

beforeEach(async () => {
  w = await createChatWorld()
  const owner = await w.createUser()
  ann = await w.createUser({ firstName: 'Ann', lastName: 'Öst & Co', username: 'ann_o' })
  bot = await w.createBot()
  const group = await requestGroup(w, owner)
  await makeAdmin(w, group, owner, bot)
  await w.unit((u) => u.db.chats.update(group.id, { guardBotId: bot.id }))
  chat = await w.chat(group.id)
  const joining = await w.unit((u) => joinPublic(u, ann.caller, channelInput(u, ann, chat)))
  if (joining.kind !== 'asked') throw new Error(joining.kind)
  queryId = joining.queryId
})
afterEach(() => w.close())

const opening =
  (who = ann, id = queryId) =>
  (u: Parameters<typeof openJoinWebApp>[0]) =>
    openJoinWebApp(u, who.caller, id, {
      platform: 'tdesktop',
      themeParams: '{"bg_color":"#ffffff"}',
      languageCode: 'de',
    })
const show = (webAppUrl: string) =>
  w.unit((u) => answerJoinQuery(u, bot.caller, queryId, { webAppUrl }))

it('opens the page with data that the bot can check by its token', async () => {
  await show('https://example.com/captcha?level=2')
  const url = new URL(await w.unit(opening()))
  expect(url.origin + url.pathname + url.search).toBe('https://example.com/captcha?level=2')
  const launch = new URLSearchParams(url.hash.slice(1))
  expect(launch.get('tgWebAppPlatform')).toBe('tdesktop')
  expect(launch.get('tgWebAppThemeParams')).toBe('{"bg_color":"#ffffff"}')
  const data = new URLSearchParams(launch.get('tgWebAppData') ?? '')
  const hash = data.get('hash')
  data.delete('hash')
  // As https://core.telegram.org/bots/webapps tells bots to do it.
  const checked = [...data].map(([name, value]) => `${name}=${value}`).toSorted()
  const secret = createHmac('sha256', 'WebAppData').update(bot.token).digest()
  expect(hash).toBe(createHmac('sha256', secret).update(checked.join('\n')).digest('hex'))
  expect(data.get('auth_date')).toBe(String(TEST_NOW))
  expect(data.get('chat_join_request_query_id')).toBe(queryId)
  expect(JSON.parse(data.get('user') ?? '')).toEqual({
    id: ann.id,
    first_name: 'Ann',
    last_name: 'Öst & Co',
    username: 'ann_o',
    language_code: 'de',
  })
  expect(JSON.parse(data.get('chat') ?? '')).toEqual({
    id: -1_000_000_000_000 - chat.id,
    type: 'supergroup',
    title: 'Birds',
    username: chat.username,
  })
})

it('keeps a fragment that the bot put into the address', async () => {
  await show('http://localhost:8080/app#step=1')
  expect(await w.unit(opening())).toMatch(/#step=1&tgWebAppData=/)
})

it('is for the one who asks to join, as long as there is a page and no decision', async () => {
  expect(await w.refusal(opening())).toBe('QUERY_ID_INVALID')
  await show('https://example.com')
  expect(await w.refusal(opening(await w.createUser()))).toBe('QUERY_ID_INVALID')
  expect(await w.refusal(opening(ann, '12345'))).toBe('QUERY_ID_INVALID')
  await w.unit((u) => answerJoinQuery(u, bot.caller, queryId, 'declined'))
  expect(await w.refusal(opening())).toBe('QUERY_ID_INVALID')
})
