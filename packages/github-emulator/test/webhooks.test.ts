import assert from 'node:assert/strict'
import { join } from 'node:path'
import { verify } from '@octokit/webhooks-methods'
import { z } from 'zod'
import { createDeliver } from '../src/webhook-delivery.ts'
import type { WorkTree } from './work-tree.ts'
import { aGithub, type GithubFixture, makeReceiver, NOW, type Received } from './github-fixture.ts'

const pushSchema = z.object({
  ref: z.string(),
  before: z.string(),
  after: z.string(),
  created: z.boolean(),
  deleted: z.boolean(),
  forced: z.boolean(),
  repository: z.object({ full_name: z.string(), clone_url: z.string(), default_branch: z.string() }),
  head_commit: z.object({ id: z.string(), message: z.string() }).nullable(),
  commits: z.array(z.object({ id: z.string(), message: z.string(), timestamp: z.string(), author: z.looseObject({}) })),
})
const NONE = '0'.repeat(40)

describe('webhooks of the emulator', () => {
  let fixture: GithubFixture
  let receiver: Awaited<ReturnType<typeof makeReceiver>>
  let respond: (request: Received) => number | undefined
  let deadline: AbortController
  beforeEach(async () => {
    respond = () => 200
    deadline = new AbortController()
    receiver = await makeReceiver((request) => respond(request))
    fixture = await aGithub({ deliver: createDeliver({ deadline: () => deadline.signal }) })
  })
  afterEach(async () => {
    await fixture.clean()
    await receiver.close()
  })

  const create = async (name = 'plum', repository = 'acme/website') => {
    const secret = `the secret of ${name}`
    const created = await fixture.github.webhooks.create({ repository, url: receiver.url(name), secret })
    await fixture.github.idle()
    return { ...created, secret }
  }
  /** Pushes, and gives what arrived since. */
  const push = async (clone: WorkTree, ...refs: string[]) => {
    const before = receiver.received.length
    await clone.git('push', '--quiet', 'origin', ...refs)
    await fixture.github.idle()
    return receiver.received.slice(before)
  }
  const read = (request: Received | undefined) => pushSchema.parse(JSON.parse(request?.body ?? ''))
  /** What a restart delivers again. */
  const deliveredByRestart = async () => {
    const arrived = receiver.received.length
    const again = await fixture.restart()
    again.redeliver()
    await again.idle()
    return receiver.received.slice(arrived).map(read)
  }
  const pushOne = async (clone: WorkTree, ...refs: string[]) => {
    const arrived = await push(clone, ...refs)
    assert.equal(arrived.length, 1)
    return read(arrived[0])
  }

  it('get a signed ping when they are made', async () => {
    const { secret } = await create()
    const [ping] = receiver.received
    assert.equal(ping?.headers['x-github-event'], 'ping')
    assert.equal(ping.path, '/hook')
    assert.ok(await verify(secret, ping.body, String(ping.headers['x-hub-signature-256'])))
  })

  it('get a push that the process did not live to deliver, once', async () => {
    await create()
    fixture.github.redeliver()
    const clone = await fixture.clone('acme/website')
    const before = await clone.git('rev-parse', 'HEAD')
    await push(clone, 'main:refs/heads/old')
    // The refs are written, and nothing was delivered: it died here, or somebody pushed without it.
    const after = await clone.commit({ 'a.txt': 'a' })
    const bare = join(fixture.directory, 'repositories', 'acme', 'website.git')
    await clone.git('push', '--quiet', bare, 'main', ':old')
    const pushes = await deliveredByRestart()
    assert.deepEqual(
      pushes.map((payload) => [payload.ref, payload.before, payload.after]),
      [
        ['refs/heads/main', before, after],
        ['refs/heads/old', before, NONE],
      ],
    )
    assert.deepEqual(await deliveredByRestart(), [])
  })

  it('get what they have not accepted again at the next start, until they accept it', async () => {
    await create('plum')
    await create('pear')
    fixture.github.redeliver()
    const clone = await fixture.clone('acme/website')
    const commit = await clone.commit({ 'a.txt': 'a' })
    respond = ({ headers }) => (headers.host?.startsWith('pear') === true ? 502 : 200)
    assert.equal((await push(clone, 'main')).length, 2)
    for (const status of [302, 404, 202]) {
      respond = () => status
      assert.deepEqual(
        (await deliveredByRestart()).map(({ ref, after }) => [ref, after]),
        [
          ['refs/heads/main', commit],
          ['refs/heads/main', commit],
        ],
      )
    }
    assert.deepEqual(await deliveredByRestart(), [])
  })

  it('get a push as GitHub sends it', async () => {
    const { secret } = await create()
    const clone = await fixture.clone('acme/website')
    const before = await clone.git('rev-parse', 'HEAD')
    const first = await clone.commit({ 'a.txt': 'a' }, 'Add ä\n\nWith more to say.')
    const second = await clone.commit({ 'b.txt': 'b' }, 'Add b')
    const [request] = await push(clone, 'main')
    assert.ok(request)
    assert.equal(request.headers.host, `plum.localhost:${receiver.port}`)
    assert.equal(request.headers['content-type'], 'application/json')
    assert.equal(request.headers['x-github-event'], 'push')
    assert.match(String(request.headers['x-github-delivery']), /^[0-9a-f-]{36}$/)
    assert.match(String(request.headers['user-agent']), /^GitHub-Hookshot\//)
    assert.ok(await verify(secret, request.body, String(request.headers['x-hub-signature-256'])))
    const { commits, head_commit: head, ...payload } = read(request)
    assert.deepEqual(payload, {
      ref: 'refs/heads/main',
      before,
      after: second,
      created: false,
      deleted: false,
      forced: false,
      repository: {
        full_name: 'acme/website',
        clone_url: `${fixture.origin}/git/acme/website.git`,
        default_branch: 'main',
      },
    })
    assert.equal(head?.id, second)
    const said = commits.map(({ id, message }) => ({ id, message }))
    assert.deepEqual(said, [
      { id: first, message: 'Add ä\n\nWith more to say.' },
      { id: second, message: 'Add b' },
    ])
    assert.deepEqual(commits[0]?.author, { name: 'Aki', email: 'aki@example.com' })
    assert.ok(Number.isFinite(Date.parse(commits[0].timestamp)))
  })

  it('get pushes of new, rewritten and deleted branches', async () => {
    await create()
    const clone = await fixture.clone('acme/website')
    const first = await clone.commit({ 'a.txt': 'a' }, 'First')
    const created = await pushOne(clone, 'main:refs/heads/topic')
    assert.deepEqual([created.created, created.before, created.after], [true, NONE, first])
    assert.deepEqual(
      created.commits.map(({ message }) => message),
      ['First'],
    )

    await clone.git('commit', '--quiet', '--amend', '--message', 'Second')
    const forced = await pushOne(clone, '+main:refs/heads/topic')
    assert.deepEqual([forced.forced, forced.before, forced.head_commit?.message], [true, first, 'Second'])

    const deleted = await pushOne(clone, ':refs/heads/topic')
    assert.deepEqual([deleted.deleted, deleted.after, deleted.head_commit], [true, NONE, null])
    assert.ok(!(await fixture.branches('acme/website')).includes('topic'))
  })

  it('get one delivery for each branch that changed, and none for tags', async () => {
    await create()
    const clone = await fixture.clone('acme/website')
    await clone.commit({ 'a.txt': 'a' })
    await clone.git('tag', 'v1')
    const arrived = await push(clone, 'main', 'main:refs/heads/a', 'main:refs/heads/b', 'v1')
    const refs = arrived.map((request) => read(request).ref).toSorted()
    assert.deepEqual(refs, ['refs/heads/a', 'refs/heads/b', 'refs/heads/main'])
    assert.deepEqual(await push(clone, 'main'), [])
  })

  it('get what was accepted when a part of a push was rejected', async () => {
    await create()
    const [ours, theirs] = [await fixture.clone('acme/website'), await fixture.clone('acme/website')]
    await theirs.commit({ 'theirs.txt': 'x' })
    await push(theirs, 'main')
    await ours.commit({ 'ours.txt': 'x' })
    const before = receiver.received.length
    await assert.rejects(ours.git('push', '--quiet', 'origin', 'main', 'main:refs/heads/mine'), /fetch first/)
    await fixture.github.idle()
    assert.deepEqual(
      receiver.received.slice(before).map((request) => read(request).ref),
      ['refs/heads/mine'],
    )
  })

  it('all get it, each with its own secret, and those of other repositories do not', async () => {
    const secrets = new Map<string, string>()
    for (const name of ['plum', 'quince']) secrets.set(name, (await create(name)).secret)
    await create('shop', 'acme/shop')
    const clone = await fixture.clone('acme/website')
    await clone.commit({ 'a.txt': 'a' })
    const arrived = await push(clone, 'main')
    const names = arrived.map(({ headers }) => headers.host?.split('.')[0] ?? '')
    assert.deepEqual(names.toSorted(), ['plum', 'quince'])
    for (const { headers, body } of arrived) {
      const secret = secrets.get(headers.host?.split('.')[0] ?? '') ?? ''
      assert.ok(await verify(secret, body, String(headers['x-hub-signature-256'])))
    }
  })

  it('record how their last delivery went, without following redirects', async () => {
    await create()
    assert.equal(fixture.github.webhooks.list()[0]?.lastDelivery?.event, 'ping')
    respond = () => 302
    const clone = await fixture.clone('acme/website')
    await clone.commit({ 'a.txt': 'a' })
    const arrived = await push(clone, 'main')
    assert.deepEqual(
      arrived.map(({ path }) => path),
      ['/hook'],
    )
    const id = String(arrived[0]?.headers['x-github-delivery'])
    assert.deepEqual(fixture.github.webhooks.list()[0]?.lastDelivery, { id, event: 'push', at: NOW, status: 302 })
  })

  it('keep no pusher waiting when nobody answers', async () => {
    await create()
    // It takes the request, and then the time is over.
    respond = () => {
      deadline.abort()
      return undefined
    }
    const clone = await fixture.clone('acme/website')
    await clone.commit({ 'a.txt': 'a' })
    await push(clone, 'main')
    assert.match(fixture.github.webhooks.list()[0]?.lastDelivery?.error ?? '', /no answer within 10 s/)
    deadline = new AbortController()
    await receiver.close()
    await clone.commit({ 'b.txt': 'b' })
    await push(clone, 'main')
    assert.match(fixture.github.webhooks.list()[0]?.lastDelivery?.error ?? '', /ECONNREFUSED/)
    assert.deepEqual(fixture.errors, [])
  })

  it('lead to this computer only', async () => {
    const urls = [
      'http://example.com/',
      'http://localhost.example.com/',
      'https://plum.localhost/',
      'http://[::1]/',
      'x',
    ]
    const { webhooks } = fixture.github
    for (const url of urls) {
      await assert.rejects(webhooks.create({ repository: 'acme/website', url, secret: 's' }), /localhost only/)
    }
    assert.deepEqual(fixture.github.webhooks.list(), [])
  })

  it('change and go, and are unique', async () => {
    const { webhooks } = fixture.github
    const { id } = await create('plum')
    await assert.rejects(create('plum'), /Hook already exists on this repository/)
    await assert.rejects(create('plum', 'acme/nothing'), /no repository acme\/nothing/)
    await webhooks.update(id, { url: receiver.url('pear'), secret: 'another' })
    const clone = await fixture.clone('acme/website')
    await clone.commit({ 'a.txt': 'a' })
    const [request] = await push(clone, 'main')
    assert.match(request?.headers.host ?? '', /^pear\./)
    assert.ok(await verify('another', request?.body ?? '', String(request?.headers['x-hub-signature-256'])))
    await webhooks.delete(id)
    await clone.commit({ 'b.txt': 'b' })
    assert.deepEqual(await push(clone, 'main'), [])
  })
})
