import type { Answer } from './answer.ts'
import { notFound } from './answer.ts'
import type { Needs } from './needs.ts'
import type { PersonalToken } from './personal-token.ts'
import { type FakeRepository, type FakeState, findRepository } from './state.ts'

export type Caller = { kind: 'app' } | { kind: 'installation' } | { kind: 'person'; token: PersonalToken }

export interface Ask {
  state: FakeState
  caller: Caller
  params: Record<string, string>
  query: URLSearchParams
  body: unknown
  /** The header. */
  accept: string
  now: number
}

export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** With `:name` for a part, and `:name+` for the rest. */
  path: string
  /** `app` is for the App itself, which signs for it; none: everybody who has a token. */
  needs?: Needs | 'app'
  /** A list answers with `items`, which are given out by pages. */
  answer(ask: Ask): Answer | Listing
}

export interface Listing {
  items: readonly unknown[]
  /** What a page's body is made of the items in it. */
  wrap?(items: readonly unknown[]): unknown
}

/** Runs `answer` on the repository of the path. */
export function onRepository(answer: (repository: FakeRepository, ask: Ask) => Answer | Listing): Route['answer'] {
  return (ask) => {
    const repository = findRepository(ask.state, `${ask.params['owner']}/${ask.params['repo']}`)
    return repository === undefined ? notFound : answer(repository, ask)
  }
}

export function matchRoute(routes: readonly Route[], method: string, pathname: string) {
  for (const route of routes) {
    const params = route.method === method ? matchPath(route.path, pathname) : undefined
    if (params !== undefined) return { route, params }
  }
  return undefined
}

function matchPath(pattern: string, pathname: string): Record<string, string> | undefined {
  const names: string[] = []
  const source = pattern.replace(/:(\w+)(\+?)/g, (_, name: string, rest: string) => {
    names.push(name)
    return rest === '' ? '([^/]+)' : '(.+)'
  })
  const match = new RegExp(`^${source}$`).exec(pathname)
  if (match === null) return undefined
  return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]))
}
