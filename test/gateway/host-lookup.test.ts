import assert from 'node:assert/strict'
import { createHostLookup } from '../../src/gateway/host-lookup.ts'
import type { GatewayPage } from '../../views/gateway.ts'
import { type Phase, phaseOf, phases } from '../../src/site/phase.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import { purgeTime } from '../../src/site/purge-time.ts'
import { SITE_CREATED_AT } from '../support/a-site.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { createFakeSiteStore } from '../support/fake-site-store.ts'
import { siteThatIs } from '../site/sites.ts'
import { shareKey } from '../../src/site/share-cookie.ts'
import { WEBHOOK_KEY } from '../support/fake-ports.ts'

const restorableUntil = purgeTime(siteThatIs('archived'), defaultPolicy) ?? assert.fail()

const expected: Record<Phase, GatewayPage> = {
  requested: { kind: 'preparing', stage: 'launch' },
  launching: { kind: 'preparing', stage: 'launch' },
  booting: { kind: 'preparing', stage: 'boot' },
  settingUp: { kind: 'preparing', stage: 'ready' },
  ready: { kind: 'preparing', stage: 'ready' },
  goingToSleep: { kind: 'asleep' },
  asleep: { kind: 'asleep' },
  waking: { kind: 'preparing', stage: 'launch', usuallyMs: 40_000 },
  archiving: { kind: 'archived' },
  archived: { kind: 'archived', restorableUntil },
  purging: { kind: 'unknown' },
  failed: { kind: 'failed' },
}

async function lookupFor(phase: Phase) {
  const store = createFakeSiteStore()
  const site = await store.create(siteThatIs(phase))
  assert.equal(phaseOf(site), phase)
  return {
    store,
    lookup: createHostLookup({
      store,
      clock: createFakeClock(SITE_CREATED_AT),
      policy: defaultPolicy,
      shareKey: async (id) => shareKey(WEBHOOK_KEY, id),
    }),
  }
}

describe('what visitors are told of a site', () => {
  for (const phase of phases) {
    const availability = expected[phase]
    it(`is ${availability.kind} where it is ${phase}`, async () => {
      const { lookup } = await lookupFor(phase)
      assert.deepEqual(await lookup.lookUp('plum'), availability)
      assert.deepEqual(await lookup.lookUp('quince'), { kind: 'unknown' })
    })

    it(`wakes nothing but a sleeping site: ${phase}`, async () => {
      const { lookup, store } = await lookupFor(phase)
      const isAsleep = availability.kind === 'asleep'
      const answer = await lookup.wake('plum', {
        credentials: { user: 'guest', password: 'password' },
        address: '192.0.2.1',
      })
      assert.equal(answer, isAsleep ? 'ok' : 'not-asleep')
      const site = await store.load('plum')
      assert.equal(site?.spec.desired === siteThatIs(phase).spec.desired, !isAsleep)
    })
  }
})
