import assert from 'node:assert/strict'
import { answerReport, MAX_REPORT_BYTES } from '../../../src/control/reports/answer-report.ts'
import { recordReport } from '../../../src/control/reports/record-report.ts'
import { reportPath } from '../../../src/site/paths.ts'
import { reportTokenHash } from '../../../src/control/reports/report-token.ts'
import type { Site } from '../../../src/site/site.ts'
import { DAY_MS } from '../../../src/site/time.ts'
import { aSite, type Overrides, SITE_CREATED_AT } from '../../support/a-site.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { createFakeSiteStore } from '../../support/fake-site-store.ts'

const TOKEN = 'the-token-of-the-last-set-up'
const BEFORE = 'the-token-before'
const clock = createFakeClock(SITE_CREATED_AT)

const deploy = (commit: string) => ({ commit: commit.repeat(40), subject: 'Ripen', author: 'Tom', at: SITE_CREATED_AT })
const deployed = (commit: string, deployedAt = 1000) => ({
  result: 'deployed',
  deployedAt,
  seconds: 0.2,
  deploy: deploy(commit),
  log: '',
})
const failed = { ...deployed('b', 2000), result: 'release-failed', log: 'no such table' }
const running = { name: 'web', state: 'RUNNING', restarts: 0, crashing: false, log: '' }
const crashing = { name: 'worker', state: 'BACKOFF', restarts: 7, crashing: true, log: 'out of plums' }

function report(deploys: unknown[] = [deployed('a')], processes: unknown[] = [running]) {
  return { ok: true, deploys, processes }
}

async function aTable(overrides: Overrides<Site> = {}) {
  const store = createFakeSiteStore()
  const reportTokens = [TOKEN, BEFORE].map(reportTokenHash)
  await store.create(aSite({ ...overrides, status: { reportTokens, ...overrides.status } }))
  const status = async () => ((await store.load('plum')) ?? assert.fail('gone')).status
  return { store, status }
}

