import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import type { RepositoryAccess } from '../../src/control/code-host.ts'
import { PermanentError } from '../../src/site/errors.ts'
import { failed } from '../support/github/answer.ts'
import { findRepository, type FakeRepository } from '../support/github/state.ts'
import { rejectsForNow, rejectsWithReason } from '../support/rejects.ts'
import { aGithub, type GithubBench, KEYS } from './a-github.ts'
import { grantBoth } from '../support/grant-both.ts'

const PLUM = { id: 'id-plum', name: 'plum' }
const HOOK = { url: 'https://plum.test.example.com/_pokopoko/hook', secret: 'secret-of-plum' }
const HOURS_MS = 60 * 60_000
const OTHER_HOOK = { secret: 'x', contentType: 'json', insecureSsl: '0', active: true } as const
const BROKEN = failed(500, 'Server Error')

describe('grants on GitHub', () => {
  let bench: GithubBench
  beforeEach(async () => {
    bench = await aGithub()
  })
  afterEach(() => bench.close())
  const grant = (repository = 'acme/website') => grantBoth(bench.codeHost, PLUM, repository, HOOK)
  const website = (): FakeRepository => {
    const repository = findRepository(bench.github.state, 'acme/website')
    assert.ok(repository !== undefined)
    return repository
  }
  const fail = (where: string, times = 1, answer: ReturnType<typeof failed> | 'lost' = BROKEN) => {
    for (let time = 0; time < times; time++) bench.github.fail({ where, answer })
  }
  const assertIsAllThatIsThere = ({ deployKeyId, webhookId }: RepositoryAccess & { webhookId: string }) => {
    const { deployKeys, hooks } = website()
    assert.deepEqual(
      deployKeys.map(({ id }) => String(id)),
      [deployKeyId],
    )
    assert.deepEqual(
      hooks.map(({ id, secret }) => [String(id), secret]),
      [[webhookId, HOOK.secret]],
    )
  }

  it('are a key that may only read, and a webhook that tells of pushes', async () => {
    const { cloneUrl, deployKey } = await grant()
    assert.equal(cloneUrl, 'git@github.com:acme/website.git')
    assert.match(deployKey ?? '', /^-----BEGIN OPENSSH PRIVATE KEY-----\n/)
    const [key] = website().deployKeys
    assert.deepEqual([key?.title, key?.readOnly], ['pokopoko id-plum plum.test.example.com', true])
    const [hook] = website().hooks
    assert.deepEqual(
      { ...hook, id: 0 },
      {
        id: 0,
        url: `${HOOK.url}?site=id-plum`,
        secret: HOOK.secret,
        contentType: 'json',
        insecureSsl: '0',
        events: ['push'],
        active: true,
      },
    )
    assert.deepEqual(bench.asked().toSorted(), [
      'GET /repos/acme/website',
      'GET /repos/acme/website/hooks',
      'GET /repos/acme/website/keys',
      'POST /repos/acme/website/hooks',
      'POST /repos/acme/website/keys',
    ])
  })

  it("leave alone what is not the site's", async () => {
    const { deployKeys, hooks, id } = website()
    deployKeys.push({ id, title: 'by hand', key: KEYS.rsa, readOnly: false })
    hooks.push({ ...OTHER_HOOK, id, url: 'https://ci.example.com/', events: ['push'] })
    const before = structuredClone([deployKeys, hooks])
    await grant()
    await grant()
    await bench.codeHost.revoke(PLUM, 'acme/website')
    assert.deepEqual([website().deployKeys, website().hooks], before)
  })

  it('replace a key and keep the webhook, with a new secret', async () => {
    const before = await grant()
    const bent = { active: false, contentType: 'form', insecureSsl: '1', events: ['pull_request'] }
    Object.assign(website().hooks[0] ?? {}, bent)
    const after = await grant()
    assert.equal(after.webhookId, before.webhookId)
    assert.notEqual(after.deployKeyId, before.deployKeyId)
    assertIsAllThatIsThere(after)
    const { active, contentType, insecureSsl, events } = website().hooks[0] ?? {}
    assert.deepEqual([active, contentType, insecureSsl, events], [true, 'json', '0', ['push']])
  })

  it('find what is theirs among many', async () => {
    for (let index = 0; index < 120; index++) {
      const id = bench.github.state.nextId()
      website().deployKeys.push({ id, title: `other ${id}`, key: `ssh-rsa ${id}`, readOnly: true })
      const url = `https://ci.example.com/${id}`
      website().hooks.push({ ...OTHER_HOOK, id, url, events: ['pull_request'] })
    }
    await grant()
    await grant()
    assert.deepEqual([website().deployKeys.length, website().hooks.length], [121, 121])
  })

  it('tidy up what crashes have left', async () => {
    await grant()
    const [hook] = website().hooks
    assert.ok(hook !== undefined)
    website().hooks.push({ ...hook, id: bench.github.state.nextId(), url: `${HOOK.url}?site=id-older` })
    website().deployKeys.push({ id: 7, title: 'pokopoko id-plum plum.example.com', key: KEYS.rsa, readOnly: true })
    assertIsAllThatIsThere(await grant())
  })

  for (const where of ['POST /repos/acme/website/keys', 'POST /repos/acme/website/hooks']) {
    it(`are made once when the answer to ${where} is lost`, async () => {
      fail(where, 1, 'lost')
      assertIsAllThatIsThere(await grant())
    })

    it(`are made when ${where} fails twice`, async () => {
      fail(where, 2)
      assertIsAllThatIsThere(await grant())
    })

    it(`are made anew when ${where} goes on failing, or worse`, async () => {
      fail(where, 3, 'lost')
      await rejectsForNow(grant())
      assertIsAllThatIsThere(await grant())
    })
  }

  it('follow a repository that moved', async () => {
    bench.github.state.moved.set('acme/homepage', website().id)
    const made = await grant('acme/homepage')
    assert.equal(made.cloneUrl, 'git@github.com:acme/website.git')
    assertIsAllThatIsThere(made)
    assert.ok(
      (await bench.codeHost.listAccess(['acme/homepage'])).some(({ repository }) => repository === 'acme/homepage'),
    )
    await bench.codeHost.revoke(PLUM, 'acme/homepage')
    assert.deepEqual([website().deployKeys, website().hooks], [[], []])
  })

  describe('are refused for good', () => {
    it('where the repository is archived', async () => {
      website().archived = true
      await rejectsWithReason(grant(), 'repository-archived')
    })

    it('where the organization allows no deploy keys', async () => {
      website().deployKeysDisabled = true
      await rejectsWithReason(grant(), 'deploy-keys-disabled')
      assert.deepEqual(website().hooks, [])
    })

    it('where there are 20 webhooks for pushes; the key is found by the sweep', async () => {
      const { hooks } = website()
      for (let id = 0; id < 20; id++) {
        const url = `https://ci.example.com/${id}`
        hooks.push({ ...OTHER_HOOK, id, url, events: ['push'] })
      }
      await rejectsWithReason(grant(), 'webhooks-full')
      assert.ok(sitesOf(await bench.codeHost.listAccess([])).includes(PLUM.id))
      hooks.splice(0, 1)
      await grant()
    })

    it('where a permission is missing, whose name is in the text', async () => {
      bench.github.state.app.permissions = { metadata: 'read', repository_hooks: 'write', administration: 'read' }
      await rejectsWithReason(grant(), 'repository-forbidden')
      await assert.rejects(grant(), /it takes administration=write/)
    })

    it('where the App is not installed, or its key is another', async () => {
      bench.github.state.app.state = 'gone'
      await rejectsWithReason(grant(), 'code-host-not-installed')
      await rejectsWithReason(
        grantBoth(bench.another({ auth: { token: 'ghp_nobody' } }), PLUM, 'acme/website', HOOK),
        'code-host-denied',
      )
    })
  })

  describe('and limits', () => {
    beforeEach(async () => {
      await bench.codeHost.listAccess([])
      bench.asked()
    })

    it('wait for a secondary limit that passes soon', async () => {
      bench.github.limits.refuseNext(1, 10)
      const ticking = setInterval(() => bench.clock.advance(10), 1)
      assertIsAllThatIsThere(await grant().finally(() => clearInterval(ticking)))
      assert.equal(bench.asked()[0], 'GET /repos/acme/website × 2', 'once refused, once answered')
    })

    it('leave one that takes long, or does not say, to a later attempt', async () => {
      for (const seconds of [16, undefined]) {
        bench.github.limits.refuseNext(1, seconds)
        await rejectsForNow(grant())
        bench.asked()
        await rejectsForNow(grant())
        assert.deepEqual(bench.asked(), [], 'nobody asks while GitHub wants to be left alone')
        bench.clock.advance(HOURS_MS)
      }
      assert.deepEqual(website().deployKeys, [])
    })

    it('leave a used-up hour to a later attempt', async () => {
      bench.github.limits.setRemaining(0, Date.now() + HOURS_MS)
      await rejectsForNow(grant())
      bench.github.limits.setRemaining(10)
      bench.clock.advance(2 * HOURS_MS)
      assertIsAllThatIsThere(await grant())
    })
  })

  it('are refused with a private key that is none, of which no error shows anything', async () => {
    const body = 'U0VDUkVUU0VDUkVU'
    const keys = ['RSA PRIVATE KEY', 'PRIVATE KEY', 'OPENSSH PRIVATE KEY'].map(
      (kind) => `-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----\n`,
    )
    for (const privateKey of ['', body, bench.app.privateKey.slice(0, 600), ...keys]) {
      const broken = bench.another({ auth: { ...bench.app, privateKey } })
      for (const asked of [broken.teams(''), grantBoth(broken, PLUM, 'acme/website', HOOK)]) {
        const error: unknown = await asked.then(
          () => undefined,
          (reason: unknown) => reason,
        )
        assert.ok(error instanceof PermanentError && error.reason === 'code-host-denied')
        const all = inspect(error, { depth: Infinity, showHidden: true, getters: true })
        assert.ok(!all.includes(body) && !all.includes('BEGIN') && !all.includes(bench.app.privateKey.slice(60, 100)))
      }
    }
    const written = bench.another({ auth: { ...bench.app, privateKey: bench.app.privateKey.replaceAll('\n', '\\n') } })
    assert.deepEqual(await written.teams('design'), ['design'])
  })

  it('never show a secret in an error', async () => {
    const errors: unknown[] = []
    const collect = async (promise: Promise<unknown>) =>
      errors.push(
        await promise.then(
          () => undefined,
          (error: unknown) => error,
        ),
      )
    const answers = [failed(403, 'b'), failed(404, 'c'), failed(422, 'd'), BROKEN, 'lost' as const]
    for (const answer of answers) {
      for (const where of ['POST /repos/acme/website/keys', 'POST /repos/acme/website/hooks', 'access_tokens']) {
        fail(where, 9, answer)
        const fresh = bench.another()
        await collect(grantBoth(fresh, PLUM, 'acme/website', HOOK))
        bench.github.recover()
      }
    }
    bench.github.state.app.state = 'gone'
    await collect(grant())
    await collect(bench.another({ auth: { ...bench.app, privateKey: `no PEM ${KEYS.rsa}` } }).teams(''))
    await bench.close()
    await collect(bench.another().teams(''))
    assert.equal(errors.filter((error) => error instanceof Error).length, answers.length * 3 + 3)
    for (const error of errors) {
      const all = inspect(error, { depth: Infinity, showHidden: true, getters: true })
      assert.doesNotMatch(all, /ghs_|PRIVATE KEY|[0-9a-f]{64}|eyJ|AAAAB3/)
    }
  })
})

function sitesOf(grants: { siteId: string }[]): string[] {
  return grants.map(({ siteId }) => siteId)
}
