import assert from 'node:assert/strict'
import { sign } from '@octokit/webhooks-methods'
import { recordReport } from '../../src/control/reports/record-report.ts'
import { createGithubEvents } from '../../src/lambda/github-events.ts'
import { cardFacts } from '../../src/site/card.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { ConflictError } from '../../src/site/errors.ts'
import type { Policy } from '../../src/site/policy.ts'
import { renamed } from '../../src/site/rename.ts'
import { deleteSite } from '../../src/site/operations/delete.ts'
import { deleteWithoutArchive } from '../../src/site/operations/delete-without-archive.ts'
import { restore } from '../../src/site/operations/restore.ts'
import type { Site } from '../../src/site/site.ts'
import type { OperationContext } from '../../src/site/operations/operation.ts'
import { HOUR_MS, SECOND_MS } from '../../src/site/time.ts'
import { createFakeReconciler, createFakePorts } from '../support/fake-ports.ts'
import type { Outcomes } from '../support/fake-shell.ts'
import { allSucceed } from '../support/fake-shell.ts'
import { findRepository, moveRepository } from '../support/github/state.ts'
import { SITE_CREATED_AT } from '../support/a-site.ts'
import { newSite } from '../support/a-life.ts'
import { aGithub, type GithubBench } from './a-github.ts'

type Request = (site: Site, context: OperationContext) => Site

const SECRET = 'a secret of the App'
const HEAD = '1'.repeat(40)
const NEXT = '2'.repeat(40)
const THIRD = '3'.repeat(40)
const LABELS = [{ name: 'bug' }, { name: 'TestSite' }]
const NAME = 'website-pr-7'

interface Told {
  number?: number
  head?: string
  branch?: string
  /** `null`: the fork is gone. */
  from?: string | null
  labels?: { name: string }[]
  state?: string
  label?: string
  /** Seconds after the first event. */
  at?: number
  sender?: string
  org?: string
  repository?: string
}

const momentOf = (second: number) => SITE_CREATED_AT + second * SECOND_MS

