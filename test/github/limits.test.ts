import assert from 'node:assert/strict'
import { LimitError } from '../../src/site/errors.ts'
import { failed } from '../support/github/answer.ts'
import { rejectsForNow } from '../support/rejects.ts'
import { aGithub, type GithubBench } from './a-github.ts'

const inSeconds = (seconds: number) => String(Math.floor(Date.now() / 1000) + seconds)
const NONE_LEFT = { 'x-ratelimit-remaining': '0' }

describe('a limit of GitHub, in whatever words it is told', () => {
  let bench: GithubBench
  beforeEach(async () => {
    bench = await aGithub({}, { pace: { writeEveryMs: 0 } })
    await bench.codeHost.hasTeam('web-team')
    bench.asked()
  })
  afterEach(() => bench.close())
  const refuse = (status: number, message: string, headers: Record<string, string> = {}) =>
    bench.github.failAll({ where: '/teams/web-team', answer: failed(status, message, headers) })
  const waitOf = async () => {
    const error: unknown = await bench.codeHost.hasTeam('web-team').catch((reason: unknown) => reason)
    assert.ok(error instanceof LimitError, String(error))
    return Math.round((error.retryAfterMs ?? 0) / 1000)
  }

  /** The headers as they are at the moment of the answer. */
  const cases: [status: number, message: string, seconds: number, headers: () => Record<string, string>][] = [
    [429, 'Too many requests', 120, () => ({ 'retry-after': '120' })],
    [403, 'Slow down', 120, () => ({ 'retry-after': '120' })],
    [403, 'Slow down, by date', 120, () => ({ 'retry-after': new Date(Date.now() + 120_000).toUTCString() })],
    [429, 'No more', 1800, () => ({ ...NONE_LEFT, 'x-ratelimit-reset': inSeconds(1800) })],
    [403, 'No more', 90, () => ({ ...NONE_LEFT, 'x-ratelimit-reset': inSeconds(1800), 'retry-after': '90' })],
    [403, 'You have exceeded a secondary rate limit.', 60, () => ({ 'x-ratelimit-reset': inSeconds(1800) })],
    [403, 'You have triggered an abuse detection mechanism. Please wait a few minutes.', 60, () => ({})],
    [403, 'You have exceeded the rate limit of this API.', 60, () => ({})],
    [403, 'Too many requests.', 60, () => ({})],
    [403, 'Content creation failed: it was submitted too quickly.', 60, () => ({})],
    [429, 'Too many requests, for who knows how long', 60, () => ({})],
    [429, 'Too many requests, for a while', 60, () => ({ 'retry-after': 'soon' })],
  ]
  for (const [status, message, seconds, headers] of cases) {
    it(`is heeded for ${seconds} s: ${status} ${message}`, async () => {
      refuse(status, message, headers())
      const waited = await waitOf()
      assert.ok(Math.abs(waited - seconds) <= 5, `${waited}`)
      bench.github.recover()
      bench.asked()
      bench.clock.advance((seconds - 10) * 1000)
      await rejectsForNow(bench.codeHost.hasTeam('web-team'))
      assert.deepEqual(bench.asked(), [], 'nobody asks while GitHub wants to be left alone')
      bench.clock.advance(20_000)
      assert.equal(await bench.codeHost.hasTeam('web-team'), true)
    })
  }

  it('is told in HTML by what stands before GitHub, too', async () => {
    const answer = { status: 429, body: 'Too many requests', headers: { 'retry-after': '120' } }
    bench.github.failAll({ where: '/teams/web-team', answer })
    assert.equal(await waitOf(), 120)
  })

  it('is none where something is forbidden', async () => {
    refuse(403, 'Resource not accessible by integration', { 'x-ratelimit-remaining': '4000' })
    const error: unknown = await bench.codeHost.hasTeam('web-team').catch((reason: unknown) => reason)
    assert.ok(!(error instanceof LimitError))
  })
})
