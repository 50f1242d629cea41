import assert from 'node:assert/strict'
import { operations } from '../../src/site/operations/all.ts'
import { sleep } from '../../src/site/operations/sleep.ts'
import { type Actor, creationError, operator, permissionError } from '../../src/site/permissions.ts'
import { type Audience, audiences } from '../../src/site/audience.ts'
import { defaultPolicy } from '../../src/site/policy.ts'
import { aSite } from '../support/a-site.ts'

const site = aSite()
const { owner, channel } = site.spec
const askers: Record<string, Actor> = {
  operator: operator('nadia (CLI)'),
  admin: { by: 'U0ADA', role: 'admin' },
  owner: { by: owner, role: 'member' },
  'member in the channel': { by: 'U0AKI', role: 'member', channel },
  'member elsewhere': { by: 'U0AKI', role: 'member', channel: 'C999' },
  'member anywhere': { by: 'U0AKI', role: 'member' },
  'unknown owner': { by: owner, role: 'unknown', channel },
  'maybe an admin': { by: 'U0AKI', role: 'member', mayBeAdmin: true },
  'guest, and owner': { by: owner, role: 'guest', channel },
  stranger: { by: 'U0SAM', role: 'stranger', channel },
}

describe('who may ask', () => {
  const no = 'not-permitted'
  const expected: Record<Audience, Record<string, string>> = {
    everyone: {},
    channel: {
      'member elsewhere': no,
      'member anywhere': no,
      'unknown owner': 'slack-silent',
      'maybe an admin': 'slack-silent',
    },
    owner: {
      'member in the channel': no,
      'member elsewhere': no,
      'member anywhere': no,
      'unknown owner': 'slack-silent',
      'maybe an admin': 'slack-silent',
    },
    admins: {
      owner: no,
      'member in the channel': no,
      'member elsewhere': no,
      'member anywhere': no,
      'unknown owner': 'slack-silent',
      'maybe an admin': 'slack-silent',
    },
  }
  const outsiders = { 'guest, and owner': 'guest-denied', stranger: 'stranger-denied' }
  for (const audience of audiences) {
    it(`what is for ${audience}`, () => {
      const permissions = { sleep: audience }
      const refused: Record<string, string> = {}
      for (const [who, actor] of Object.entries(askers)) {
        const refusal = permissionError(actor, site, sleep, { ...defaultPolicy, permissions })
        if (refusal !== undefined) refused[who] = refusal.code
      }
      assert.deepEqual(refused, { ...expected[audience], ...outsiders })
    })
  }

  it('leaves all that can be undone to everybody, by default', () => {
    const restricted = operations.filter(({ audience }) => audience !== 'everyone').map(({ name }) => name)
    assert.deepEqual(restricted, ['settings', 'undo-settings', 'environment', 'hand-over', 'delete-without-archive'])
  })
})

describe('who may make sites', () => {
  const codeOf = (actor: Actor, groups: string[], channels: string[]) =>
    creationError(actor, { creatorGroups: groups, creatorChannels: channels })?.code
  const member: Actor = { by: 'U0AKI', role: 'member', channel: 'C001' }

  it('is everybody who is no outsider', () => {
    const unknown: Actor = { ...member, role: 'unknown' }
    assert.deepEqual([codeOf(member, [], []), codeOf(unknown, [], [])], [undefined, undefined])
    assert.equal(codeOf({ ...member, role: 'guest' }, [], []), 'guest-denied')
    assert.equal(codeOf({ ...member, role: 'stranger' }, [], ['C001']), 'stranger-denied')
  })

  const cases: [why: string, actor: Actor, groups: string[], channels: string[], code: string | undefined][] = [
    ['in a group', { ...member, isInCreatorGroup: true }, ['S1'], [], undefined],
    ['in none', { ...member, isInCreatorGroup: false }, ['S1'], [], 'creation-not-permitted'],
    ['maybe in one', member, ['S1'], [], 'slack-silent'],
    ['asking in a channel', member, ['S1'], ['C001'], undefined],
    ['asking elsewhere', member, [], ['C002'], 'creation-not-permitted'],
    ['asking nowhere', { by: 'U0AKI', role: 'member' }, [], ['C002'], 'creation-not-permitted'],
    ['elsewhere, but in a group', { ...member, isInCreatorGroup: true }, ['S1'], ['C002'], undefined],
    ['elsewhere, maybe an admin', { ...member, mayBeAdmin: true }, [], ['C002'], 'slack-silent'],
    ['an admin', { ...member, role: 'admin' }, ['S1'], ['C002'], undefined],
    ['the platform', operator('pokopoko'), ['S1'], ['C002'], undefined],
    ['unknown', { ...member, role: 'unknown' }, [], ['C001'], 'slack-silent'],
  ]
  for (const [why, actor, groups, channels, code] of cases) {
    it(`where some are named: ${why}`, () => assert.equal(codeOf(actor, groups, channels), code))
  }
})
