import assert from 'node:assert/strict'
import { passwordMatches } from '../../src/control/passwords.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { aSite } from './a-site.ts'

describe('aSite', () => {
  it('is ready', async () => {
    assert.equal(phaseOf(aSite()), 'ready')
    assert.ok(await passwordMatches('password', aSite().spec.access.passwordHash))
  })

  it('is what was asked for, in depth', () => {
    const site = aSite({
      name: 'quince',
      spec: { access: { revision: 2 } },
      status: { instance: undefined, superseded: ['old'] },
    })
    assert.equal(site.id, 'site-quince')
    assert.deepEqual(site.spec.access, { ...aSite().spec.access, revision: 2 })
    assert.ok(!('instance' in site.status))
    assert.deepEqual(site.status.superseded, ['old'])
  })

  it('refuses what is no record', () => {
    assert.throws(() => aSite({ status: { archive: { state: 'available' } } }), /imageId/)
  })
})
