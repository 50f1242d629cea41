import assert from 'node:assert/strict'
import { type OperationName, operationNamed, operations } from '../../../src/site/operations/all.ts'
import { isAlive, phases } from '../../../src/site/phase.ts'
import { unauditedOf } from '../../../src/site/audit.ts'
import { changed } from '../../../src/site/change.ts'
import { HISTORY_LENGTH, type Site } from '../../../src/site/site.ts'
import { applyAny } from '../../support/any-operation.ts'
import { aSite } from '../../support/a-site.ts'
import { refuses } from '../user-errors.ts'
import { siteThatIs } from '../sites.ts'
import { REQUEST, grants } from './granted.ts'

const withTeam = (site: Site): Site => ({ ...site, spec: { ...site.spec, sshTeam: 'web' } })

/** Nobody has a link yet. */
const MORE_TO_SAY = new Set<OperationName>(['revoke-share', 'revoke-all-shares'])

describe('an operation', () => {
  for (const operation of operations) {
    const { name } = operation
    it(`${name} can be applied where it is possible, and nowhere else`, () => {
      for (const phase of phases) {
        const site = withTeam(siteThatIs(phase))
        if (operation.isPossible(site)) assert.equal(applyAny(operation, site, REQUEST).history[0]?.action, name, phase)
        else if (MORE_TO_SAY.has(name) && isAlive(site))
          refuses(() => applyAny(operation, site, REQUEST), 'no-shares', { name: 'plum' })
        else refuses(() => applyAny(operation, site, REQUEST), 'not-now', { name: 'plum', operation: name, phase })
      }
    })
  }

  const onceOnly: [operation: OperationName, site: Site][] = [
    ['sleep', siteThatIs('ready')],
    ['wake', siteThatIs('asleep')],
    ['delete', siteThatIs('ready')],
    ['delete-without-archive', siteThatIs('archived')],
    ['restore', siteThatIs('archived')],
    ['retry', siteThatIs('failed')],
  ]
  for (const [name, site] of onceOnly) {
    it(`${name} cannot be applied a second time`, () => {
      const operation = operationNamed(name)
      const after = applyAny(operation, site, REQUEST)
      assert.ok(!operation.isPossible(after))
      assert.throws(() => applyAny(operation, after, REQUEST), { code: 'not-now' })
    })
  }

  it('is named by words of its own', () => {
    const words = operations.flatMap(({ name, words }) => [name, ...words])
    assert.deepEqual(words.length, new Set(words).size)
  })
})

describe('changed', () => {
  it('changes what is said, and tells who did what, when and to what', () => {
    const entry = { action: 'hand-over', to: 'U003' } as const
    grants((site) => changed(site, { owner: 'U003' }, entry, REQUEST), aSite(), { owner: 'U003' }, entry)
  })

  it('keeps the newest lines of a long history, newest first', () => {
    let site = aSite()
    for (let now = 1; now <= HISTORY_LENGTH + 5; now++) {
      site = changed(site, {}, { action: 'redeploy' }, { by: 'U002', now })
      site.status.audited = site.status.changes
    }
    assert.deepEqual(
      site.history.map(({ at }) => at),
      Array.from({ length: HISTORY_LENGTH }, (_, index) => HISTORY_LENGTH + 5 - index),
    )
  })

  it('loses no line that the audit trail lacks', () => {
    let site = aSite({ history: [] })
    for (let now = 1; now <= HISTORY_LENGTH + 5; now++) {
      site = changed(site, {}, { action: 'redeploy' }, { by: 'U002', now })
    }
    assert.deepEqual(
      unauditedOf(site).map(({ at }) => at),
      Array.from({ length: HISTORY_LENGTH + 5 }, (_, index) => index + 1),
    )
  })
})
