import assert from 'node:assert/strict'
import { phaseOf } from '../../src/site/phase.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import { checkOrder, create, type CheckedOrder, type Order } from '../../src/site/order.ts'
import { siteSchema } from '../../src/site/site.ts'
import { at } from './at.ts'

const NOW = at('2026-11-02T12:00+09:00')

const catalogue = {
  images: [{ id: 'debian-12', label: 'Debian 12' }],
  sizes: [
    { id: 'small', label: 'Small' },
    { id: 'large', label: 'Large' },
  ],
}

const order: Order = {
  name: 'plum',
  repository: 'orchard/plum',
  branch: 'main',
  documentRoot: 'public',
  image: 'debian-12',
  size: 'small',
  lastDay: '2026-11-16',
  accessUser: 'guest',
  password: 'long enough',
  channel: 'C001',
}

const checkedOrder: CheckedOrder = {
  name: 'plum',
  repository: 'orchard/plum',
  branch: 'main',
  documentRoot: 'public',
  image: 'debian-12',
  size: 'small',
  expiresAt: at('2026-11-16T18:00+09:00'),
  accessUser: 'guest',
  channel: 'C001',
}

const check = (overrides: Partial<Order> = {}) => checkOrder({ ...order, ...overrides }, catalogue, NOW, defaultPolicy)

describe('checkOrder', () => {
  const taken: [why: string, typed: Partial<Order>, checked: Partial<CheckedOrder>][] = [
    ['leaves the password out, and makes a moment of the last day', {}, {}],
    ['takes blanks off the name', { name: ' plum\n' }, { name: 'plum' }],
    ['makes the directory plain', { documentRoot: '/web/htdocs/' }, { documentRoot: 'web/htdocs' }],
    ['leaves the directory to the stack', { documentRoot: '' }, { documentRoot: '' }],
    ['makes the directory of the app plain', { appDirectory: '/apps/web/' }, { appDirectory: 'apps/web' }],
    ['takes blanks off the start command', { startCommand: ' node a.js ' }, { startCommand: 'node a.js' }],
    ['leaves out what is left empty', { appDirectory: './', startCommand: ' ' }, {}],
    ['takes no password for one to be generated', { password: '' }, {}],
    ['takes any size there is', { size: 'large' }, { size: 'large' }],
    ['passes the team on', { sshTeam: 'gardeners' }, { sshTeam: 'gardeners' }],
    ['takes what is ticked', { spaFallback: true }, { spaFallback: true }],
    ['leaves out what is not', { spaFallback: false, spot: false }, {}],
    ['leaves out a price that the platform has not', { spot: true }, {}],
    ['takes today', { lastDay: '2026-11-02' }, { expiresAt: at('2026-11-02T18:00+09:00') }],
  ]
  for (const [why, typed, checked] of taken) {
    it(why, () => assert.deepEqual(check(typed), { ...checkedOrder, ...checked }))
  }

  const refused: [field: keyof Order, typed: string, code: string, params?: object][] = [
    ['name', '', 'name-empty'],
    ['name', 'Plum Tree', 'name-not-a-label', { suggestion: 'plum-tree' }],
    ['name', 'www', 'name-reserved', { name: 'www' }],
    ['repository', '', 'repository-invalid'],
    ['repository', 'plum', 'repository-invalid'],
    ['branch', '', 'branch-invalid'],
    ['branch', '-d', 'branch-invalid'],
    ['documentRoot', '../..', 'document-root-invalid'],
    ['appDirectory', '../..', 'app-directory-invalid'],
    ['sshTeam', '../admins', 'team-invalid'],
    ['sshTeam', '', 'team-invalid'],
    ['channel', '', 'channel-missing'],
    ['image', 'debian-11', 'image-unknown'],
    ['size', '', 'size-unknown'],
    ['lastDay', '', 'date-unreadable', { text: '' }],
    ['lastDay', '2026-11-01', 'date-past', { first: '2026-11-02' }],
    ['lastDay', '2027-02-01', 'date-too-late', { last: '2027-01-31', maxDays: 90 }],
    ['accessUser', '', 'access-user-invalid'],
    ['password', 'short', 'password-short', { min: 8 }],
    ['password', 'x'.repeat(73), 'password-long', { max: 72 }],
    ['password', 'password1', 'password-common', {}],
  ]
  for (const [field, typed, code, params = {}] of refused) {
    it(`refuses '${typed.slice(0, 12)}' as ${field}, there and nowhere else`, () => {
      assert.deepEqual(mistakes({ [field]: typed }), { [field]: { code, params } })
    })
  }

  it('takes a lower price where the platform has one', () => {
    const checked = checkOrder({ ...order, spot: true }, { ...catalogue, offersSpot: true }, NOW, defaultPolicy)
    assert.deepEqual(checked, { ...checkedOrder, spot: true })
  })

  it('tells all mistakes at once', () => {
    const wrong = { name: '-', repository: '-', branch: '-', documentRoot: '-', image: '-', size: '-' }
    const typed = { ...wrong, lastDay: '-', accessUser: '-', password: '-' }
    assert.deepEqual(Object.keys(mistakes(typed)), Object.keys(typed))
  })
})

function mistakes(typed: Partial<Order>): Record<string, object> {
  const result = check(typed)
  assert.ok('errors' in result)
  const all = Object.entries(result.errors).map(([field, { code, params }]): [string, object] => [
    field,
    { code, params },
  ])
  return Object.fromEntries(all)
}

describe('create', () => {
  const asked = { by: 'U002', now: NOW }

  it('makes a record of what was asked, of which nothing is there yet', () => {
    const { name, accessUser, ...spec } = checkedOrder
    const site = create({ ...checkedOrder, sshTeam: 'gardeners' }, '$2b$hash', 'id-1', asked)
    assert.deepEqual(site, {
      name,
      id: 'id-1',
      version: 0,
      createdAt: NOW,
      spec: {
        ...spec,
        sshTeam: 'gardeners',
        desired: 'up',
        access: { user: accessUser, passwordHash: '$2b$hash', revision: 1 },
        expirySetAt: NOW,
        owner: 'U002',
        setUpRevision: 1,
        usersRevision: 1,
        retryRevision: 1,
      },
      status: { launches: 0, notifications: {}, failures: {}, superseded: [], durations: {}, changes: 1 },
      history: [{ at: NOW, by: 'U002', action: 'create', to: checkedOrder.expiresAt }],
    })
    assert.deepEqual(siteSchema.parse(site), site)
    assert.equal(phaseOf(site), 'requested')
  })

  it('knows how long the stages took for a site like it', () => {
    const durations = { launch: 20_000, setUp: 9000 }
    assert.deepEqual(create(checkedOrder, '$2b$hash', 'id-1', asked, durations).status.durations, durations)
  })
})