describe('recordReport', () => {
  const told = async (body: unknown, token = TOKEN, overrides: Overrides<Site> = {}) => {
    const { store, status } = await aTable(overrides)
    const outcome = await recordReport({ store, clock }, 'plum', token, body)
    return { outcome, ...(await status()) }
  }

  it('writes down the newest deploy that is served', async () => {
    const { outcome, deploy: served, troubles } = await told(report([deployed('c', 2000), deployed('a')]))
    assert.deepEqual([outcome, served, troubles], ['recorded', { ...deploy('c'), deployedAt: 2000 }, undefined])
  })

  it('writes down what it was taken for, cut to a length that a record can hold', async () => {
    const stack = { label: `Next.js 15 · ${'x'.repeat(400)}`, file: 'package.json' }
    const { deploy: served } = await told(report([{ ...deployed('a'), deploy: { ...deploy('a'), stack } }]))
    assert.deepEqual(served?.stack, { label: stack.label.slice(0, 300), file: 'package.json' })
  })

  it('keeps how the start page was seen', async () => {
    const served = async (page: object) =>
      (await told(report([{ ...deployed('a'), deploy: { ...deploy('a'), page } }]))).deploy?.page
    const forbidden = { status: 403, problem: 'forbidden', hint: 'dist' }
    assert.deepEqual(await served(forbidden), forbidden)
    assert.deepEqual(await served({ status: 200 }), { status: 200 })
  })

  it('writes down why the newest failed, beside the one that is served', async () => {
    const { deploy: served, troubles } = await told(report([failed, deployed('a')]))
    assert.deepEqual(served, { ...deploy('a'), deployedAt: 1000 })
    const { commit, subject, author } = deploy('b')
    const known = { commit, subject, author, log: 'no such table' }
    assert.deepEqual(troubles?.deploy, { reason: 'release-failed', at: 2000, ...known })
  })

  it('keeps what the machine is doing until a report no longer says so', async () => {
    const { store, status } = await aTable()
    const deploying = { stage: 'build', usualMs: 40_000 }
    await recordReport({ store, clock }, 'plum', TOKEN, { ...report(), deploying })
    assert.deepEqual((await status()).deploying, deploying)
    assert.equal(
      await recordReport({ store, clock }, 'plum', TOKEN, { ...report(), deploying: { stage: '<!here>' } }),
      'invalid',
    )
    await recordReport({ store, clock }, 'plum', TOKEN, report())
    assert.equal((await status()).deploying, undefined)
  })

  it('knows of one day of guesses at a time, and of none to come', async () => {
    const { store, status } = await aTable()
    const at = SITE_CREATED_AT - 3 * DAY_MS
    const after = async (guesses?: object) => {
      assert.equal(
        await recordReport({ store, clock }, 'plum', TOKEN, { ...report(), ...(guesses && { guesses }) }),
        'recorded',
      )
      return (await status()).guesses
    }
    assert.equal(await after(), undefined)
    assert.deepEqual(await after({ count: 100, at }), { count: 100, at })
    assert.deepEqual(await after(), { count: 100, at }, 'a report without any')
    assert.deepEqual(await after({ count: 130, at }), { count: 130, at })
    assert.deepEqual(await after({ count: 110, at: at + DAY_MS - 1 }), { count: 130, at }, 'counted anew')
    assert.deepEqual(await after({ count: 100, at: at - DAY_MS }), { count: 130, at }, 'of before')
    assert.deepEqual(await after({ count: 100, at: SITE_CREATED_AT + 1 }), { count: 130, at }, 'to come')
    assert.deepEqual(await after({ count: 100, at: at + DAY_MS }), { count: 100, at: at + DAY_MS })
    for (const guesses of [{ count: -1, at }, { count: 1e7, at }, { count: 100 }, '<!here>']) {
      assert.equal(await recordReport({ store, clock }, 'plum', TOKEN, { ...report(), guesses }), 'invalid')
    }
  })

  it('names the variables that a deploy lacked', async () => {
    const { troubles } = await told(report([{ ...failed, result: 'environment-missing', variables: ['A', 'B'] }]))
    assert.deepEqual([troubles?.deploy?.reason, troubles?.deploy?.variables], ['environment-missing', ['A', 'B']])
  })

  it('knows no commit where it never came so far', async () => {
    const { troubles } = await told(report([{ ...failed, result: 'clone-failed', deploy: null }, deployed('a')]))
    assert.deepEqual(troubles?.deploy, { reason: 'clone-failed', at: 2000, log: 'no such table' })
  })

  it('forgets a failure that a later deploy made good', async () => {
    const { store, status } = await aTable()
    await recordReport({ store, clock }, 'plum', TOKEN, report([failed, deployed('a')], [crashing]))
    assert.ok((await status()).troubles)
    await recordReport({ store, clock }, 'plum', TOKEN, report([deployed('c', 3000), failed]))
    assert.equal((await status()).troubles, undefined)
  })

  it('writes down which programs keep ending, with their logs', async () => {
    const given = { name: 'clock', state: 'FATAL' }
    const { troubles } = await told(report([deployed('a')], [running, { ...crashing, memory: true }, given]))
    assert.deepEqual(troubles, {
      programs: [
        { name: 'worker', log: 'out of plums', memory: true },
        { name: 'clock', log: '' },
      ],
    })
  })

  it('writes nothing that is known', async () => {
    const { store } = await aTable()
    await recordReport({ store, clock }, 'plum', TOKEN, report())
    const before = await store.load('plum')
    assert.equal(await recordReport({ store, clock }, 'plum', TOKEN, report()), 'recorded')
    assert.deepEqual(await store.load('plum'), before)
  })

  it('takes the token before, too, which the machine may still have', async () => {
    assert.equal((await told(report(), BEFORE)).outcome, 'recorded')
  })

  it('answers a wrong token as it answers for a site that there is not, and writes nothing', async () => {
    const { store, status } = await aTable()
    const before = await status()
    for (const body of [report(), 'no report']) {
      assert.equal(await recordReport({ store, clock }, 'plum', 'another-token', body), 'denied')
      assert.equal(await recordReport({ store, clock }, 'pear', TOKEN, body), 'denied')
      assert.equal(
        await recordReport({ store, clock }, 'plum', reportTokenHash(TOKEN), body),
        'denied',
        'the hash is no token',
      )
    }
    assert.deepEqual(await status(), before)
  })

  it('takes nothing where no token was given', async () => {
    const { outcome } = await told(report(), TOKEN, { status: { reportTokens: undefined } })
    assert.equal(outcome, 'denied')
  })

  const invalid: [what: string, body: unknown][] = [
    ['nothing', undefined],
    ['an array', []],
    ['a failed job', { ok: false, deploys: [], processes: [] }],
    ['no programs', { ok: true, deploys: [] }],
    ['a commit that is none', report([{ ...deployed('a'), deploy: { ...deploy('a'), commit: '<!channel>' } }])],
    ['a program with an odd name', report([], [{ ...running, name: 'a/b' }])],
    [
      'too many programs',
      report(
        [],
        Array.from({ length: 500 }, () => running),
      ),
    ],
  ]
  for (const [what, body] of invalid) {
    it(`refuses ${what}`, async () => assert.equal((await told(body)).outcome, 'invalid'))
  }

  it('takes keys that it never heard of', async () => {
    const { outcome } = await told({ ...report([{ ...deployed('a'), by: 'x' }]), memory: 5 })
    assert.equal(outcome, 'recorded')
  })

  it('cuts what is too long, the logs at their beginning, and mends dates that are none', async () => {
    const long = `${'x'.repeat(5000)}𠮷`
    const odd = { commit: 'a'.repeat(40), subject: long, author: long, at: 9e99 }
    const programs = Array.from({ length: 50 }, (_, index) => ({ ...crashing, name: `w${index}`, log: long }))
    const { deploy: served, troubles } = await told(
      report(
        [
          { ...failed, log: long },
          { ...deployed('a', 9e15), deploy: odd },
        ],
        programs,
      ),
    )
    assert.equal(served?.subject.length, 300)
    assert.ok(served.at <= 8.64e15 && (served.deployedAt ?? 0) <= 8.64e15)
    assert.match(troubles?.deploy?.log ?? '', /^x+𠮷$/u)
    assert.ok(JSON.stringify(troubles).length < 15_000)
  })

  it('keeps no half of a character, which JSON can have', async () => {
    const odd = { ...deploy('a'), subject: '\ud83d', author: 'To\udc36' }
    const { deploy: served } = await told(report([{ ...deployed('a'), deploy: odd }]))
    assert.deepEqual([served?.subject, served?.author], ['\ufffd', 'To\ufffd'])
  })
})

