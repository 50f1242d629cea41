import assert from 'node:assert/strict'
import { phaseOf } from '../../../src/site/phase.ts'
import { defaultPolicy } from '../../../src/site/policy.ts'
import { deleteSite } from '../../../src/site/operations/delete.ts'
import { deleteWithoutArchive } from '../../../src/site/operations/delete-without-archive.ts'
import { restore } from '../../../src/site/operations/restore.ts'
import type { Site } from '../../../src/site/site.ts'
import { aSite } from '../../support/a-site.ts'
import { at } from '../at.ts'
import { archive as anImage, siteThatIs } from '../sites.ts'
import { REQUEST, grants } from './granted.ts'

const kept = { desired: 'archived', archiveRequestedAt: REQUEST.now, retryRevision: 2 } as const
const gone = { desired: 'gone', retryRevision: 2 } as const

describe('delete', () => {
  const cases: [why: string, site: Site, spec: typeof kept | typeof gone][] = [
    ['a site that is ready', siteThatIs('ready'), kept],
    ['one that sleeps', siteThatIs('asleep'), kept],
    ['one that failed', siteThatIs('failed'), kept],
    ['one that may be set up already, for all we know', siteThatIs('settingUp'), kept],
    ['one whose launch was begun', aSite({ status: { instance: undefined, launching: true } }), kept],
    [
      'one restored, whose machine is not there yet',
      aSite({ status: { instance: undefined, archive: anImage } }),
      kept,
    ],
    ['one that never had a machine', siteThatIs('requested'), gone],
    ['a sleeper whose machine was lost', aSite({ spec: { desired: 'asleep' }, status: { instance: undefined } }), gone],
  ]
  for (const [why, before, spec] of cases) {
    it(`${spec === kept ? 'keeps' : 'gives up'} ${why}`, () => {
      grants((site) => deleteSite.apply(site, REQUEST), before, spec, { action: 'delete' })
    })
  }
})

describe('delete-without-archive', () => {
  for (const phase of ['requested', 'ready', 'asleep', 'archiving', 'archived', 'failed'] as const) {
    it(`gives up a site that is ${phase}, with all that was kept`, () => {
      grants((site) => deleteWithoutArchive.apply(site, REQUEST), siteThatIs(phase), gone, {
        action: 'delete-without-archive',
      })
    })
  }
})

describe('restore', () => {
  // Asked on the 2nd of November.
  const to = at('2026-11-16T18:00+09:00')
  const spec = { desired: 'up', retryRevision: 2, expiresAt: to, expirySetAt: REQUEST.now } as const
  const restored = (site: Site) => restore.apply(site, REQUEST)

  it('brings an archived site back with the usual days to live, and all else as it was', () => {
    const after = grants(restored, siteThatIs('archived'), spec, { action: 'restore', to })
    assert.equal(phaseOf(after), 'requested')
  })

  it('turns back a site on its way to the archive', () => {
    assert.equal(phaseOf(grants(restored, siteThatIs('archiving'), spec, { action: 'restore', to })), 'ready')
  })

  it('gives no more days than the most', () => {
    const { expiresAt } = restore.apply(siteThatIs('archived'), {
      ...REQUEST,
      policy: { ...defaultPolicy, maxDays: 3 },
    }).spec
    assert.equal(expiresAt, at('2026-11-05T18:00+09:00'))
  })

  it('refuses where nothing is left to come back to', () => {
    const lost = aSite({ spec: { desired: 'archived' }, status: { instance: undefined, route: undefined } })
    assert.throws(() => restored(lost), { code: 'not-now' })
  })
})