/** Pull requests at a fake GitHub, whose signed events go through the real webhook endpoint; the reconciler uses fake ports. */
async function createPulls({
  channel = 'C0PULLS',
  outcomes,
  policy,
}: { channel?: string | undefined; outcomes?: Outcomes; policy?: Partial<Policy> } = {}) {
  const bench = await aGithub(
    {
      repositories: [
        { name: 'acme/website', branches: ['main', 'feature/spring'], commits: [HEAD, NEXT, THIRD], pulls: [7, 8] },
        { name: 'acme/web.site', branches: ['main', 'feature/spring'], commits: [HEAD], pulls: [7] },
      ],
    },
    { siteDomain: 'test.example.com' },
  )
  const saved = new Set<string>()
  const fake = createFakePorts({
    onSave: (name) => saved.add(name),
    ...(outcomes && { outcomes }),
    ...(policy && { policy }),
  })
  const ports = { ...fake.ports, codeHost: bench.codeHost }
  const reconcile = createFakeReconciler(ports, fake.policy)
  const faults: unknown[] = []
  const siteHost = (name: string) => `${name}.test.example.com`
  const handler = createGithubEvents({
    org: 'acme',
    secret: SECRET,
    store: fake.store,
    clock: fake.clock,
    log: (event) => void (event.level === 'error' && faults.push(event)),
    ...(channel !== '' && {
      pullRequests: {
        channel,
        policy: fake.policy,
        locale: 'en',
        addresses: { siteHost, siteUrl: (name: string) => `https://${siteHost(name)}` },
        codeHost: bench.codeHost,
        catalogue: async () => ({
          images: [{ id: 'debian-12', label: 'Debian' }],
          sizes: [
            { id: 'small', label: 'Small' },
            { id: 'large', label: 'Large' },
          ],
        }),
      },
    }),
  })
  let seconds = 0
  const settle = async () => {
    for (const name of saved) {
      saved.delete(name)
      await reconcile(name)
    }
  }
  const payload = (action: string, { repository = 'acme/website', from = repository, ...told }: Told) => ({
    action,
    ...(action.endsWith('labeled') && { label: { name: told.label ?? 'testsite' } }),
    organization: { login: told.org ?? 'Acme' },
    repository: { full_name: repository },
    sender: { login: told.sender ?? 'aki' },
    pull_request: {
      number: told.number ?? 7,
      title: '`<!-- @everyone',
      state: told.state ?? (action === 'closed' ? 'closed' : 'open'),
      labels: told.labels ?? (action === 'unlabeled' ? [] : LABELS),
      updated_at: new Date(momentOf(told.at ?? seconds++)).toISOString(),
      head: {
        ref: told.branch ?? 'feature/spring',
        sha: told.head ?? HEAD,
        repo: from === null ? null : { full_name: from },
      },
    },
  })
  const deliver = async (action: string, told: Told = {}, signedWith = SECRET) => {
    const body = JSON.stringify(payload(action, told))
    const answer = await handler({
      version: '2.0',
      rawPath: '/github/events',
      rawQueryString: '',
      headers: { 'x-github-event': 'pull_request', 'x-hub-signature-256': await sign(signedWith, body) },
      requestContext: { http: { method: 'POST', path: '/github/events' } },
      body,
      isBase64Encoded: false,
    })
    return { status: answer.statusCode, outcome: /: (\w+)\.$/.exec(answer.body ?? '')?.[1] }
  }
  return {
    ...fake,
    bench,
    faults,
    deliver,
    settle,
    reconcile: (name: string) => saved.add(name),
    outcomeOf: async (action: string, told: Told = {}) => {
      const { outcome } = await deliver(action, told)
      await settle()
      return outcome
    },
    site: async (name = NAME) => (await fake.store.load(name)) ?? assert.fail(`no site ${name}`),
    ask: async (request: Request) => {
      const site = (await fake.store.load(NAME)) ?? assert.fail('no site')
      await fake.store.save(request(site, { by: 'U001', now: fake.clock.now(), policy: fake.policy }))
      await settle()
    },
    comments: (repository = 'acme/website') =>
      (findRepository(bench.github.state, repository)?.comments ?? []).map(({ body }) => body),
    statuses: () =>
      (findRepository(bench.github.state, 'acme/website')?.statuses ?? []).map(
        ({ sha, state }) => `${sha.slice(0, 1)} ${state}`,
      ),
    setUps: () => fake.machines.jobs().flatMap(({ job }) => (job.kind === 'set-up' ? [job] : [])),
    /** The machine of the site deploys a push. */
    push: async (commit: string, result = 'deployed') => {
      const [job] = fake.machines
        .jobs()
        .flatMap(({ job }) => (job.kind === 'set-up' ? [job] : []))
        .slice(-1)
      const deploy = { commit, subject: 'Bloom', author: 'Aki', at: 1 }
      const deploys = [{ result, deployedAt: momentOf(seconds++), deploy, log: '' }]
      await recordReport(fake.ports, NAME, job?.report?.token ?? '', { ok: true, deploys, processes: [] })
      await settle()
    },
  }
}

