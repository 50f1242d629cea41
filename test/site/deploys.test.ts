import assert from 'node:assert/strict'
import { withDeploy } from '../../src/site/deploys.ts'
import { aSite } from '../support/a-site.ts'
import { READY_AT } from './sites.ts'

const deploy = { commit: 'b'.repeat(40), subject: 'Ripen', author: 'Tom', at: READY_AT + 1 }

describe('withDeploy', () => {
  it('knows what the machine serves now, and all else as it was', () => {
    const site = aSite()
    assert.deepEqual(withDeploy(site, { deploy }), { ...site, status: { ...site.status, deploy } })
    assert.deepEqual(site, aSite())
  })

  it('knows the first of a machine', () => {
    assert.deepEqual(withDeploy(aSite({ status: { deploy: undefined } }), { deploy }).status.deploy, deploy)
  })

  it('is the site itself when it is told again, so that nothing is saved', () => {
    const site = withDeploy(aSite(), { deploy })
    assert.equal(withDeploy(site, { deploy: { ...deploy } }), site)
  })

  for (const [field, value] of Object.entries({
    commit: 'c'.repeat(40),
    subject: 'Rot',
    author: 'Aki',
    at: READY_AT,
  })) {
    it(`takes another ${field} for another deploy`, () => {
      const site = withDeploy(aSite(), { deploy })
      const next = { ...deploy, [field]: value }
      assert.deepEqual(withDeploy(site, { deploy: next }).status.deploy, next)
    })
  }
})

describe('withDeploy of a failed one', () => {
  const failed = { reason: 'release-failed', at: READY_AT, log: 'no such table' }
  const programs = [{ name: 'worker', log: '' }]

  it('knows why, beside what is served and what programs are in trouble, until a deploy goes well', () => {
    const site = withDeploy(aSite({ status: { troubles: { programs } } }), { failed })
    assert.deepEqual(site.status.troubles, { programs, deploy: failed })
    assert.deepEqual(site.status.deploy, aSite().status.deploy)
    assert.deepEqual(withDeploy(site, { deploy }).status.troubles, { programs })
    assert.ok(!('troubles' in withDeploy(withDeploy(aSite(), { failed }), { deploy }).status))
  })

  it('is the site itself when it is told again', () => {
    const site = withDeploy(aSite(), { failed })
    assert.equal(withDeploy(site, { failed: { ...failed } }), site)
  })
})
