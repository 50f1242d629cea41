import assert from 'node:assert/strict'
import { applyDeadlines } from '../../../src/site/deadlines.ts'
import { changePassword } from '../../../src/site/operations/change-password.ts'
import { deleteSite } from '../../../src/site/operations/delete.ts'
import { restore } from '../../../src/site/operations/restore.ts'
import { revokeAllShares } from '../../../src/site/operations/revoke-all-shares.ts'
import { revokeShare } from '../../../src/site/operations/revoke-share.ts'
import { share } from '../../../src/site/operations/share.ts'
import { isAccessAsAsked, isPasswordAsAsked } from '../../../src/site/phase.ts'
import { defaultPolicy } from '../../../src/site/policy.ts'
import {
  MAX_SHARES,
  newShareToken,
  readClient,
  readShareEnd,
  readSharePath,
  shareOfToken,
  shareTokenHash,
  withOpening,
} from '../../../src/site/shares.ts'
import type { Site } from '../../../src/site/site.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/site/time.ts'
import { aSite } from '../../support/a-site.ts'
import { refuses } from '../user-errors.ts'
import { REQUEST } from './granted.ts'

const nobody = { until: undefined, path: undefined, language: undefined }
const shared = (site: Site, name: string, more: object = {}) =>
  share.apply(site, { ...REQUEST, ...nobody, client: { name, tokenHash: shareTokenHash(name) }, ...more })
const clientsOf = (site: Site) => (site.spec.access.shares ?? []).map(({ client }) => client)

describe('share', () => {
  it('keeps who has a link, and a hash of it', () => {
    const until = REQUEST.now + DAY_MS
    const site = shared(aSite(), 'Aoyama', { until, path: { path: '/products/' } })
    const tokenHash = shareTokenHash('Aoyama')
    assert.deepEqual(site.spec.access.shares, [
      {
        id: tokenHash.slice(0, 12),
        client: 'Aoyama',
        tokenHash,
        until,
        path: '/products/',
        by: 'U002',
        at: REQUEST.now,
      },
    ])
    assert.deepEqual([site.history[0]?.action, site.history[0]?.to], ['share', 'Aoyama'])
  })

  it('is for the machine to know, and no new password', () => {
    const site = shared(aSite(), 'Aoyama')
    assert.deepEqual([isAccessAsAsked(site), isPasswordAsAsked(site)], [false, true])
    const changed = changePassword.apply(site, { ...REQUEST, user: undefined, password: 'another hash' })
    assert.equal(isPasswordAsAsked(changed), false)
    assert.deepEqual(clientsOf(changed), ['Aoyama'])
  })

  it('makes one link for each client, and not too many', () => {
    const site = shared(aSite(), 'Aoyama')
    refuses(() => shared(site, 'ＡＯＹＡＭＡ'), 'client-has-link', {})
    const full = Array.from({ length: MAX_SHARES - 1 }, (_, index) => `Client ${index}`).reduce<Site>(
      (before, name) => shared(before, name),
      site,
    )
    refuses(() => shared(full, 'One more'), 'shares-many', { max: MAX_SHARES })
  })

  it('leads to a page of this site alone', () => {
    const site = shared(aSite(), 'Aoyama', { path: { path: '/', name: 'plum' } })
    assert.equal(site.spec.access.shares?.[0]?.path, '/')
    refuses(() => shared(aSite(), 'Aoyama', { path: { path: '/', name: 'fig' } }), 'share-path-elsewhere', {})
  })

  it('ends alone, by its day, with all others, and with the site for good', () => {
    const end = REQUEST.now + HOUR_MS
    const site = shared(shared(shared(aSite(), 'Aoyama'), 'Baker'), 'Chen', { until: end })
    assert.deepEqual(clientsOf(revokeShare.apply(site, { ...REQUEST, client: 'baker' })), ['Aoyama', 'Chen'])
    refuses(() => revokeShare.apply(site, { ...REQUEST, client: 'Nobody' }), 'share-missing', {})
    assert.deepEqual(clientsOf(revokeAllShares.apply(site, REQUEST)), [])
    assert.equal(applyDeadlines(site, end - 1, defaultPolicy), site)
    const later = applyDeadlines(site, end, defaultPolicy)
    assert.deepEqual(clientsOf(later), ['Aoyama', 'Baker'])
    assert.equal(later.spec.access.revision, site.spec.access.revision + 1)
    const deleted = deleteSite.apply(site, REQUEST)
    assert.deepEqual(clientsOf(deleted), [])
    const archived = { ...deleted, status: { ...deleted.status, instance: undefined, route: undefined } }
    const archive = { imageId: 'image-1', launch: 1, state: 'available', at: REQUEST.now } as const
    const back = restore.apply({ ...archived, status: { ...aSite().status, archive } }, REQUEST)
    assert.deepEqual(clientsOf(back), [])
  })
})

