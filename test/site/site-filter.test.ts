import assert from 'node:assert/strict'
import { matchesFilter, meantWord, readSiteFilter } from '../../src/site/site-filter.ts'
import type { Site } from '../../src/site/site.ts'
import { DAY_MS } from '../../src/site/time.ts'
import { isUserError } from '../../src/site/user-error.ts'
import { aSite, SITE_CREATED_AT } from '../support/a-site.ts'
import { siteIn } from '../views/sites.ts'

const now = SITE_CREATED_AT + 2 * DAY_MS
const matches = (site: Site, words: string) => matchesFilter(site, readSiteFilter(words.split(' ')), now)

describe('a filter of sites', () => {
  const site = aSite({ spec: { note: 'Ｔａｎａｋａ 歯科 Spring', owner: 'octocat', branch: 'feature/Sale' } })
  for (const [words, isMatch] of Object.entries({
    'owner:octocat': true,
    'owner:octo': false,
    'repository:orchard/plum': true,
    'repo:plum': true,
    'repo:lum': false,
    'Orchard/Plum': true,
    'https://github.com/orchard/plum': true,
    'git@github.com:orchard/plum.git': true,
    'orchard/fig': false,
    'state:up': true,
    ready: true,
    公開中: true,
    '状態：公開中': true,
    asleep: false,
    'tanaka 歯科': true,
    'tanaka winter': false,
    'note:SPRING': true,
    'note:plum': false,
    octo: true,
    sale: true,
    'plum up idle': true,
    'plum up expiring': false,
  })) {
    it(`${words}: ${isMatch}`, () => assert.equal(matches(site, words), isMatch))
  }

  it('without words matches all', () => assert.equal(matchesFilter(site, readSiteFilter([]), now), true))

  it('tells states apart', () => {
    const states = ['up', 'asleep', 'failed', 'changing', 'archived']
    const stateIn = (phase: Parameters<typeof siteIn>[0]) => states.filter((state) => matches(siteIn(phase), state))
    assert.deepEqual(stateIn('ready'), ['up'])
    assert.deepEqual(stateIn('goingToSleep'), ['asleep'])
    assert.deepEqual(stateIn('failed'), ['failed'])
    assert.deepEqual(stateIn('booting'), ['changing'])
    assert.deepEqual(stateIn('archived'), ['archived'])
    assert.deepEqual(stateIn('purging'), [])
  })

  it('knows what expires within three days, while it can be extended', () => {
    const expiresAt = now + 3 * DAY_MS
    assert.equal(matches(aSite({ spec: { expiresAt: expiresAt - 1 } }), 'expiring'), true)
    assert.equal(matches(aSite({ spec: { expiresAt } }), 'expiring'), false)
    assert.equal(matches(aSite({ spec: { expiresAt: now, desired: 'archived' } }), 'expiring'), false)
  })

  it('knows what nobody has used for a day, awake or asleep', () => {
    const usedAt = (at: number) => aSite({ status: { lastUse: { at } } })
    assert.equal(matches(usedAt(now - DAY_MS), 'idle'), true)
    assert.equal(matches(usedAt(now - DAY_MS + 1), 'idle'), false)
    assert.equal(matches(siteIn('asleep'), 'idle'), true)
    assert.equal(matches(siteIn('booting'), 'idle'), false, 'it was never set up')
    assert.equal(matches(siteIn('archived'), 'idle'), false)
  })
})

describe('words that make no filter', () => {
  const refusal = (words: string) => {
    try {
      readSiteFilter(words.split(' '))
    } catch (error) {
      if (isUserError(error)) return [error.code, error.params]
      throw error
    }
    return undefined
  }
  for (const [words, expected] of Object.entries({
    'ownr:aki': ['filter-unreadable', { word: 'ownr:aki', nearest: 'owner:aki' }],
    'colour:red': ['filter-unreadable', { word: 'colour:red' }],
    'state:': ['filter-unreadable', { word: 'state:' }],
    'state:faild': ['filter-unreadable', { word: 'state:faild', nearest: 'state:failed' }],
    'up sleeping': ['filter-contradictory', { first: 'up', second: 'sleeping' }],
    'acme/a acme/b': ['filter-contradictory', { first: 'acme/a', second: 'acme/b' }],
    'owner:a owner:b': ['filter-contradictory', { first: 'owner:a', second: 'owner:b' }],
    ['w'.repeat(301)]: ['filter-too-long', { max: 300 }],
  })) {
    it(words.slice(0, 20), () => assert.deepEqual(refusal(words), expected))
  }

  it('say the same twice, which is fine', () => {
    assert.equal(refusal('up state:ready acme/a acme/A'), undefined)
  })

  it('may be misspelled', () => {
    assert.equal(meantWord(readSiteFilter(['plum', 'expirng'])), 'expiring')
    assert.equal(meantWord(readSiteFilter(['al']), ['all']), 'all')
    assert.equal(meantWord(readSiteFilter(['spring'])), undefined)
  })
})
