import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { storedLayers } from '../../../tl/api.ts'
import { createTestRpc, TEST_FACTS, type TestRpc } from '../../testing.ts'

let rpc: TestRpc

beforeEach(async () => {
  rpc = await createTestRpc()
})
afterEach(() => rpc.close())

describe('help.getConfig', () => {
  it.each(storedLayers())(
    'names this server for all five data centres in layer %d',
    async (layer) => {
      const client = await rpc.connect({ layer })
      const config = await client.call('help.getConfig')
      expect(config).toMatchObject({ thisDc: 2, testMode: false, meUrlPrefix: 'https://t.me/' })
      expect(config.dcOptions.map((one) => [one.id, one.ipAddress, one.port])).toEqual(
        [1, 2, 3, 4, 5].map((id) => [id, TEST_FACTS.host, TEST_FACTS.port]),
      )
      // MadelineProto passes over static ones; TDLib turns PFS on by tmp_sessions.
      expect(config.dcOptions.some((one) => one.static)).toBe(false)
      expect(config.tmpSessions).toBeUndefined()
    },
  )

  it('tells a client that it talks to the data centre it thinks it does', async () => {
    const client = await rpc.connect({ dc: 4 })
    expect(await client.call('help.getConfig')).toMatchObject({ thisDc: 4 })
    expect(await client.call('help.getNearestDc')).toMatchObject({ thisDc: 4, nearestDc: 4 })
  })
})

describe('help.getAppConfig', () => {
  it('gives the limits of this server, and not again to who has them', async () => {
    const client = await rpc.connect()
    const first = await client.call('help.getAppConfig', { hash: 0 })
    if (first._ !== 'help.appConfig' || first.config._ !== 'jsonObject') throw new Error(first._)
    const values = Object.fromEntries(first.config.value.map(({ key, value }) => [key, value]))
    expect(values).toMatchObject({
      stars_subscription_amount_max: { value: rpc.domain.limits.starsSubscriptionAmount },
      channels_limit_default: { value: rpc.domain.limits.channelsPerUser },
      premium_purchase_blocked: { _: 'jsonBool', value: true },
      pending_suggestions: { _: 'jsonArray', value: [] },
    })
    expect(await client.call('help.getAppConfig', { hash: first.hash })).toEqual({
      _: 'help.appConfigNotModified',
    })
  })
})

describe('what clients ask before login', () => {
  it('answers without an error', async () => {
    const client = await rpc.connect()
    const lang = { langPack: 'tdesktop', langCode: 'de' }
    expect(await client.call('help.getAppUpdate', { source: '' })).toEqual({
      _: 'help.noAppUpdate',
    })
    expect(await client.call('help.getCdnConfig')).toMatchObject({ publicKeys: [] })
    expect(await client.call('help.getCountriesList', { langCode: 'en', hash: 0 })).toMatchObject({
      _: 'help.countriesList',
    })
    expect(await client.call('help.getDeepLinkInfo', { path: 'x' })).toBeDefined()
    expect(await client.call('help.saveAppLog', { events: [] })).toBe(true)
    expect(await client.call('langpack.getLangPack', lang)).toMatchObject({
      langCode: 'de',
      strings: [],
    })
    expect(await client.call('langpack.getDifference', { ...lang, fromVersion: 7 })).toMatchObject({
      fromVersion: 7,
      version: 7,
    })
    expect(await client.call('langpack.getStrings', { ...lang, keys: ['a'] })).toEqual([])
    expect(await client.call('langpack.getLanguages', lang)).toMatchObject([{ langCode: 'en' }])
    expect(await client.call('langpack.getLanguage', { ...lang, langCode: 'en' })).toMatchObject({
      nativeName: 'English',
    })
    await expect(client.call('langpack.getLanguage', lang)).rejects.toThrow(
      'LANG_CODE_NOT_SUPPORTED',
    )
  })

  it('leaves the rest for after the login', async () => {
    const client = await rpc.connect()
    await expect(client.call('help.getPromoData')).rejects.toMatchObject({ code: 401 })
    const ready = await rpc.connect({ account: await rpc.createUser() })
    expect(await ready.call('help.getPromoData')).toMatchObject({ _: 'help.promoDataEmpty' })
    expect(await ready.call('help.getTermsOfServiceUpdate')).toMatchObject({
      _: 'help.termsOfServiceUpdateEmpty',
    })
    expect(await ready.call('help.getInviteText')).toMatchObject({ _: 'help.inviteText' })
  })
})
