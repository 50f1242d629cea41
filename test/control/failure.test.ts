import assert from 'node:assert/strict'
import { afterFailure, JobError, withFailure, withoutFailure } from '../../src/control/failure.ts'
import { patched } from '../../src/control/status-patch.ts'
import type { StepDeclaration } from '../../src/control/step.ts'
import { CapacityError, LimitError, PermanentError } from '../../src/site/errors.ts'
import type { Site } from '../../src/site/site.ts'
import type { FailurePolicy, StepName } from '../../src/site/step-name.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/site/time.ts'
import { READY_AT } from '../site/sites.ts'
import { aSite } from '../support/a-site.ts'

const NOW = READY_AT
const passing = new Error('try again')

const failsSite = (name: StepName): StepDeclaration => ({ name, policy: 'fails-site' })

/** The site after the step failed so many times, each at the moment it was to be tried again. */
function failing(name: StepName, times: number, error: unknown = passing, policy: FailurePolicy = 'fails-site'): Site {
  let site = aSite()
  for (let time = 0; time < times; time++) {
    site = patched(site, withFailure(site, { name, policy }, error, site.status.failures[name]?.retryAt ?? NOW))
  }
  return site
}

describe('a failure', () => {
  it('is tried again ever more slowly, and then no more', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7].map((times) => {
      const { failures } = failing('route', times).status
      const before = times === 1 ? NOW : failing('route', times - 1).status.failures['route']?.retryAt
      const { retryAt } = failures['route'] ?? {}
      return retryAt === undefined || before === undefined ? undefined : (retryAt - before) / SECOND_MS
    })
    assert.deepEqual(waits, [15, 30, 60, 120, 300, 600, undefined])
  })

  it('keeps the end of what its error says, without secrets', () => {
    const said = `${'x'.repeat(10_000)} https://acme:hunter2hunter2@example.com ghp_abcdefgh12345`
    const errors = [
      new TypeError(said),
      new PermanentError('clone-failed', { message: said }),
      new JobError('clone-failed', said, true),
    ]
    for (const error of errors) {
      const { detail = '' } = failing('launch', 1, error).status.failures['launch'] ?? {}
      assert.equal(detail.length, 2000)
      assert.match(detail, /x https:\/\/\*\*\*@example\.com ghp_\*\*\*$/)
    }
  })

  it('for want of room has other sizes and zones tried at once, and waits between the rounds alone', () => {
    const noRoom = new CapacityError('no room', { alternatives: 4 })
    const times = [0, ...Array.from({ length: 28 }, (_, index) => index + 1)].map((count) =>
      count === 0 ? NOW : failing('launch', count, noRoom).status.failures['launch']?.retryAt,
    )
    const waits = times.slice(1).map((at, index) => {
      const before = times[index]
      return at === undefined || before === undefined ? undefined : (at - before) / SECOND_MS
    })
    const round = (wait: number | undefined) => [0, 0, 0, wait]
    assert.deepEqual(waits, [15, 30, 60, 120, 300, 600, undefined].flatMap(round))
  })

  it('of another kind among many for want of room is not the last', () => {
    const noRoom = new CapacityError('no room', { alternatives: 4 })
    const before = failing('launch', 9, noRoom)
    const at = before.status.failures['launch']?.retryAt ?? 0
    const after = patched(before, withFailure(before, failsSite('launch'), passing, at))
    assert.equal(after.status.failures['launch']?.retryAt, at + 600 * SECOND_MS)
    const last = withFailure(after, failsSite('launch'), passing, at).failures?.['launch']
    assert.equal(last?.retryAt, undefined)
  })

  it('of who was told to wait is none: it waits as long as it was told, and not all sites till the same moment', () => {
    const { attempts, retryAt } = failing('set-up', 50, new LimitError('wait')).status.failures['set-up'] ?? {}
    assert.ok(attempts === 1 && retryAt !== undefined)
    const error = new LimitError('wait', { retryAfterMs: HOUR_MS })
    const waits = ['a', 'b', 'c'].map((id) => {
      const failure = withFailure(aSite({ id }), failsSite('set-up'), error, NOW).failures?.['set-up']
      return (failure?.retryAt ?? 0) - NOW
    })
    assert.equal(new Set(waits).size, waits.length)
    assert.ok(waits.every((wait) => wait >= HOUR_MS && wait <= 2 * HOUR_MS))
  })

  it('of a job that finds another at work is none: it is tried again each minute, for as long as that takes', () => {
    const retryAt = (times: number) =>
      failing('set-up', times, new JobError('busy', '', false)).status.failures['set-up']?.retryAt ?? 0
    assert.deepEqual([retryAt(1) - NOW, retryAt(50) - retryAt(49)], [MINUTE_MS, MINUTE_MS])
  })

  for (const policy of ['keeps-trying', 'notification'] as const) {
    it(`of a step with the policy ${policy} is tried again for ever`, () => {
      const retryAt = (times: number) => failing('users', times, passing, policy).status.failures.users?.retryAt ?? 0
      assert.equal(retryAt(20) - retryAt(19), 600 * SECOND_MS)
    })
  }

  const reasons: [error: unknown, reason: string, detail: string | undefined, inMs: number | undefined][] = [
    [new Error('socket hang up'), 'unexpected', 'socket hang up', 15 * SECOND_MS],
    ['a string', 'unexpected', 'a string', 15 * SECOND_MS],
    [new CapacityError('no t3.small'), 'no-capacity', 'no t3.small', 15 * SECOND_MS],
    [new PermanentError('repository-missing'), 'repository-missing', undefined, undefined],
    [new PermanentError('code-host-denied', { message: 'it takes x' }), 'code-host-denied', 'it takes x', undefined],
    [new JobError('branch-missing', 'the log', true), 'branch-missing', 'the log', undefined],
    [new JobError('clone-failed', 'the log', false), 'clone-failed', 'the log', 15 * SECOND_MS],
  ]
  for (const [error, reason, detail, inMs] of reasons) {
    it(`is known by its reason: ${reason}, ${inMs ?? 'never again'}`, () => {
      const failure = withFailure(aSite(), failsSite('set-up'), error, NOW).failures?.['set-up']
      assert.deepEqual(failure, {
        policy: 'fails-site',
        reason,
        attempts: 1,
        firstAt: NOW,
        retryRevision: 1,
        ...(detail !== undefined && { detail }),
        ...(inMs !== undefined && { retryAt: NOW + inMs }),
      })
    })
  }

  it('to tell people that cannot help by itself is tried each hour', () => {
    const patch = withFailure(
      aSite(),
      { name: 'card', policy: 'notification' },
      new PermanentError('channel-missing'),
      NOW,
    )
    assert.equal(patch.failures?.['card']?.retryAt, NOW + HOUR_MS)
  })

  it('cuts no character of a detail in half', () => {
    const error = new JobError('clone-failed', `${'🚀'.repeat(2000)}x`, false)
    const { detail = '' } = withFailure(aSite(), failsSite('set-up'), error, NOW).failures?.['set-up'] ?? {}
    assert.doesNotThrow(() => encodeURIComponent(detail))
    assert.ok(detail.endsWith('🚀x'))
  })

  it('keeps the end of a long detail', () => {
    const log = `begin${'x'.repeat(3000)}end`
    const detail = withFailure(aSite(), failsSite('set-up'), new JobError('clone-failed', log, false), NOW).failures?.[
      'set-up'
    ]?.detail
    assert.equal(detail?.length, 2000)
    assert.ok(detail.endsWith('end'))
  })

  it('begins anew when somebody asked for a retry', () => {
    const failed = failing('set-up', 7)
    const asked: Site = { ...failed, spec: { ...failed.spec, retryRevision: 2 } }
    assert.equal(afterFailure(failed, 'set-up', 'now', NOW + HOUR_MS), 'no')
    assert.equal(afterFailure(asked, 'set-up', 'now', NOW), 'now')
    const failure = withFailure(asked, failsSite('set-up'), passing, NOW).failures?.['set-up']
    assert.deepEqual([failure?.attempts, failure?.retryRevision], [1, 2])
  })

  it('holds back its own step alone, and no longer than it must', () => {
    const failed = failing('route', 1)
    const retryAt = NOW + 15 * SECOND_MS
    assert.deepEqual(afterFailure(failed, 'route', 'now', retryAt - 1), { at: retryAt })
    assert.equal(afterFailure(failed, 'route', 'now', retryAt), 'now')
    assert.equal(afterFailure(failed, 'route', 'no', retryAt), 'no')
    assert.equal(afterFailure(failed, 'stop', 'now', NOW), 'now')
  })

  it('is taken back without touching others', () => {
    const both = patched(failing('route', 1), withFailure(failing('route', 1), failsSite('stop'), passing, NOW))
    assert.deepEqual(Object.keys(withoutFailure(both, 'route').failures ?? {}), ['stop'])
    assert.deepEqual(withoutFailure(both, 'launch'), {})
  })
})
