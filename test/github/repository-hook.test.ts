import assert from 'node:assert/strict'
import { sign } from '@octokit/webhooks-methods'
import { createMachineEndpoint } from '../../src/gateway/machine-endpoint.ts'
import { createGateway } from '../../src/gateway/gateway.ts'
import { createHostLookup } from '../../src/gateway/host-lookup.ts'
import { createRepositoryHook } from '../../src/github/events/repository-hook.ts'
import { createGatewayHandler } from '../../src/lambda/gateway-handler.ts'
import { cardFacts } from '../../src/site/card.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import { HOOK_PATH } from '../../src/site/paths.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/site/time.ts'
import { shareKey } from '../../src/site/share-cookie.ts'
import { webhookSecret } from '../../src/site/webhook-secret.ts'
import { balancerEvent } from '../lambda/events.ts'
import { createLife } from '../support/a-life.ts'
import { WEBHOOK_KEY } from '../support/fake-ports.ts'

const NEXT = '2'.repeat(40)

/** A site that sleeps after two hours, and the door for its webhook while its machine is off; GitHub knows of no App. */
async function aSleepyLife({ jobMs = 0 } = {}) {
  const saved: string[] = []
  const life = await createLife({
    policy: { idleHours: 2 },
    durations: { jobMs },
    onSave: (name) => saved.push(name),
  })
  await life.settle()
  const { ports, policy } = life
  const { store, clock } = ports
  let keysRead = 0
  const key = async () => {
    keysRead++
    return WEBHOOK_KEY
  }
  const handler = createGatewayHandler({
    gateway: createGateway({
      domain: 'test.example.com',
      timeZone: 'Asia/Tokyo',
      ...createHostLookup({ store, clock, policy, shareKey: async (id) => shareKey(WEBHOOK_KEY, id) }),
    }),
    control: createMachineEndpoint({ store, clock }),
    takePush: createRepositoryHook({ store, clock, key }),
    domain: 'test.example.com',
    report: (error) => assert.fail(String(error)),
  })
  /** As GitHub calls it: with what its webhook got at the last set-up, unless another is given. */
  const deliver = async ({
    payload = {},
    event = 'push',
    method = 'POST',
    secret = life.codeHost.registered()[0]?.webhook?.secret ?? assert.fail('no webhook'),
    signature = undefined as string | undefined,
    siteId = undefined as string | undefined,
    host = 'plum.test.example.com',
  } = {}) => {
    const body = JSON.stringify({
      ref: 'refs/heads/main',
      after: NEXT,
      deleted: false,
      repository: { full_name: 'orchard/renamed' },
      ...payload,
    })
    const headers = { 'x-github-event': event, 'x-hub-signature-256': signature ?? (await sign(secret, body)) }
    const sent = balancerEvent({ method, host, path: HOOK_PATH, headers, body })
    const site = siteId ?? (await life.site()).id
    const { statusCode } = await handler({ ...sent, queryStringParameters: { site } })
    return statusCode
  }
  return {
    ...life,
    saved,
    deliver,
    keysRead: () => keysRead,
    phase: async () => phaseOf(await life.site()),
    fallAsleep: async () => {
      await life.pass(3 * HOUR_MS)
      assert.equal(phaseOf(await life.site()), 'asleep')
      life.codeHost.push('orchard/plum', 'main', NEXT)
      saved.splice(0)
    },
  }
}

