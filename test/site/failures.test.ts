import assert from 'node:assert/strict'
import { failureOf, stuckOn, tryingAgain } from '../../src/site/failures.ts'
import type { Site } from '../../src/site/site.ts'
import { aSite } from '../support/a-site.ts'
import { aFailure } from './sites.ts'

const stuck = aFailure()
const waiting = (retryAt: number) => aFailure({ retryAt })
const notNotified = aFailure({ policy: 'notification' })
const failing = (failures: Site['status']['failures'], retryRevision = 1): Site =>
  aSite({ spec: { retryRevision }, status: { failures } })

describe('failureOf', () => {
  it('counts until somebody asked for something after it', () => {
    assert.deepEqual(failureOf(failing({ route: stuck }), 'route'), stuck)
    assert.equal(failureOf(failing({ route: stuck }, 2), 'route'), undefined)
    assert.deepEqual(failureOf(failing({ route: { ...stuck, retryRevision: 2 } }, 2), 'route')?.attempts, 3)
  })

  it('is of that step', () => assert.equal(failureOf(failing({ route: stuck }), 'launch'), undefined))
})

describe('stuckOn', () => {
  const cases: [why: string, failures: Site['status']['failures'], step: string | undefined][] = [
    ['nothing', {}, undefined],
    ['what nobody tries again', { 'set-up': stuck }, 'set-up'],
    ['not what is tried again', { 'set-up': waiting(5) }, undefined],
    ['not what was before somebody asked', { 'set-up': aFailure({ retryRevision: 0 }) }, undefined],
    ['not what people could not be notified of', { card: notNotified, 'notify-failed': notNotified }, undefined],
    ['not what is tried for ever', { users: aFailure({ policy: 'keeps-trying' }) }, undefined],
    ['the stuck one of several', { access: waiting(5), card: notNotified, route: stuck }, 'route'],
    ['always the same of two, in whatever order they are kept', { 'set-up': stuck, route: stuck }, 'route'],
    ['always the same of two', { route: stuck, 'set-up': stuck }, 'route'],
  ]
  for (const [why, failures, step] of cases) {
    it(why, () => {
      const failure = step === undefined ? undefined : { step, failure: stuck }
      assert.deepEqual(stuckOn(failing(failures)), failure)
    })
  }
})

describe('tryingAgain', () => {
  const cases: [why: string, failures: Site['status']['failures'], step: string | undefined][] = [
    ['nothing', {}, undefined],
    ['not what nobody tries again', { 'set-up': stuck }, undefined],
    ['not what was before somebody asked', { route: aFailure({ retryAt: 5, retryRevision: 0 }) }, undefined],
    ['not what people will be told', { card: { ...notNotified, retryAt: 5 } }, undefined],
    ['not what its step hides', { head: aFailure({ policy: 'keeps-trying', hidden: true, retryAt: 5 }) }, undefined],
    ['what is tried again', { route: waiting(5) }, 'route'],
    ['what is tried for ever', { users: aFailure({ policy: 'keeps-trying', retryAt: 5 }) }, 'users'],
    [
      'the soonest of several',
      { access: waiting(7), card: { ...notNotified, retryAt: 1 }, launch: stuck, route: waiting(5) },
      'route',
    ],
  ]
  for (const [why, failures, step] of cases) {
    it(why, () => assert.equal(tryingAgain(failing(failures))?.step, step))
  }
})
