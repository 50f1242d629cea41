import fc from 'fast-check'
import { signedEvent } from '../../support/signed-event.ts'
import type { FunctionUrlEvent } from '../../../src/slack/function-url.ts'
import { MINUTE_MS, type Instant } from '../../../src/site/time.ts'
import { HERE } from '../../slack/a-slack.ts'
import type { FixtureName } from './fixtures.ts'
import { type Mutation, mutated, mutations, odd } from './mutations.ts'
import { people, who, WORKSHOP } from './people.ts'
import type { ValidRequest } from './valid-requests.ts'

/** How it is signed; all but the first are to be refused. */
const SIGNATURES = [
  'good',
  'none',
  'of another secret',
  'of another body',
  'of another time',
  'too old',
  'from the future',
  'cut off',
] as const
type Signature = (typeof SIGNATURES)[number]

/** What is done to the bytes. */
type Damage =
  | { kind: 'none' }
  | { kind: 'cut'; at: number }
  | { kind: 'garbled'; at: number; text: string }
  | { kind: 'type'; type: string }

export interface Recipe {
  base: number
  fixture: FixtureName
  /** Who sends it, when it is not who was recorded. */
  sender: string | undefined
  /** It is sent from another channel. */
  elsewhere: boolean
  mutations: Mutation[]
  damage: Damage
  signature: Signature
}

const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Damage>({ kind: 'none' }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const), at: fc.nat(5000) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('garbled' as const), at: fc.nat(5000), text: fc.string({ unit: odd }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('type' as const),
      type: fc.constantFrom(
        'application/json',
        'application/x-www-form-urlencoded',
        'text/plain',
        'multipart/form-data',
        '',
      ),
    }),
  },
)

/** Most often one who has no site and no more rights than others, so that nothing but a check of rights refuses him. */
const aSender = fc.constantFrom(...Object.keys(people), ...who('member'), ...who('member'))

/** A request made of one of `count` valid ones. */
export function aRecipe(count: number): fc.Arbitrary<Recipe> {
  return fc.record({
    base: fc.nat(count - 1),
    fixture: fc.oneof(
      { weight: 4, arbitrary: fc.constant<FixtureName>('open') },
      { weight: 4, arbitrary: fc.constant<FixtureName>('strict') },
      { weight: 1, arbitrary: fc.constant<FixtureName>('full') },
    ),
    sender: fc.option(aSender, { nil: undefined, freq: 2 }),
    elsewhere: fc.nat(3).map((one) => one === 0),
    mutations,
    damage,
    signature: fc.oneof(
      { weight: 4, arbitrary: fc.constant<Signature>('good') },
      { weight: 1, arbitrary: fc.constantFrom<Signature>(...SIGNATURES) },
    ),
  })
}

export interface SentRequest {
  event: FunctionUrlEvent
  fixture: FixtureName
  /** As it was signed, or not. */
  body: string
  isFromSlack: boolean
}

/** A valid request, read. */
export interface OpenRequest {
  kind: ValidRequest['kind']
  payload: unknown
  write(payload: unknown): string
}

export function openRequest({ kind, body }: ValidRequest): OpenRequest {
  if (kind === 'json')
    return { kind, payload: trimmed(JSON.parse(body)), write: (payload) => JSON.stringify(payload) ?? '' }
  const form = new URLSearchParams(body)
  const interaction = form.get('payload')
  if (interaction === null) {
    const write = (fields: unknown) => new URLSearchParams(textFields(fields)).toString()
    return { kind, payload: Object.fromEntries(form), write }
  }
  const write = (payload: unknown) => `payload=${encodeURIComponent(JSON.stringify(payload) ?? '')}`
  return { kind, payload: trimmed(JSON.parse(interaction)), write }
}

/** Without most blocks: Slack sends them along, nobody reads them, and all that is done here takes longer for them. */
function trimmed(payload: unknown): unknown {
  if (typeof payload !== 'object' || payload === null) return payload
  if (Array.isArray(payload)) return payload.map(trimmed)
  return Object.fromEntries(
    Object.entries(payload).map(([key, value]: [string, unknown]) => [
      key,
      key === 'blocks' && Array.isArray(value) ? value.slice(0, 1) : trimmed(value),
    ]),
  )
}

export function send({ kind, payload, write }: OpenRequest, recipe: Recipe, secret: string, now: Instant): SentRequest {
  const body = damaged(write(mutated(sentBy(payload, recipe), recipe.mutations)), recipe.damage)
  const event = signed({ kind, body }, recipe.signature, secret, now)
  if (recipe.damage.kind === 'type') event.headers['content-type'] = recipe.damage.type
  return { event, fixture: recipe.fixture, body, isFromSlack: recipe.signature === 'good' }
}

/** As it would have come from that person, in that channel: Slack says who and where at these places, for each kind one. */
function sentBy(payload: unknown, { sender, elsewhere }: Recipe): unknown {
  const placed: unknown = elsewhere ? JSON.parse(JSON.stringify(payload).replaceAll(HERE, WORKSHOP)) : payload
  if (sender === undefined || !isFields(placed)) return placed
  const { user, event, user_id: typist } = placed
  return {
    ...placed,
    ...(isFields(user) && { user: { ...user, id: sender } }),
    ...(isFields(event) && { event: { ...event, user: sender } }),
    ...(typist !== undefined && { user_id: sender }),
  }
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textFields(fields: unknown): [string, string][] {
  if (typeof fields !== 'object' || fields === null) return [[String(fields), '']]
  return Object.entries(fields).flatMap(([key, value]: [string, unknown]): [string, string][] =>
    // Not by its own methods, which may be anything by now.
    Array.isArray(value) ? Array.from(value, (one): [string, string] => [key, textOf(one)]) : [[key, textOf(value)]],
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

function damaged(body: string, damage: Damage): string {
  if (damage.kind === 'cut') return body.slice(0, damage.at % (body.length + 1))
  if (damage.kind !== 'garbled') return body
  const at = damage.at % (body.length + 1)
  return body.slice(0, at) + damage.text + body.slice(at + damage.text.length)
}

function signed(request: ValidRequest, signature: Signature, secret: string, now: Instant): FunctionUrlEvent {
  switch (signature) {
    case 'good':
      return signedEvent(request, secret, now)
    case 'none':
      return withHeaders(signedEvent(request, secret, now), { 'x-slack-signature': undefined })
    case 'of another secret':
      return signedEvent(request, `${secret}.`, now)
    case 'of another body': {
      const { headers } = signedEvent({ ...request, body: `${request.body} ` }, secret, now)
      return { ...signedEvent(request, secret, now), headers }
    }
    case 'of another time':
      return withHeaders(signedEvent(request, secret, now - 1000), {
        'x-slack-request-timestamp': String(Math.floor(now / 1000)),
      })
    case 'too old':
      return signedEvent(request, secret, now - 6 * MINUTE_MS)
    case 'from the future':
      return signedEvent(request, secret, now + 2 * MINUTE_MS)
    case 'cut off': {
      const event = signedEvent(request, secret, now)
      return withHeaders(event, { 'x-slack-signature': event.headers['x-slack-signature']?.slice(0, -1) })
    }
  }
}

function withHeaders(event: FunctionUrlEvent, headers: FunctionUrlEvent['headers']): FunctionUrlEvent {
  return { ...event, headers: { ...event.headers, ...headers } }
}