describe("a push by a repository's webhook, while the machine is off", () => {
  it('wakes a site that fell asleep by itself, which deploys it, and sleeps again', async () => {
    const life = await aSleepyLife()
    await life.fallAsleep()
    assert.equal(await life.deliver(), 202)
    await life.settle()
    const { status, history } = await life.site()
    assert.deepEqual([await life.phase(), status.deploy?.commit, history.length], ['ready', NEXT, 1])
    await life.pass(3 * HOUR_MS)
    assert.equal(await life.phase(), 'asleep')
    life.saved.splice(0)
    assert.equal(await life.deliver(), 202, 'the same again')
    assert.deepEqual(life.saved, [])
  })

  it('is shown on the card of a site that a person stopped, and wakes nobody', async () => {
    const life = await aSleepyLife()
    await life.ask(sleep.apply)
    await life.settle()
    life.codeHost.push('orchard/plum', 'main', NEXT)
    assert.equal(await life.deliver(), 202)
    await life.pass(3 * HOUR_MS)
    const { phase, waiting } = cardFacts(await life.site(), life.policy)
    assert.deepEqual([phase, waiting], ['asleep', NEXT])
  })

  it('is deployed by a machine that just starts', async () => {
    const life = await aSleepyLife({ jobMs: MINUTE_MS })
    await life.fallAsleep()
    await life.deliver({ payload: { after: '3'.repeat(40) } })
    await life.reconcile()
    assert.equal(await life.phase(), 'waking')
    assert.equal(await life.deliver(), 202)
    await life.settle()
    assert.equal((await life.site()).status.deploy?.commit, NEXT)
  })

  it('wakes nothing, and writes nothing, by a bad signature', async () => {
    const life = await aSleepyLife()
    await life.fallAsleep()
    const older = 'f'.repeat(64)
    const bad = [
      { secret: older },
      { secret: webhookSecret('another key', (await life.site()).id) },
      { secret: webhookSecret(WEBHOOK_KEY, 'another-site') },
      { secret: WEBHOOK_KEY },
      { signature: '' },
      { signature: 'sha256=' },
      { signature: `sha1=${'0'.repeat(40)}` },
      { signature: `sha256=${'0'.repeat(64)}` },
      { siteId: '' },
      { siteId: 'another-site' },
    ]
    for (const delivery of bad) assert.equal(await life.deliver(delivery), 401, JSON.stringify(delivery))
    await life.pass(10 * MINUTE_MS)
    assert.deepEqual([await life.phase(), life.saved], ['asleep', []])
  })

  it("is another site's, even with that site's signature", async () => {
    const life = await aSleepyLife()
    await life.fallAsleep()
    const other = { siteId: 'another-site', secret: webhookSecret(WEBHOOK_KEY, 'another-site') }
    assert.equal(await life.deliver(other), 404)
    assert.equal(await life.deliver({ ...other, host: 'pear.test.example.com' }), 404)
    assert.deepEqual(life.saved, [])
  })

  it('is of its branch; what else comes is answered, and changes nothing', async () => {
    const life = await aSleepyLife()
    await life.fallAsleep()
    assert.equal(await life.deliver({ payload: { ref: 'refs/heads/main2' } }), 202)
    assert.equal(await life.deliver({ payload: { ref: 'refs/tags/main' } }), 204)
    assert.equal(await life.deliver({ payload: { deleted: true, after: '0'.repeat(40) } }), 204)
    assert.equal(await life.deliver({ event: 'ping' }), 204)
    assert.equal(await life.deliver({ payload: { after: 'main' } }), 400)
    assert.equal(await life.deliver({ method: 'GET' }), 405)
    assert.deepEqual([await life.phase(), life.saved], ['asleep', []])
  })

  it('is known by a secret that follows from the site alone, so that a set-up leaves the webhook as it is', async () => {
    const life = await aSleepyLife()
    const [before] = life.codeHost.registered()
    await life.fallAsleep()
    await life.deliver()
    await life.settle()
    const [after] = life.codeHost.registered()
    assert.notEqual(after?.deployKeyId, before?.deployKeyId)
    assert.equal(after?.webhook?.secret, before?.webhook?.secret)
    assert.equal(life.machines()[0]?.disk.setUp?.webhookSecret, after?.webhook?.secret)
    assert.ok(!JSON.stringify([await life.site(), life.written]).includes(after?.webhook?.secret ?? ''))
  })
})
