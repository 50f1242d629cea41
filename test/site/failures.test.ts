import assert from 'node:assert/strict'
import { failureOf, isTelling, stuckOn, tryingAgain } from '../../src/site/failures.ts'
import type { Failure, Site } from '../../src/site/site.ts'
import { aSite } from '../support/a-site.ts'
import { aFailure } from './sites.ts'

const stuck = aFailure()
const waiting = (retryAt: number) => aFailure({ retryAt })
const failing = (failures: Record<string, Failure>, retryRevision = 1): Site =>
  aSite({ spec: { retryRevision }, status: { failures } })

describe('failureOf', () => {
  it('counts until somebody asked for something after it', () => {
    assert.deepEqual(failureOf(failing({ route: stuck }), 'route'), stuck)
    assert.equal(failureOf(failing({ route: stuck }, 2), 'route'), undefined)
    assert.deepEqual(failureOf(failing({ route: { ...stuck, retryRevision: 2 } }, 2), 'route')?.attempts, 3)
  })

  it('is of that step', () => assert.equal(failureOf(failing({ route: stuck }), 'launch'), undefined))
})

describe('isTelling', () => {
  it('tells steps that only speak from steps that act', () => {
    for (const step of ['card', 'card-edit', 'announce-ready', 'announce-purgeTomorrow', 'settle-warning']) {
      assert.ok(isTelling(step), step)
    }
    for (const step of ['launch', 'set-up', 'access', 'archive', 'purge', 'observe-boot', 'cards']) {
      assert.ok(!isTelling(step), step)
    }
  })
})

describe('stuckOn', () => {
  const cases: [why: string, failures: Record<string, Failure>, step: string | undefined][] = [
    ['nothing', {}, undefined],
    ['what nobody tries again', { 'set-up': stuck }, 'set-up'],
    ['not what is tried again', { 'set-up': waiting(5) }, undefined],
    ['not what was before somebody asked', { 'set-up': aFailure({ retryRevision: 0 }) }, undefined],
    [
      'not what people could not be told',
      { card: stuck, 'announce-failed': stuck, 'settle-warning': stuck },
      undefined,
    ],
    ['the stuck one of several', { access: waiting(5), card: stuck, route: stuck }, 'route'],
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
  const cases: [why: string, failures: Record<string, Failure>, step: string | undefined][] = [
    ['nothing', {}, undefined],
    ['not what nobody tries again', { 'set-up': stuck }, undefined],
    ['not what was before somebody asked', { route: aFailure({ retryAt: 5, retryRevision: 0 }) }, undefined],
    ['not what people will be told', { card: waiting(5) }, undefined],
    ['what is tried again', { route: waiting(5) }, 'route'],
    ['the soonest of several', { access: waiting(7), card: waiting(1), launch: stuck, route: waiting(5) }, 'route'],
  ]
  for (const [why, failures, step] of cases) {
    it(why, () => assert.equal(tryingAgain(failing(failures))?.step, step))
  }
})
