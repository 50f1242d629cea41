import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { sources } from '../../../src/local/embedded/static-files.ts'
import { DAY_MS } from '../../../src/site/time.ts'
import { authorization, type Bench, makeBench, NOW, type OpenBench } from './harness.ts'

describe('the web server of an embedded machine', () => {
  let bench: Bench
  let open: OpenBench
  beforeEach(async () => {
    bench = await makeBench()
    open = await bench.open()
  })
  afterEach(() => bench.clean())

  const texts = async (id: string, ...paths: string[]) =>
    Promise.all(paths.map(async (path) => (await open.get(id, path)).status))

  describe('basic auth', () => {
    it('lets in only who knows user and password', async () => {
      const id = await open.site()
      const none = await open.get(id, '/', {})
      assert.equal(none.status, 401)
      assert.equal((await open.get(id, '/', authorization('agency', 'wrong-password'))).status, 401)
      assert.equal((await open.get(id, '/', authorization('someone'))).status, 401)
      assert.equal((await open.get(id, '/', { authorization: 'Basic !' })).status, 401)
      const right = await open.get(id)
      assert.equal(right.status, 200)
      assert.equal(await right.text(), '<h1>First</h1>')
    })

    it('shuts out the old password from the moment it is changed', async () => {
      const id = await open.site()
      assert.equal((await open.get(id)).status, 200)
      // bcrypt of `another-password`, cost 4.
      const passwordHash = '$2b$04$8WtC1pM6G3QrbS.vf5z4NOUuIFh1XtyjLGMeZRlxEh0wX8Y66faUO'
      await open.run(id, { kind: 'access', access: { user: 'guest', passwordHash } })
      assert.equal((await open.get(id)).status, 401)
      assert.equal((await open.get(id, '/', authorization('guest', 'another-password'))).status, 200)
    })
  })

  it('says that it is being set up until it is', async () => {
    const id = await open.launch()
    const answer = await open.get(id)
    assert.equal(answer.status, 503)
    assert.equal(answer.headers.get('retry-after'), '5')
  })

  it('tells everybody that it is well', async () => {
    const id = await open.launch()
    assert.equal((await open.get(id, '/_pokopoko/health', {})).status, 200)
  })

  it('asks robots to keep out, whatever the answer', async () => {
    const id = await open.site()
    for (const headers of [{}, authorization()]) {
      assert.equal((await open.get(id, '/', headers)).headers.get('x-robots-tag'), 'noindex')
    }
  })

  it('serves files by type, with ranges and without sending again what has not changed', async () => {
    await bench.repository.commit({ 'public/style.css': 'body { color: plum }', 'public/docs/index.html': 'docs' })
    const id = await open.site()
    const style = await open.get(id, '/style.css?v=1')
    assert.match(style.headers.get('content-type') ?? '', /^text\/css/)
    const etag = style.headers.get('etag') ?? ''
    const again = { ...authorization(), 'if-none-match': etag }
    assert.equal(await rawStatus(await open.url(id, ''), '/style.css', again), 304)
    const part = await open.get(id, '/style.css', { ...authorization(), range: 'bytes=0-3' })
    assert.equal(part.status, 206)
    assert.equal(await part.text(), 'body')
    const last = await open.get(id, '/style.css', { ...authorization(), range: 'bytes=-500' })
    assert.deepEqual(
      [last.status, last.headers.get('content-range')],
      [206, 'bytes 0-19/20'],
      'all of it, as nginx does',
    )
    assert.equal(await (await open.get(id, '/docs/')).text(), 'docs')
    assert.equal((await open.get(id, '/docs')).headers.get('location'), '/docs/')
  })

  it('gives a single-page app for paths without a file, where that is asked for, and never for hidden ones', async () => {
    await bench.repository.commit({ 'public/app.js': 'app', 'public/.env': 'secret', 'public/docs/a.html': 'a' })
    const plain = await open.site()
    assert.deepEqual(await texts(plain, '/orders/7', '/app.js'), [404, 200])
    await open.run(plain, { ...open.setUp, spaFallback: true })
    const page = await open.get(plain, '/orders/7?sort=up')
    assert.deepEqual([page.status, await page.text()], [200, '<h1>First</h1>'])
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
    assert.equal(await (await open.get(plain, '/app.js')).text(), 'app')
    assert.deepEqual(await texts(plain, '/docs', '/.env', '/.git/config', '/docs/.x'), [200, 404, 404, 404])
    assert.equal((await open.get(plain, '/orders/7', {})).status, 401)
    await open.run(plain, open.setUp)
    assert.deepEqual(await texts(plain, '/orders/7'), [404])
  })

  it('takes GET and HEAD only', async () => {
    const id = await open.site()
    const answer = await fetch(await open.url(id, '/'), { method: 'POST', headers: authorization() })
    assert.equal(answer.status, 405)
    assert.equal(answer.headers.get('allow'), 'GET, HEAD')
  })

  it('hides dotfiles and what is outside the published directory', async () => {
    await bench.repository.commit({ 'public/.env': 'secret', 'public/.well/x.html': 'x' })
    const id = await open.site()
    const hidden = [
      '/.env',
      '/.well/x.html',
      '/%2eenv',
      '/missing.html',
      '/README.md',
      '/..%2fREADME.md',
      '/%2e%2e/README.md',
    ]
    assert.deepEqual(
      await texts(id, ...hidden),
      hidden.map(() => 404),
    )
    assert.deepEqual(await texts(id, '/%', '/%00'), [400, 400])
  })

  it('hides sources beside pages, as nginx does on other machines', async () => {
    const files = ['composer.json', 'wp-config.php', 'app.py', 'Procfile', 'sub/Gemfile.lock', 'dump.sql']
    await bench.repository.commit(Object.fromEntries(files.map((file) => [`public/${file}`, 'secret'])))
    const id = await open.site()
    assert.deepEqual(
      await texts(id, ...files.map((file) => `/${file}`), '/app%2epy'),
      [...files, ''].map(() => 404),
    )
    const nginx = await readFile(new URL('../../../instance/nginx/files.conf', import.meta.url), 'utf8')
    const patterns = [...nginx.matchAll(/^location ~ (.*) \{ return 404; \}$/gm)].map(([, pattern]) => pattern)
    assert.deepEqual(
      sources.map(({ source }) => source.replaceAll('\\/', '/')),
      patterns,
    )
  })

  it('takes paths as they come, not as a browser would tidy them', async () => {
    const id = await open.site()
    assert.equal(await rawStatus(await open.url(id, ''), '/../README.md'), 404)
    assert.equal(await rawStatus(await open.url(id, ''), '//../../README.md'), 404)
    assert.equal(await rawStatus(await open.url(id, ''), 'http://elsewhere/index.html'), 400)
  })

  it('follows links inside the repository, and none that lead out of it or to dotfiles', async () => {
    const outside = join(bench.directory, '..', 'outside.txt')
    await writeFile(outside, 'of this computer')
    await bench.repository.commit({
      'shared/inside.txt': 'inside',
      '.env': 'secret',
      'public/inside': { link: '../shared' },
      'public/outside.txt': { link: outside },
      'public/up': { link: '../../../..' },
      'public/env.txt': { link: '../.env' },
      'public/dir/index.html': { link: outside },
      'public/loop': { link: 'loop' },
    })
    const id = await open.site()
    assert.equal((await open.get(id, '/inside/inside.txt')).status, 200)
    const hidden = ['/outside.txt', '/up/outside.txt', '/env.txt', '/loop']
    assert.deepEqual(await texts(id, ...hidden, '/dir/'), [...hidden.map(() => 404), 403])
  })
})

