import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDomain, type TestDomain } from '../../domain/testing.ts'
import { Polls } from './polls.ts'

let t: TestDomain

beforeAll(async () => {
  t = await createTestDomain()
})

afterAll(() => t.close())

describe('a getUpdates call that waits', () => {
  it('is shut out when everything is forgotten: another bot may get the same id', async () => {
    const polls = new Polls(t.domain)
    const poll = polls.begin(7, 3600, new AbortController().signal)
    t.domain.forget()
    await expect(poll.over).rejects.toMatchObject({ code: 401, message: 'Unauthorized' })
    const next = polls.begin(7, 3600, new AbortController().signal)
    poll.end()
    t.domain.forget()
    await expect(next.over).rejects.toMatchObject({ code: 401 })
    next.end()
    polls.stop()
  })
})