describe('answerReport', () => {
  const ask = async (changes: Partial<Parameters<typeof answerReport>[1]> = {}) => {
    const { store, status } = await aTable()
    const request = { method: 'POST', path: reportPath('plum'), authorization: `Bearer ${TOKEN}` }
    const answer = await answerReport(
      { store, clock, mayReport: () => true },
      { ...request, body: JSON.stringify(report()), ...changes },
    )
    return [answer, (await status()).deploy?.commit === deploy('a').commit]
  }

  const cases: [why: string, changes: Parameters<typeof ask>[0], status: number, isWritten: boolean][] = [
    ['takes a report', {}, 204, true],
    ['takes the scheme in any case', { authorization: `bearer ${TOKEN}` }, 204, true],
    ['refuses a wrong token', { authorization: 'Bearer wrong' }, 401, false],
    ['refuses no token', { authorization: undefined }, 401, false],
    ['refuses a password', { authorization: `Basic ${TOKEN}` }, 401, false],
    ['refuses a token beside others', { authorization: `Bearer x ${TOKEN}` }, 401, false],
    ['knows no other site', { path: reportPath('pear') }, 401, false],
    ['knows no site of an odd name', { path: reportPath('../plum') }, 401, false],
    ['knows no site without a name', { path: reportPath('') }, 401, false],
    ['refuses what is no JSON', { body: '{' }, 400, false],
    ['refuses what is no report', { body: '{}' }, 400, false],
    ['refuses what is too large', { body: undefined }, 413, false],
    ['refuses what is too large, whoever read it', { body: ' '.repeat(MAX_REPORT_BYTES + 1) }, 413, false],
    ['takes nothing but POST', { method: 'GET' }, 405, false],
    ['is nowhere else', { path: '/_pokopoko/control/other/plum' }, 404, false],
  ]
  for (const [why, changes, status, isWritten] of cases) {
    it(`${why}: ${status}`, async () => assert.deepEqual(await ask(changes), [status, isWritten]))
  }
})