describe('guesses at the password of an embedded machine', () => {
  let bench: Bench
  let open: OpenBench
  let id: string
  beforeEach(async () => {
    bench = await makeBench()
    open = await bench.open()
    id = await open.site()
  })
  afterEach(() => bench.clean())

  const guess = async (from: number, to: number) => {
    for (let number = from; number < to; number++) {
      const { status } = await open.get(id, '/', authorization(`guest-${number % 2}`, `guess-${number}`))
      assert.equal(status, 401)
    }
  }

  it('are told when they are many and different, once a day', async () => {
    await guess(0, 99)
    await guess(0, 50)
    await open.get(id)
    await open.get(id, '/', {})
    await open.get(id, '/', { authorization: 'Bearer of-a-program' })
    assert.deepEqual(open.guesses, [])
    const changes = open.changes.length
    await guess(99, 150)
    assert.deepEqual(open.guesses, [{ count: 100, at: NOW }])
    assert.ok(open.changes.length > changes)
    open.clock.advance(DAY_MS)
    await guess(150, 249)
    assert.equal(open.guesses.length, 1)
    await guess(249, 250)
    assert.deepEqual(open.guesses.slice(1), [{ count: 100, at: NOW + DAY_MS }])
  })
})

/** fetch tidies paths, and asks for a fresh copy of its own accord. */
function rawStatus(base: string, path: string, headers = authorization()): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base)
    request({ hostname, port, path, headers }, (res) => {
      res.resume()
      resolve(res.statusCode)
    })
      .on('error', reject)
      .end()
  })
}
