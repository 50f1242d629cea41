import assert from 'node:assert/strict'
import { sign } from '@octokit/webhooks-methods'
import { createGithubEvents } from '../../src/lambda/github-events.ts'
import { cardFacts } from '../../src/site/card.ts'
import { phaseOf } from '../../src/site/phase.ts'
import type { OperationContext } from '../../src/site/operations/operation.ts'
import type { Site } from '../../src/site/site.ts'
import { MINUTE_MS } from '../../src/site/time.ts'
import { newSite } from '../support/a-life.ts'
import { FIRST_COMMIT } from '../support/fake-code-host.ts'
import { createFakeReconciler, createFakePorts } from '../support/fake-ports.ts'
import { findRepository } from '../support/github/state.ts'
import { aGithub } from './a-github.ts'

const SECRET = 'a secret of the App'

export type SiteAtGithub = Awaited<ReturnType<typeof aSiteAtGithub>>

/** A site of `acme/website` at a fake GitHub, whose signed events go through the real door. */
export async function aSiteAtGithub(sshTeam = 'web-team', { byApp = false } = {}) {
  const bench = await aGithub({}, { siteDomain: 'test.example.com' })
  const fake = createFakePorts()
  let codeHost = bench.another({ clock: fake.clock, byApp })
  let reconcile = createFakeReconciler({ ...fake.ports, codeHost }, fake.policy)
  const faults: unknown[] = []
  const { store, clock } = fake
  const handler = createGithubEvents({
    org: 'acme',
    secret: SECRET,
    store,
    clock,
    log: ({ level, error }) => void (level === 'error' && faults.push(error)),
    exists: codeHost.exists,
  })
  // What the machine serves.
  findRepository(bench.github.state, 'acme/website')?.heads.set('main', FIRST_COMMIT)
  const made = newSite('plum', clock.now(), fake.policy)
  await store.create({ ...made, spec: { ...made.spec, repository: 'acme/website', sshTeam } })
  const site = async () => {
    const found = await store.load('plum')
    assert.ok(found !== undefined)
    return found
  }
  const pass = async (ms: number) => {
    const end = clock.now() + ms
    for (;;) {
      await reconcile('plum')
      const [next] = (await fake.alarm.list()).map(({ at }) => at).toSorted((a, b) => a - b)
      if (next === undefined || next > end) break
      clock.set(Math.max(next, clock.now()))
      fake.alarm.due()
    }
    clock.set(end)
  }
  const deliver = async (event: string, payload: object) => {
    const body = JSON.stringify(payload)
    const headers = { 'x-github-event': event, 'x-hub-signature-256': await sign(SECRET, body) }
    const http = { method: 'POST', path: '/github/events' }
    const call = { version: '2.0' as const, rawPath: http.path, rawQueryString: '', headers, body }
    const { statusCode, body: said } = await handler({ ...call, requestContext: { http }, isBase64Encoded: false })
    return { status: statusCode, said: said ?? '' }
  }
  await pass(MINUTE_MS)
  assert.equal(phaseOf(await site()), 'ready')
  return {
    ...bench,
    faults,
    store,
    site,
    pass,
    deliver,
    ask: async (request: (site: Site, asked: OperationContext) => Site) => {
      clock.advance(1)
      await store.save(request(await site(), { by: 'U002', now: clock.now(), policy: fake.policy }))
    },
    card: async () => cardFacts(await site(), fake.policy),
    setUps: () => fake.machines.jobs().flatMap(({ job }) => (job.kind === 'set-up' ? [job] : [])),
    /** The setting is changed, and deployed. */
    redeployWith: (changed: { byApp: boolean }) => {
      codeHost = bench.another({ clock: fake.clock, ...changed })
      reconcile = createFakeReconciler({ ...fake.ports, codeHost }, fake.policy)
    },
    fake,
    accounts: () =>
      fake.machines
        .machines()[0]
        ?.disk.users?.members.map(({ login }) => login)
        .toSorted(),
    at: (repository: string) => {
      const { hooks = [], deployKeys = [] } = findRepository(bench.github.state, repository) ?? {}
      return [hooks.length, deployKeys.length]
    },
  }
}