describe('a token of a link', () => {
  it('is long, random, and opens its own share alone', () => {
    const [one, other] = [newShareToken(), newShareToken()]
    assert.match(one, /^[\w-]{43}$/)
    assert.notEqual(one, other)
    const tokens = { client: { name: 'Aoyama', tokenHash: shareTokenHash(one) } }
    const site = shared(aSite(), 'Aoyama', { ...tokens, until: REQUEST.now + 1 })
    assert.equal(shareOfToken(site, one, REQUEST.now)?.client, 'Aoyama')
    assert.equal(shareOfToken(site, other, REQUEST.now), undefined)
    assert.equal(shareOfToken(site, shareTokenHash(one), REQUEST.now), undefined)
    assert.equal(shareOfToken(site, one, REQUEST.now + 1), undefined, 'it has ended')
  })
})

describe('an opening', () => {
  it('is counted once in ten minutes, and forgotten with its share', () => {
    const site = shared(shared(aSite(), 'Aoyama'), 'Baker')
    const [aoyama, baker] = site.spec.access.shares ?? []
    assert.ok(aoyama && baker)
    const once = withOpening(site, aoyama, 0)
    assert.equal(withOpening(once, aoyama, 10 * MINUTE_MS - 1), once)
    const twice = withOpening(once, aoyama, 10 * MINUTE_MS)
    assert.deepEqual(twice.status.shareOpenings, { [aoyama.id]: { count: 2, at: 10 * MINUTE_MS } })
    const revoked = revokeShare.apply(twice, { ...REQUEST, client: 'Aoyama' })
    assert.deepEqual(Object.keys(withOpening(revoked, baker, 0).status.shareOpenings ?? {}), [baker.id])
  })
})

describe('what is typed for a link', () => {
  it('is a name in one line', () => {
    assert.equal(readClient('  Aoyama \n Books '), 'Aoyama Books')
    for (const typed of ['', ' ', 'a\u0000b', 'a\u202Eb', 'x'.repeat(81)])
      refuses(() => readClient(typed), 'client-invalid', { max: 80 })
  })

  it('is a path, or an address of the site', () => {
    const paths: [typed: string, read: object][] = [
      ['/', { path: '/' }],
      [' /a/b?c=d#e ', { path: '/a/b?c=d#e' }],
      ['/商品', { path: '/%E5%95%86%E5%93%81' }],
      ['/x/..//evil.invalid', { path: '/evil.invalid' }],
      ['https://plum.test.example.com/a?b', { path: '/a?b', name: 'plum' }],
      ['http://plum.localhost:8080', { path: '/', name: 'plum' }],
    ]
    for (const [typed, read] of paths) assert.deepEqual(readSharePath(typed), read, typed)
    const bad = ['', 'products', '//evil.invalid', '/\\evil.invalid', 'javascript:alert(1)', `/${'x'.repeat(300)}`]
    for (const typed of bad) refuses(() => readSharePath(typed), 'share-path-invalid', { max: 300 })
  })

  it('is a last day', () => {
    const typing = { now: REQUEST.now, policy: defaultPolicy, locale: 'en' } as const
    const end = readShareEnd('3', typing)
    assert.ok(end > REQUEST.now + 2 * DAY_MS && end < REQUEST.now + 4 * DAY_MS)
    assert.throws(() => readShareEnd('2020-01-01', typing), { code: 'date-past' })
    assert.throws(() => readShareEnd('9999', typing), { code: 'date-too-late' })
    assert.throws(() => readShareEnd('someday', typing), { code: 'date-unreadable' })
  })
})
