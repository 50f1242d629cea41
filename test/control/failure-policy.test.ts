import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createReconciler } from '../../src/control/reconcile.ts'
import type { Observer, ReconcilerDeps, Step } from '../../src/control/step.ts'
import { createSteps, observers } from '../../src/control/steps/all.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import { failurePolicies, stepNames } from '../../src/site/step-name.ts'
import { MINUTE_MS } from '../../src/site/time.ts'
import { aSite } from '../support/a-site.ts'
import { createFakePorts, reconcilerDeps, stepOptions } from '../support/fake-ports.ts'

const steps = createSteps(defaultPolicy, stepOptions(defaultPolicy))

describe('The failure policy', () => {
  const fail = () => Promise.reject(new Error('it never works'))
  const name = 'purge'

  for (const policy of failurePolicies) {
    const phase = policy === 'fails-site' ? 'failed' : 'ready'
    const step: Step = { name, policy, due: () => 'now', run: fail }
    const observer: Observer = { name, policy, applies: () => true, pollAt: () => undefined, observe: fail }
    const additions: Record<string, Pick<ReconcilerDeps, 'steps' | 'observers'>> = {
      step: { steps: [step], observers: [] },
      observer: { steps: [], observers: [observer] },
    }
    for (const [kind, added] of Object.entries(additions)) {
      it(`${policy} of a new ${kind} leaves a site ${phase} when it always fails`, async () => {
        const { ports, policy: rules, clock } = createFakePorts()
        const deps = { ...reconcilerDeps(ports, rules), ...added }
        const reconcile = createReconciler(deps)
        await ports.store.create(aSite())
        for (let minute = 0; minute < 60; minute++) {
          await reconcile('plum')
          clock.advance(MINUTE_MS)
        }
        const site = await ports.store.load('plum')
        assert.ok((site?.status.failures[name]?.attempts ?? 0) >= 7)
        assert.equal(site && phaseOf(site), phase)
      })
    }
  }

  it('is asked for by the compiler, as is a name that the record knows', () => {
    const declared: Step = { name, policy: 'keeps-trying', due: () => 'no', run: fail }
    const observing = { applies: () => true, pollAt: () => undefined, observe: fail }
    // @ts-expect-error -- without a policy
    const stepWithout: Step = { name, due: () => 'no', run: fail }
    // @ts-expect-error -- without a policy
    const observerWithout: Observer = { name, ...observing }
    // @ts-expect-error -- without any such policy
    const otherPolicy: Step = { ...declared, policy: 'ignored' }
    // @ts-expect-error -- without any such name
    const otherName: Step = { ...declared, name: 'dance' }
    // The compiler is what tests these: it complains of each that it would take.
    assert.equal([declared, stepWithout, observerWithout, otherPolicy, otherName].length, 5)
  })

  it('is declared under a name of its own by each step and observer', () => {
    const names = [...steps, ...observers].map((each) => each.name)
    assert.deepEqual(names.toSorted(), stepNames.toSorted())
  })

  it('is documented for each step and observer', () => {
    const doc = readFileSync(new URL('../../docs/architecture.md', import.meta.url), 'utf8')
    const documented = [...doc.matchAll(/^ *\| `([a-z-]+)` \| ([a-z-]+)( \(not on the card\))? \|/gm)].map(
      ([, step, policy, hidden]) => ({ step, policy, hidden: hidden !== undefined }),
    )
    const declared = [...steps, ...observers].map((each) => ({
      step: each.name.replace(/^notify-.*/, 'notify-type'),
      policy: each.policy,
      hidden: each.hidesFailure === true,
    }))
    assert.deepEqual(documented, [...new Map(declared.map((row) => [row.step, row])).values()])
  })
})
