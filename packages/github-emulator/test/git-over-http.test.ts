import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { aGithub, type GithubFixture } from './github-fixture.ts'

describe('git over HTTP', () => {
  let fixture: GithubFixture
  before(async () => {
    fixture = await aGithub()
  })
  after(() => fixture.clean())
  const ask = (path: string, options?: RequestInit) => fetch(`${fixture.origin}${path}`, options)

  it('serves clones, with all branches and odd file names', async () => {
    const clone = await fixture.clone('acme/website')
    assert.equal(await readFile(join(clone.path, 'public/index.html'), 'utf8'), '<h1>Hello</h1>\n')
    await clone.git('checkout', '--quiet', 'feature/spring')
    assert.equal(await readFile(join(clone.path, 'public/a b/é.txt'), 'utf8'), 'spring\n')
  })

  it('serves all versions of the protocol, shallow clones too', async () => {
    const clone = await fixture.clone('acme/website')
    const url = `${fixture.origin}/git/acme/website.git`
    for (const version of ['0', '1', '2']) {
      const heads = await clone.git('-c', `protocol.version=${version}`, 'ls-remote', '--heads', url)
      assert.deepEqual(heads.match(/refs\/heads\/.+/g), ['refs/heads/feature/spring', 'refs/heads/main'])
      const target = `${clone.path}/../shallow-${version}`
      await clone.git('-c', `protocol.version=${version}`, 'clone', '--quiet', '--depth=1', url, target)
      assert.equal(await readFile(join(target, 'public/index.html'), 'utf8'), '<h1>Hello</h1>\n')
    }
  })

  it('takes pushes, also large ones', async () => {
    const clone = await fixture.clone('acme/shop')
    // Over 1 MB (http.postBuffer) git sends in chunks, after a try with an empty request.
    await writeFile(join(clone.path, 'photo.bin'), randomBytes(3_000_000))
    const commit = await clone.commit({ 'new.txt': 'new' })
    await clone.git('push', '--quiet', 'origin', 'main', 'main:refs/heads/copy')
    assert.deepEqual(await fixture.branches('acme/shop'), ['main', 'copy'])
    const other = await fixture.clone('acme/shop')
    assert.equal(await other.git('rev-parse', 'HEAD'), commit)
    await assert.rejects(clone.git('push', '--quiet', 'origin', ':main'), /deletion of the current branch/)
  })

  it('takes pushes that come together', async () => {
    const clones = await Promise.all([1, 2, 3, 4].map(() => fixture.clone('other/thing')))
    await Promise.all(
      clones.map(async (clone, index) => {
        await clone.commit({ [`${index}.txt`]: 'x' }, `Number ${index}`)
        await clone.git('push', '--quiet', 'origin', `main:refs/heads/b${index}`)
      }),
    )
    assert.deepEqual(await fixture.branches('other/thing'), ['main', 'b0', 'b1', 'b2', 'b3'])
  })

  it('takes requests in gzip, and refuses what is none', async () => {
    const type = { 'content-type': 'application/x-git-upload-pack-request', 'git-protocol': 'version=2' }
    const body = gzipSync('0014command=ls-refs\n00000000')
    const post = (body: string | Uint8Array, encoding: string) =>
      ask('/git/acme/website.git/git-upload-pack', {
        method: 'POST',
        headers: { ...type, 'content-encoding': encoding },
        body,
      })
    const answer = await post(body, 'gzip')
    assert.equal(answer.headers.get('content-type'), 'application/x-git-upload-pack-result')
    assert.match(await answer.text(), /refs\/heads\/feature\/spring/)
    assert.equal((await post('plain', 'gzip')).status, 500)
    assert.equal((await post(body, 'br')).status, 415)
  })

  it('leaves other paths to others', async () => {
    for (const path of ['/', '/github', '/git/../elsewhere', '/git/%2e%2e/elsewhere']) {
      assert.equal((await ask(path)).status, 418, path)
    }
  })

  it('offers nothing but the repositories', async () => {
    const paths = [
      '/git',
      '/git/acme/website.git/HEAD',
      '/git/acme/website.git/config',
      '/git/acme/website.git/objects/info/packs',
      '/git/acme/nothing.git/info/refs?service=git-upload-pack',
      '/git/acme/website.git.git/info/refs?service=git-upload-pack',
      '/git/acme/..%2f..%2fwebhooks.json/info/refs?service=git-upload-pack',
      '/git/acme%2fwebsite.git/info/refs?service=git-upload-pack',
      '/git/-x/website.git/info/refs?service=git-upload-pack',
      '/git/acme/..git/info/refs?service=git-upload-pack',
      '/git/acme/website.git/git-upload-archive',
    ]
    for (const path of paths) assert.equal((await ask(path)).status, 404, path)
    assert.equal((await ask('/git/acme/website.git/info/refs')).status, 403)
    assert.equal((await ask('/git/acme/website.git/info/refs?service=git-upload-archive')).status, 403)
  })

  it('is not fooled by dots that the client did not resolve', async () => {
    const raw = (path: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        request(`${fixture.origin}/`, { path }, (res) => resolve(res.resume().statusCode))
          .on('error', reject)
          .end()
      })
    assert.equal(await raw('/git/acme/../../webhooks.json'), 418)
    assert.equal(await raw('/git/../git-hooks/post-receive'), 418)
    assert.equal(await raw('/git/x/../../git/acme/..%2fwebsite.git/info/refs?service=git-upload-pack'), 404)
  })

  it('refuses pushes that a page of another origin could send', async () => {
    const post = (type: string) =>
      ask('/git/acme/website.git/git-receive-pack', { method: 'POST', headers: { 'content-type': type }, body: '0000' })
    assert.equal((await post('text/plain')).status, 415)
    assert.equal((await post('application/x-git-receive-pack-request')).status, 200)
    assert.equal((await ask('/git/acme/website.git/git-receive-pack')).status, 405)
  })

  it('answers nonsense with an error, and goes on', async () => {
    const headers = { 'content-type': 'application/x-git-receive-pack-request' }
    const path = '/git/acme/website.git/git-receive-pack'
    const answer = await ask(path, { method: 'POST', headers, body: 'x'.repeat(500_000) })
    assert.notEqual(answer.headers.get('content-type'), 'text/html')
    await answer.text()
    assert.deepEqual(await fixture.branches('acme/website'), ['main', 'feature/spring'])
    await fixture.clone('acme/website')
  })

  it('is done with clients that hang up at once', async () => {
    const path = '/git/acme/website.git/git-receive-pack?hang-up'
    const client = request(`${fixture.origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-git-receive-pack-request', 'content-length': '1000' },
    })
    client.on('error', () => {})
    await new Promise<void>((resolve) => client.write('00', () => resolve()))
    client.destroy()
    await fixture.served(path)
  })
})
