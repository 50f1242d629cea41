import assert from 'node:assert/strict'
import { createHostLookup, type SiteAvailability } from '../../src/gateway/host-lookup.ts'
import { type Phase, phaseOf, phases } from '../../src/site/phase.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import { purgeTime } from '../../src/site/purge-time.ts'
import { SITE_CREATED_AT } from '../support/a-site.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { createFakeSiteStore } from '../support/fake-site-store.ts'
import { siteThatIs } from '../site/sites.ts'

const restorableUntil = purgeTime(siteThatIs('archived'), defaultPolicy) ?? assert.fail()

const expected: Record<Phase, SiteAvailability> = {
  requested: { state: 'preparing' },
  launching: { state: 'preparing' },
  booting: { state: 'preparing' },
  settingUp: { state: 'preparing' },
  ready: { state: 'ready' },
  goingToSleep: { state: 'asleep' },
  asleep: { state: 'asleep' },
  waking: { state: 'preparing' },
  archiving: { state: 'archived' },
  archived: { state: 'archived', restorableUntil },
  purging: { state: 'unknown' },
  failed: { state: 'failed' },
}

async function doorTo(phase: Phase) {
  const store = createFakeSiteStore()
  const site = await store.create(siteThatIs(phase))
  assert.equal(phaseOf(site), phase)
  return { store, door: createHostLookup({ store, clock: createFakeClock(SITE_CREATED_AT), policy: defaultPolicy }) }
}

describe('what visitors are told of a site', () => {
  for (const phase of phases) {
    const availability = expected[phase]
    it(`is ${availability.state} where it is ${phase}`, async () => {
      const { door } = await doorTo(phase)
      assert.deepEqual(await door.lookUp('plum'), availability)
      assert.deepEqual(await door.lookUp('quince'), { state: 'unknown' })
    })

    it(`wakes nothing but a sleeping site: ${phase}`, async () => {
      const { door, store } = await doorTo(phase)
      const isAsleep = availability.state === 'asleep'
      const answer = await door.wake('plum', { user: 'guest', password: 'password' })
      assert.equal(answer, isAsleep ? 'ok' : 'not-asleep')
      const site = await store.load('plum')
      assert.equal(site?.spec.desired === siteThatIs(phase).spec.desired, !isAsleep)
    })
  }
})
