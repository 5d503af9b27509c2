import { mapObjects, without, type Json, type JsonObject } from './json.ts'

/** A recorded answer that is not what Telegram would say, and what is right. */
export interface Correction {
  /** Whose answers it changes: the named ones, each of them, or every one that it fits. */
  readonly calls: readonly string[] | 'all'
  readonly right: (official: Json) => Json
  readonly why: string
}

/**
 * The corrections of the record, and nothing else in which localgram's answers differ from it. Each must
 * be needed: the test fails for one without which the answers would agree as well.
 */
export const CORRECTIONS: readonly Correction[] = [
  {
    calls: 'all',
    right: everyObject((object) =>
      'supports_guest_queries' in object
        ? { ...object, supports_join_request_queries: true }
        : object,
    ),
    why: 'came after Bot API 10.0, of which the recorded server is',
  },
  {
    calls: 'all',
    right: everyObject((object) =>
      object['status'] === 'administrator'
        ? { ...object, can_send_welcome_messages: false }
        : object,
    ),
    why: 'came after Bot API 10.0, of which the recorded server is',
  },
  {
    calls: 'all',
    right: everyObject((object) =>
      object['is_bot'] === false ? { ...object, language_code: 'en' } : object,
    ),
    why: 'localgram did not tell the language of a client over MTProto then',
  },
  {
    calls: [
      'chat sg', 'chat pub', 'chat weak', 'chat bg', 'chat by name', 'chat sg after export', 'chat sg end',
      'chat bg end', 'form', 'chat left',
    ], // prettier-ignore
    right: everyObject((object) => without(object, 'available_reactions')),
    why: 'localgram told no reactions over MTProto then; all are allowed, which leaves the field out in groups',
  },
  {
    calls: [
      'member sg eve', 'member pub eve', 'member ch eve', 'member weak eve', 'member unknown user',
    ], // prettier-ignore
    right: refused(400, 'Bad Request: PARTICIPANT_ID_INVALID'),
    why: 'localgram said PEER_ID_INVALID over MTProto (telegram-bot-api issue 802 has the right one)',
  },
  {
    calls: ['kicked by unban'],
    right: everyObject((object) =>
      object['status'] === 'kicked' ? { ...object, until_date: 'T+60' } : object,
    ),
    why: 'the record has every date near the present as NOW; TDLib bans for a minute',
  },
  {
    calls: ['demoted'],
    right: everyObject((object) =>
      object['status'] === 'administrator' ? { ...object, can_be_edited: true } : object,
    ),
    why: 'localgram left out can_edit over MTProto, which TDLib mends only in the new standing',
  },
  {
    calls: ['send silent'],
    right: everyObject((object) =>
      'message_id' in object ? { ...object, has_protected_content: true } : object,
    ),
    why: 'localgram dropped noforwards over MTProto',
  },
  ...commands(),
  ...webhooks(),
]

/** localgram had no commands over MTProto then. */
function commands(): Correction[] {
  const why = 'localgram answered METHOD_NOT_IMPLEMENTED over MTProto'
  return [
    { calls: ['commands', 'commands delete'], right: answered(true), why },
    {
      calls: ['commands get'],
      right: answered([{ command: 'start', description: 'Start' }]),
      why,
    },
    { calls: ['commands bad'], right: refused(400, 'Bad Request: BOT_COMMAND_INVALID'), why },
    { calls: ['commands get none'], right: answered([]), why },
  ]
}

/** The second setWebhook within a second is refused by Telegram; here it is not, so later calls find it set. */
function webhooks(): Correction[] {
  const why = 'a second setWebhook within a second is taken'
  return [
    {
      calls: ['webhook bad'],
      right: refused(
        400,
        'Bad Request: bad webhook: Failed to resolve host: Name or service not known',
      ),
      why: 'the machine of the record had no name server at all',
    },
    { calls: ['webhook http'], right: answered(true, 'Webhook was set'), why },
    {
      calls: ['webhook info'],
      right: everyObject((object) =>
        'url' in object
          ? {
              ...{ ...object, url: 'http://127.0.0.1:9/x' },
              ...{ ip_address: '127.0.0.1', max_connections: 40 },
            }
          : object,
      ),
      why,
    },
    {
      calls: ['updates with webhook'],
      right: refused(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      ),
      why,
    },
    { calls: ['webhook off'], right: answered(true, 'Webhook was deleted'), why },
  ]
}

function answered(result: Json, description?: string): () => Json {
  return () => ({ http: 200, ok: true, result, ...(description !== undefined && { description }) })
}

function refused(code: number, description: string): () => Json {
  return () => ({ http: code, ok: false, error_code: code, description })
}

function everyObject(change: (object: JsonObject) => JsonObject): (answer: Json) => Json {
  return (answer) => mapObjects(answer, change)
}
