import assert from 'node:assert/strict'
import { sign } from '@octokit/webhooks-methods'
import { createGithubEvents } from '../../src/lambda/github-events.ts'
import { cardFacts } from '../../src/site/card.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import { wake } from '../../src/site/operations/wake.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import { createLife } from '../support/a-life.ts'

const SECRET = 'a secret of the App'
const NEXT = '2'.repeat(40)

/** A ready site, and the door of the App's events; as GitHub calls it, signed. */
async function createEndpoint() {
  const life = await createLife()
  await life.settle()
  const { store, clock } = life.ports
  const faults: unknown[] = []
  const handler = createGithubEvents({
    org: 'orchard',
    secret: SECRET,
    store,
    clock,
    log: (event) => void (event.level === 'error' && faults.push(event)),
  })
  const deliver = async (change: object = {}, secret = SECRET) => {
    const body = JSON.stringify({
      ref: 'refs/heads/main',
      before: '1'.repeat(40),
      after: NEXT,
      created: false,
      deleted: false,
      forced: false,
      repository: { full_name: 'Orchard/plum' },
      organization: { login: 'Orchard' },
      sender: { login: 'Aki' },
      commits: [],
      ...change,
    })
    const { statusCode, body: line } = await handler({
      version: '2.0',
      rawPath: '/github/events',
      rawQueryString: '',
      headers: { 'x-github-event': 'push', 'x-hub-signature-256': await sign(secret, body) },
      requestContext: { http: { method: 'POST', path: '/github/events' } },
      body,
      isBase64Encoded: false,
    })
    return { statusCode, line }
  }
  return { ...life, deliver, faults }
}

describe("the App's push event", () => {
  it('has a site deploy what its webhook never brought', async () => {
    const life = await createEndpoint()
    life.codeHost.push('orchard/plum', 'main', NEXT)
    assert.deepEqual(await life.deliver(), { statusCode: 202, line: 'Sites of this branch: plum.' })
    await life.settle()
    const { deploy, head } = (await life.site()).status
    assert.deepEqual([deploy?.commit, head?.commit, life.machines()[0]?.disk.served], [NEXT, NEXT, NEXT])
    assert.deepEqual(life.faults, [])
  })

  it('shows the card of a site that sleeps what it will deploy, and wakes nobody', async () => {
    const life = await createEndpoint()
    await life.ask(sleep.apply)
    life.codeHost.push('orchard/plum', 'main', NEXT)
    assert.deepEqual(await life.deliver(), { statusCode: 202, line: 'Sites of this branch: plum.' })
    await life.settle()
    const asleep = await life.site()
    const { phase, waiting } = cardFacts(asleep, defaultPolicy)
    assert.deepEqual([phase, waiting, asleep.status.deploy?.commit], ['asleep', NEXT, '1'.repeat(40)])
    await life.ask(wake.apply)
    await life.settle()
    const awake = await life.site()
    assert.deepEqual([awake.status.deploy?.commit, cardFacts(awake, defaultPolicy).waiting], [NEXT, undefined])
  })

  it('touches no site that follows another branch or repository', async () => {
    const life = await createEndpoint()
    const { version } = await life.site()
    const others = [{ ref: 'refs/heads/main2' }, { repository: { full_name: 'orchard/pear' } }]
    for (const other of others)
      assert.deepEqual(await life.deliver(other), { statusCode: 202, line: 'No site of this branch.' })
    assert.equal((await life.deliver({ ref: 'refs/tags/main' })).statusCode, 204)
    assert.equal((await life.deliver({ deleted: true, after: '0'.repeat(40) })).statusCode, 204)
    assert.equal((await life.site()).version, version)
  })

  it('is believed by its signature alone', async () => {
    const life = await createEndpoint()
    assert.equal((await life.deliver({}, 'another secret')).statusCode, 401)
    assert.equal((await life.site()).status.head?.commit, '1'.repeat(40))
  })
})
