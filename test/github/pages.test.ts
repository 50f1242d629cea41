import assert from 'node:assert/strict'
import { createGithub } from '../../src/github/client.ts'
import { unlessMissing } from '../../src/github/errors.ts'
import { listWebhooks } from '../../src/github/push-webhooks.ts'
import { failed } from '../support/github/answer.ts'
import type { FakeHook } from '../support/github/state.ts'
import { rejectsForNow } from '../support/rejects.ts'
import { aGithub, type GithubBench } from './a-github.ts'

const hook = (id: number): FakeHook => ({
  id,
  url: `https://ci.example.com/${id}`,
  secret: 'x',
  contentType: 'json',
  insecureSsl: '0',
  events: ['pull_request'],
  active: true,
})
const hooksTo = (count: number, from = 0) => Array.from({ length: count - from }, (_, index) => hook(from + index + 1))

describe('a list of GitHub that comes in pages', () => {
  let bench: GithubBench
  let hooks: FakeHook[]
  beforeEach(async () => {
    bench = await aGithub()
    hooks = bench.github.state.repositories[0]?.hooks ?? []
  })
  afterEach(() => bench.close())
  const list = () => {
    const { patient } = createGithub({
      auth: bench.app,
      apiUrl: bench.url,
      clock: bench.clock,
      pace: { writeEveryMs: 0, secondMs: 1 },
    })
    return listWebhooks(patient, { owner: 'acme', repo: 'website' })
  }

  for (const status of [409, 404, 500]) {
    it(`does not end with a page that is refused with ${status}`, async () => {
      hooks.push(...hooksTo(250))
      bench.github.failAll({ where: 'hooks?per_page=100&page=3', answer: failed(status, 'No') })
      await rejectsForNow(unlessMissing(list()))
    })
  }

  for (const answer of ['cut', 'short', 'empty'] as const) {
    it(`does not end with a page that is ${answer}`, async () => {
      hooks.push(...hooksTo(250))
      bench.github.failAll({ where: 'hooks?per_page=100&page=2', answer })
      await rejectsForNow(list())
    })
  }

  for (const count of [0, 99, 100, 101, 200, 250]) {
    it(`is there in full where a proxy drops the links, all ${count}`, async () => {
      hooks.push(...hooksTo(count))
      bench.github.dropLinks()
      assert.equal((await list()).length, count)
    })
  }

  it('is there in full where it grew while it was fetched', async () => {
    hooks.push(...hooksTo(200))
    bench.github.onCall('hooks?per_page=100&page=2', () => hooks.push(...hooksTo(210, 200)))
    assert.equal((await list()).length, 210)
  })
})
