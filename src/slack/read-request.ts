import * as z from 'zod'
import { once } from '../once.ts'

/** A payload from Slack as JSON, of a kind that we have listeners for; or why there's nothing to do. */
type Reading = { json: string } | 'malformed' | 'not-for-us'

/** Id of a user, channel, or team. Slack says "treat IDs as opaque", but all of them have these characters. */
const id = (kinds: string) => z.string().regex(new RegExp(`^[${kinds}][A-Z0-9]{1,62}$`))
const team = id('TE')
const person = z.lazy(() => z.looseObject({ id: id('UW'), team_id: team.optional() }))
const ref = z.string().max(255)
const url = z.string().max(2000).refine(URL.canParse)
const trigger = { trigger_id: ref }
/** A button's value can have 2,000 characters, a text input 3,000. Source: Slack, "Block Kit: elements". */
const value = z.string().max(3000)
const option = z.lazy(() => z.looseObject({ value: value.optional() }))

/** Bolt tells kinds of payloads apart by these keys; each kind has only its own. */
const absent = z.never().optional()
const none = {
  actions: absent,
  command: absent,
  event: absent,
  name: absent,
  /** Bolt would read tokens from it. */
  function_data: absent,
  ssl_check: absent,
}

/** The sender and the workspace; Bolt reads the other fields. */
const common = once(() => ({
  ...none,
  user: person,
  team: z.looseObject({ id: team, enterprise_id: team.optional() }).nullish(),
  enterprise: z.looseObject({ id: team }).nullish(),
  is_enterprise_install: z.boolean().optional(),
  // Bolt throws if this is null.
  channel: z
    .looseObject({ id: id('CDG') })
    .nullish()
    .transform((channel) => channel ?? undefined),
  response_url: url.optional(),
  response_urls: z.array(z.looseObject({ response_url: url })).optional(),
}))

const input = z.lazy(() =>
  z.looseObject({
    value: value.nullish(),
    selected_date: z.string().max(10).nullish(),
    selected_option: option.nullish(),
    selected_options: z.array(option).max(100).nullish(),
    selected_user: id('UW').nullish(),
    selected_conversation: id('CDG').nullish(),
  }),
)

const view = z.lazy(() =>
  z.looseObject({
    id: ref,
    type: z.enum(['modal', 'home']),
    callback_id: ref,
    hash: ref.optional(),
    app_installed_team_id: team.nullish(),
    /** Source: Slack, "View objects". */
    private_metadata: z.string().max(3000),
    state: z.looseObject({ values: z.record(ref, z.record(ref, input)) }),
  }),
)

const action = z.lazy(() =>
  z.looseObject({
    type: ref,
    action_id: ref,
    block_id: ref.optional(),
    value: value.optional(),
    selected_option: option.nullish(),
  }),
)

/** Source: Slack, "Interaction payloads". Kinds without a listener of ours are left out. */
const interactions = z.lazy(() =>
  z.discriminatedUnion('type', [
    z
      .looseObject({
        ...common(),
        ...trigger,
        type: z.literal('block_actions'),
        actions: z.array(action).min(1).max(25),
        view: view.optional(),
      })
      // In a message, or in a view.
      .refine(({ view, response_url: url }) => (view === undefined) !== (url === undefined)),
    z.looseObject({ ...common(), type: z.enum(['view_submission', 'view_closed']), view }),
    z.looseObject({ ...common(), type: z.literal('block_suggestion'), action_id: ref, value, view: view.optional() }),
    z.looseObject({ ...common(), ...trigger, type: z.literal('shortcut'), callback_id: ref }),
  ]),
)

/** A message's id in its channel: its time in seconds. */
const ts = z.string().regex(/^\d{10}\.\d{6}$/)
const message = once(() => ({
  channel: id('CDG'),
  user: id('UW').optional(),
  bot_id: ref.optional(),
  ts,
  thread_ts: ts.optional(),
}))

/** Source: Slack, "Events API", "app_home_opened", "app_mention", "message", and "link_shared". */
const events = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.looseObject({ ...none, type: z.literal('url_verification'), challenge: z.string().max(1000) }),
    z.looseObject({
      ...none,
      type: z.literal('event_callback'),
      team_id: team.optional(),
      enterprise_id: team.nullish(),
      is_enterprise_install: z.boolean().optional(),
      authorizations: z
        .array(z.looseObject({ team_id: team.nullish(), enterprise_id: team.nullish() }))
        .max(100)
        .optional(),
      event: z.discriminatedUnion('type', [
        z.looseObject({ type: z.literal('app_home_opened'), user: id('UW'), tab: ref, channel: ref.optional() }),
        z.looseObject({ ...message(), type: z.literal('app_mention') }),
        z.looseObject({ ...message(), type: z.literal('message'), channel_type: ref, subtype: ref.optional() }),
        z.looseObject({
          type: z.literal('link_shared'),
          user: id('UW').optional(),
          channel: ref,
          message_ts: ref,
          unfurl_id: ref.optional(),
          source: ref.optional(),
          // Slack's limit for a message.
          links: z.array(z.looseObject({ url: z.string().max(40_000) })).max(1000),
        }),
      ]),
    }),
  ]),
)

/** Source: Slack, "Slash commands"; all fields are strings. */
const command = z.lazy(() =>
  z.looseObject({
    ...none,
    ...trigger,
    command: ref,
    /** Slack's limit for a message. */
    text: z.string().max(40_000),
    user_id: id('UW'),
    channel_id: id('CDG'),
    team_id: team.optional(),
    enterprise_id: team.optional(),
    response_url: url.optional(),
  }),
)

/** Reads a request's body by its content type without charset. Whatever listeners read from the payload has the type they expect. */
export function readRequest(contentType: string, body: string): Reading {
  try {
    if (contentType === 'application/json') return read(events, parse(body))
    if (contentType !== 'application/x-www-form-urlencoded') return 'malformed'
    const form = new URLSearchParams(body)
    const payload = form.get('payload')
    return payload === null ? read(command, Object.fromEntries(form)) : read(interactions, parse(payload))
  } catch (error) {
    // A RangeError: JSON nested so deeply that it can be parsed but not stringified.
    if (error instanceof SyntaxError || error instanceof RangeError) return 'malformed'
    throw error
  }
}

/** Half of a surrogate pair can't be sent anywhere: encoding it for an address or a form throws a URIError. */
function parse(json: string): unknown {
  return JSON.parse(json, (_, part: unknown) => (typeof part === 'string' ? part.toWellFormed() : part))
}

function read(schema: z.ZodType<object>, given: unknown): Reading {
  const { data, error } = schema.safeParse(given)
  if (data !== undefined) return { json: JSON.stringify(data) }
  return error?.issues.some(({ code, path }) => code === 'invalid_union' && path.at(-1) === 'type')
    ? 'not-for-us'
    : 'malformed'
}
