import assert from 'node:assert/strict'
import { canAsk, type SiteAction } from '../../../src/site/actions.ts'
import { phases } from '../../../src/site/phase.ts'
import { defaultPolicy } from '../../../src/site/policy.ts'
import { archive, deleteWithoutArchive, restore } from '../../../src/site/requests/archive.ts'
import { changed } from '../../../src/site/requests/change.ts'
import { extend } from '../../../src/site/requests/extend.ts'
import { adopt, changePassword, handOver, redeploy, refreshUsers, retry } from '../../../src/site/requests/settings.ts'
import { sleep, wake } from '../../../src/site/requests/sleep.ts'
import { HISTORY_LENGTH, type Site } from '../../../src/site/site.ts'
import { aSite } from '../../support/a-site.ts'
import { refuses } from '../user-errors.ts'
import { siteThatIs } from '../sites.ts'
import { REQUEST, grants } from './granted.ts'

const requests: Record<SiteAction, (site: Site) => Site> = {
  extend: (site) => extend(site, { days: 1 }, REQUEST, defaultPolicy),
  sleep: (site) => sleep(site, REQUEST),
  wake: (site) => wake(site, REQUEST),
  delete: (site) => archive(site, REQUEST),
  deleteWithoutArchive: (site) => deleteWithoutArchive(site, REQUEST),
  restore: (site) => restore(site, REQUEST, defaultPolicy),
  changePassword: (site) => changePassword(site, { user: 'guest', passwordHash: 'hash' }, REQUEST),
  redeploy: (site) => redeploy(site, REQUEST),
  refreshUsers: (site) => refreshUsers(site, REQUEST),
  retry: (site) => retry(site, REQUEST),
  handOver: (site) => handOver(site, 'U003', REQUEST),
  adopt: (site) => adopt(site, REQUEST),
}
const withTeam = (site: Site): Site => ({ ...site, spec: { ...site.spec, sshTeam: 'web' } })
const actions = Object.keys(requests).filter((action): action is SiteAction => action in requests)

describe('a request', () => {
  for (const action of actions) {
    it(`to ${action} is granted where that can be asked, and refused elsewhere`, () => {
      for (const phase of phases) {
        const site = withTeam(siteThatIs(phase))
        if (canAsk(site, action)) assert.equal(requests[action](site).history[0]?.action, action, phase)
        else refuses(() => requests[action](site), 'not-now', { name: 'plum', action, phase })
      }
    })
  }

  const onceOnly: [action: SiteAction, site: Site][] = [
    ['sleep', siteThatIs('ready')],
    ['wake', siteThatIs('asleep')],
    ['delete', siteThatIs('ready')],
    ['deleteWithoutArchive', siteThatIs('archived')],
    ['restore', siteThatIs('archived')],
    ['retry', siteThatIs('failed')],
  ]
  for (const [action, site] of onceOnly) {
    it(`to ${action} is not granted a second time`, () => {
      const after = requests[action](site)
      assert.ok(!canAsk(after, action))
      assert.throws(() => requests[action](after), { code: 'not-now' })
    })
  }
})

describe('changed', () => {
  it('changes what is said, and tells who did what, when and to what', () => {
    const entry = { action: 'handOver', to: 'U003' } as const
    grants((site) => changed(site, { owner: 'U003' }, entry, REQUEST), aSite(), { owner: 'U003' }, entry)
  })

  it('keeps the newest lines of a long history, newest first', () => {
    let site = aSite()
    for (let now = 1; now <= HISTORY_LENGTH + 5; now++) {
      site = changed(site, {}, { action: 'redeploy' }, { by: 'U002', now })
    }
    assert.deepEqual(
      site.history.map(({ at }) => at),
      Array.from({ length: HISTORY_LENGTH }, (_, index) => HISTORY_LENGTH + 5 - index),
    )
  })
})