describe('sites from pull requests', () => {
  let pulls: Awaited<ReturnType<typeof createPulls>>
  let bench: GithubBench
  const begin = async (options: Parameters<typeof createPulls>[0] = {}) => {
    pulls = await createPulls(options)
    bench = pulls.bench
  }
  beforeEach(() => begin())
  afterEach(async () => {
    await bench.close()
    assert.deepEqual(pulls.faults, [])
  })
  const phase = async () => phaseOf(await pulls.site())

  it('are made by the label: named, told in one comment, and shown beside the commit', async () => {
    assert.equal(await pulls.outcomeOf('labeled'), 'created')
    const { spec, history } = await pulls.site()
    assert.equal(await phase(), 'ready')
    assert.deepEqual(
      [spec.repository, spec.branch, spec.channel, spec.owner, spec.documentRoot, spec.image, spec.size],
      ['acme/website', 'feature/spring', 'C0PULLS', 'github:aki', '', 'debian-12', 'small'],
    )
    assert.equal(history[0]?.by, 'github:aki')
    assert.deepEqual(
      pulls.setUps().map(({ pullRequest }) => pullRequest),
      [7],
    )
    const [comment = '', ...others] = pulls.comments()
    assert.deepEqual(others, [])
    assert.match(comment, /ready\. It deploys every new commit[^]*\*\*http:\/\/website-pr-7\.example\*\*/)
    assert.match(comment, /Deployed: `1111111` `First commit`[^]*user name `guest` and a password/)
    assert.deepEqual(pulls.statuses(), ['1 pending', '1 success'])
  })

  it('are told of while they are on their way', async () => {
    await bench.close()
    await begin({ outcomes: () => ({ state: 'failed', reason: 'release-failed', log: 'hunter2', permanent: true }) })
    await pulls.outcomeOf('labeled')
    assert.equal(await phase(), 'failed')
    const [comment = '', ...others] = pulls.comments()
    assert.deepEqual(others, [])
    assert.match(comment, /has failed\. The release command of `acme\/website`/)
    assert.ok(!comment.includes('hunter2'))
    assert.deepEqual(pulls.statuses(), ['1 pending', '1 failure'])
  })

  it('deploy new commits, which are pending until then', async () => {
    await pulls.outcomeOf('labeled')
    assert.equal(await pulls.outcomeOf('synchronize', { head: NEXT }), 'noted')
    assert.deepEqual(pulls.statuses().slice(2), ['2 pending'])
    await pulls.push(NEXT, 'release-failed')
    assert.match(pulls.comments()[0] ?? '', /Deployed: `1111111`[^]*The latest deploy failed \(`2222222`\)/)
    await pulls.push(NEXT)
    assert.deepEqual(pulls.statuses().slice(2), ['2 pending', '2 failure', '2 success'])
    assert.match(pulls.comments()[0] ?? '', /Deployed: `2222222` `Bloom`/)
    assert.equal(pulls.comments().length, 1)
    assert.equal(pulls.machines.jobs().length, 1, 'the machine does it by itself')
  })

  it('show how it went beside commits that nobody told of', async () => {
    await pulls.outcomeOf('labeled')
    await pulls.push(NEXT)
    assert.deepEqual(pulls.statuses().slice(2), ['2 success'])
    await pulls.push(THIRD, 'release-failed')
    assert.deepEqual(pulls.statuses().slice(3), ['3 failure'])
    await pulls.outcomeOf('synchronize', { head: HEAD })
    assert.deepEqual(pulls.statuses().slice(4), ['1 pending'])
  })

  const goodbyes: [string, () => Promise<unknown>][] = [
    ['archived', () => pulls.outcomeOf('closed')],
    ['deleted', () => pulls.ask(deleteWithoutArchive.apply)],
  ]
  for (const [how, leave] of goodbyes) {
    it(`leave no commit pending when they are ${how}`, async () => {
      await pulls.outcomeOf('labeled')
      await pulls.outcomeOf('synchronize', { head: NEXT })
      await leave()
      pulls.reconcile(NAME)
      await pulls.settle()
      assert.deepEqual(pulls.statuses().slice(2), ['2 pending', '2 error'])
      const { description } = findRepository(bench.github.state, 'acme/website')?.statuses.at(-1) ?? {}
      assert.equal(description, 'The test site was archived or deleted before this was deployed')
    })
  }

  it('that failed are tried again with each new commit', async () => {
    let isBroken = true
    await bench.close()
    await begin({
      outcomes: (job, id) =>
        isBroken ? { state: 'failed', reason: 'release-failed', log: '', permanent: true } : allSucceed(job, id),
    })
    await pulls.outcomeOf('labeled', { head: NEXT })
    isBroken = false
    assert.equal(await pulls.outcomeOf('edited', { head: NEXT }), 'noted')
    assert.equal(await phase(), 'failed')
    assert.equal(await pulls.outcomeOf('synchronize', { head: HEAD }), 'redeployed')
    assert.equal(await phase(), 'ready')
    assert.equal((await pulls.site()).history[0]?.by, 'github:aki')
  })

  const endings: [string, Told][] = [
    ['closed', {}],
    ['unlabeled', {}],
  ]
  for (const [action, told] of endings) {
    it(`are archived when it is ${action}, and come back`, async () => {
      await pulls.outcomeOf('labeled')
      assert.equal(await pulls.outcomeOf(action, { ...told, sender: 'bo' }), 'archived')
      assert.equal(await phase(), 'archived')
      assert.equal((await pulls.site()).history[0]?.by, 'github:bo')
      assert.match(pulls.comments()[0] ?? '', /is archived\. To bring it back by 2 Dec 2026, 18:00 GMT\+9/)
      assert.equal(await pulls.outcomeOf(action === 'closed' ? 'reopened' : 'labeled'), 'restored')
      assert.equal(await phase(), 'ready')
      assert.equal(pulls.comments().length, 1)
    })
  }

  it('stay away when somebody put them away, whatever is pushed or written, until the label is set anew', async () => {
    await pulls.outcomeOf('labeled', { at: 1 })
    await pulls.ask(deleteSite.apply)
    for (const [action, at] of [
      ['synchronize', 2],
      ['edited', 3],
      ['labeled', 1],
    ] as const) {
      await pulls.outcomeOf(action, { at })
      assert.equal(await phase(), 'archived', action)
    }
    assert.equal((await pulls.deliver('labeled', { at: 4, label: 'bug' })).status, 204)
    assert.equal(await phase(), 'archived')
    assert.equal(await pulls.outcomeOf('labeled', { at: 5 }), 'restored')
  })

  it('heed their label among others that are set or taken away with it, in the same second', async () => {
    await pulls.outcomeOf('labeled', { at: 1 })
    await pulls.outcomeOf('unlabeled', { at: 2, label: 'bug' })
    assert.equal(await pulls.outcomeOf('unlabeled', { at: 2, label: 'bug', labels: LABELS }), undefined)
    assert.equal(await pulls.outcomeOf('unlabeled', { at: 2 }), 'archived')
    await pulls.outcomeOf('labeled', { at: 3, label: 'bug' })
    assert.equal(await pulls.outcomeOf('labeled', { at: 3 }), 'restored')
    assert.equal(await phase(), 'ready')
  })

  it('come back by a label that is told of after a later push, whose commit stays the newest', async () => {
    await pulls.outcomeOf('labeled', { at: 1 })
    await pulls.ask(deleteSite.apply)
    await pulls.outcomeOf('synchronize', { at: 10, head: NEXT })
    assert.equal(await pulls.outcomeOf('labeled', { at: 5 }), 'restored')
    assert.equal((await pulls.site()).spec.pullRequest?.head, NEXT)
    assert.equal(await pulls.outcomeOf('labeled', { at: 5 }), 'nothing')
  })

  it('need no Slack profile where creators need access: only people with a role there can add a label', async () => {
    await bench.close()
    await begin({ policy: { creatorsNeedAccess: 'Xf0GITHUB' } })
    assert.equal(await pulls.outcomeOf('labeled', { at: 1 }), 'created')
    await pulls.outcomeOf('closed', { at: 2 })
    assert.equal(await pulls.outcomeOf('labeled', { at: 3 }), 'restored')
  })

  it('are refused, and it is said why, where there may be no more; told again when there may, they come back', async () => {
    await bench.close()
    await begin({ policy: { maxSites: 1 } })
    await pulls.outcomeOf('labeled', { at: 1 })
    await pulls.outcomeOf('closed', { at: 2 })
    assert.equal(await pulls.outcomeOf('labeled', { number: 8, at: 3 }), 'created')
    assert.equal(await pulls.outcomeOf('labeled', { at: 4 }), 'rejected')
    assert.match(
      pulls.comments()[0] ?? '',
      /can't create a test site for this pull request\. .*the most that there can be/,
    )
    assert.equal(await phase(), 'archived')
    await pulls.outcomeOf('closed', { number: 8, at: 5 })
    assert.equal(await pulls.outcomeOf('labeled', { at: 4 }), 'restored')
    assert.match(pulls.comments()[0] ?? '', /is ready/)
  })

  const quicker: [string, Request, string][] = [
    ['away', deleteSite.apply, 'noted'],
    ['beyond return', (site) => ({ ...site, spec: { ...site.spec, desired: 'gone' } }), 'nothing'],
  ]
  for (const [where, request, outcome] of quicker) {
    it(`are refused nothing when somebody moves them ${where} at the same moment`, async () => {
      await pulls.outcomeOf('labeled', { at: 1 })
      const { load } = pulls.store
      pulls.store.load = async (name) => {
        const site = await load(name)
        pulls.store.load = load
        await pulls.ask(request)
        return site
      }
      assert.equal(await pulls.outcomeOf('closed', { at: 2 }), outcome)
      assert.doesNotMatch(pulls.comments()[0] ?? '', /can't create a test site/)
    })
  }

  it('are asked again when others were quicker, and are not known for asked where that was in vain', async () => {
    await pulls.outcomeOf('labeled', { at: 1 })
    const { save } = pulls.store
    const outrun = (times: number) => {
      pulls.store.save = async (site) => {
        times -= 1
        if (times >= 0) throw new ConflictError('somebody else')
        return save(site)
      }
    }
    outrun(100)
    assert.equal((await pulls.deliver('closed', { at: 2 })).status, 500)
    assert.equal(pulls.faults.splice(0).length, 1)
    outrun(5)
    assert.equal(await pulls.outcomeOf('closed', { at: 2 }), 'archived')
    assert.equal(await phase(), 'archived')
  })

  it('stay when somebody has brought them back, though the end is told of again', async () => {
    await pulls.outcomeOf('labeled', { at: 1 })
    await pulls.outcomeOf('closed', { at: 2 })
    await pulls.ask((site, asked) => restore.apply(site, asked))
    assert.equal(await pulls.outcomeOf('closed', { at: 2 }), 'nothing')
    assert.equal(await phase(), 'ready')
  })

  it('follow what happened last, in whichever order it is told', async () => {
    await pulls.outcomeOf('labeled', { at: 1 })
    await pulls.outcomeOf('unlabeled', { at: 5 })
    for (const [action, at] of [
      ['labeled', 3],
      ['synchronize', 4],
      ['reopened', 2],
    ] as const) {
      assert.equal(await pulls.outcomeOf(action, { at, head: NEXT }), 'nothing')
    }
    assert.equal(await phase(), 'archived')
    assert.equal((await pulls.site()).spec.pullRequest?.head, HEAD)
  })

  it('are one, when the same is told twice at once', async () => {
    const outcomes = await Promise.all([1, 2, 3].map(async () => (await pulls.deliver('labeled', { at: 1 })).outcome))
    await pulls.settle()
    assert.deepEqual(outcomes.map(String).toSorted(), ['created', 'nothing', 'nothing'])
    assert.deepEqual(
      pulls.store.all().map(({ name }) => name),
      [NAME],
    )
    assert.equal(pulls.comments().length, 1)
  })

  for (const from of ['mallory/website', null]) {
    it(`are not made of forks (${from ?? 'that are gone'}), and it is said why`, async () => {
      assert.equal(await pulls.outcomeOf('labeled', { from }), 'rejected')
      assert.equal(await pulls.outcomeOf('labeled', { from }), 'rejected')
      assert.deepEqual(pulls.store.all(), [])
      assert.equal(pulls.comments().length, 1)
      assert.match(
        pulls.comments()[0] ?? '',
        /can't create a test site for this pull request\. Its branch is in a fork/,
      )
    })
  }

  it('bear another name where theirs is taken, and none where that is, too', async () => {
    await pulls.outcomeOf('labeled', { repository: 'acme/web.site' })
    assert.equal((await pulls.site('web-site-pr-7')).spec.repository, 'acme/web.site')
    const { clock, policy } = pulls
    await pulls.store.create(newSite(NAME, clock.now(), policy))
    assert.equal(await pulls.outcomeOf('labeled'), 'created')
    const [other] = pulls.store.all().filter(({ name }) => /^website-pr-7-[0-9a-f]{6}$/.test(name))
    assert.equal(other?.spec.pullRequest?.number, 7)
    assert.equal(await pulls.outcomeOf('closed'), 'archived')
    await pulls.store.create(newSite('website-pr-8', clock.now(), policy))
    await pulls.store.create(newSite(other?.name.replace('-7-', '-8-') ?? '', clock.now(), policy))
    assert.equal(await pulls.outcomeOf('labeled', { number: 8 }), 'rejected')
    assert.match(pulls.comments().at(-1) ?? '', /can't create a test site for this pull request\. .*`website-pr-8`/)
  })

  it('are as the newest site of the repository in the channel', async () => {
    const { clock, policy } = pulls
    const like = newSite('plum', clock.now(), policy)
    const spec = { ...like.spec, repository: 'Acme/Website', channel: 'C0PULLS', documentRoot: 'dist', size: 'large' }
    await pulls.store.create({ ...like, spec: { ...spec, image: 'gone-by-now', spaFallback: true } })
    await pulls.outcomeOf('labeled')
    const made = (await pulls.site()).spec
    assert.deepEqual(
      [made.documentRoot, made.size, made.image, made.sshTeam, made.spaFallback],
      ['dist', 'large', 'debian-12', 'growers', true],
    )
  })

  it('say nothing that a branch or a commit could make into Markdown', async () => {
    await bench.close()
    const subject = '`x` @acme/all <img src=x> fixes #1 [a](http://evil.example)\n\n# <!--'
    await begin({
      outcomes: () => ({ state: 'succeeded', deploy: { commit: HEAD, subject, author: '@bo', at: 0 } }),
    })
    await pulls.outcomeOf('labeled', { branch: 'a`@acme/all`<img>' })
    const [comment = ''] = pulls.comments()
    const prose = comment.replace(/`[^`\n]*`/g, '').replace(/<!-- pokopoko [a-z.]+ -->$/, '')
    assert.doesNotMatch(prose, /[@#<[]|fixes|evil/)
    assert.ok(comment.includes('@acme/all'), 'it is there, as code')
  })

  it('are none of a branch that no site may have, and it is said', async () => {
    assert.equal(await pulls.outcomeOf('labeled', { branch: '-x; rm @acme' }), 'rejected')
    assert.match(pulls.comments()[0] ?? '', /can't create a test site/)
    assert.doesNotMatch(pulls.comments()[0] ?? '', /@acme/)
  })

  it('are not for pull requests without the label, of other organizations, or unsigned', async () => {
    const others: [string, Told][] = [
      ['labeled', { label: 'bug', labels: [{ name: 'bug' }] }],
      ['opened', { labels: [] }],
      ['closed', { labels: [] }],
      ['labeled', { state: 'closed' }],
      // It had gone again when GitHub wrote the event.
      ['labeled', { labels: [] }],
      ['unlabeled', { label: 'bug', labels: [] }],
      ['labeled', { org: 'mallory' }],
    ]
    for (const [action, told] of others) assert.equal((await pulls.deliver(action, told)).status, 204)
    assert.equal((await pulls.deliver('labeled', {}, 'another secret')).status, 401)
    assert.deepEqual([pulls.store.all(), pulls.comments()], [[], []])
    assert.equal((await pulls.deliver('closed')).status, 202)
    assert.deepEqual(pulls.store.all(), [])
  })

  it('keep their name where the repository gets another, and are found all the same', async () => {
    await pulls.outcomeOf('labeled')
    const rename = { kind: 'repository', from: 'acme/website', to: 'acme/homepage' } as const
    moveRepository(bench.github.state, rename.from, rename.to)
    await pulls.ask((site) => renamed(site, rename))
    assert.equal(await pulls.outcomeOf('labeled', { repository: rename.to, at: 0 }), 'nothing')
    assert.equal(await pulls.outcomeOf('closed', { repository: rename.to }), 'archived')
    assert.deepEqual(
      pulls.store.all().map(({ name }) => name),
      [NAME],
    )
  })

  it('are off without a channel for them', async () => {
    await bench.close()
    await begin({ channel: '' })
    assert.equal((await pulls.deliver('labeled')).status, 204)
    assert.deepEqual([pulls.store.all(), pulls.comments()], [[], []])
  })

  it('take nobody at GitHub for somebody in Slack', async () => {
    await pulls.outcomeOf('labeled', { sender: 'U0AKI123' })
    assert.equal((await pulls.site()).spec.owner, 'github:U0AKI123')
  })

  it('are well where pokopoko may not comment, which their card says', async () => {
    bench.github.state.app.permissions = { ...bench.github.state.app.permissions, pull_requests: 'read' }
    await pulls.outcomeOf('labeled')
    assert.equal(await phase(), 'ready')
    assert.equal(cardFacts(await pulls.site(), pulls.policy).reportFailure, 'repository-forbidden')
    bench.github.state.app.permissions = { ...bench.github.state.app.permissions, pull_requests: 'write' }
    pulls.clock.advance(HOUR_MS)
    pulls.reconcile(NAME)
    await pulls.settle()
    assert.equal(pulls.comments().length, 1)
    assert.equal(cardFacts(await pulls.site(), pulls.policy).reportFailure, undefined)
  })
})
