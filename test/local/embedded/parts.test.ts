import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { createGithub } from '@pokopoko/github-emulator'
import { close, listen } from '../../../src/local/listen.ts'
import { makeRepository } from '../../support/git-repository.ts'
import { createLfsServer, pointerOf } from '../../support/lfs-server.ts'
import { type Bench, makeBench, type OpenBench } from './harness.ts'

const ATTRIBUTES = '*.png filter=lfs diff=lfs merge=lfs -text\n'

describe('what a commit of an embedded machine only names', () => {
  let bench: Bench
  let open: OpenBench
  let stop: () => Promise<unknown>
  let base: string
  let lfs: ReturnType<typeof createLfsServer>
  let isLfsDown = false
  before(async () => {
    bench = await makeBench()
    open = await bench.open()
    lfs = createLfsServer()
    const server = createServer((req, res) => {
      if (isLfsDown && req.url?.includes('/lfs/')) return void res.writeHead(503).end()
      void lfs.handle(req, res).then((isLfs) => isLfs || github.handle(req, res))
    })
    const port = await listen(server)
    base = `http://127.0.0.1:${port}/git/acme`
    const github = await createGithub({
      directory: join(bench.directory, '..', 'github'),
      baseUrl: `http://127.0.0.1:${port}/git`,
      onError: assert.fail,
    })
    stop = async () => {
      await github.close()
      await close(server)
    }
  })
  after(async () => {
    await stop()
    await bench.clean()
  })

  const repository = async (name: string, files: Record<string, string>) => {
    const directory = join(bench.directory, '..', 'github', 'repositories', 'acme', `${name}.git`)
    await mkdir(directory, { recursive: true })
    const work = await makeRepository(join(bench.directory, '..', 'work', name))
    await work.git('init', '--quiet', '--bare', '--initial-branch=main', directory)
    const push = async () => work.git('push', '--quiet', directory, 'HEAD')
    const commit = async (changes: Record<string, string>) => {
      await work.commit(changes)
      await push()
    }
    const link = async (path: string, to: string) => {
      await work.git('update-index', '--add', '--cacheinfo', `160000,${to},${path}`)
      await work.git('commit', '--quiet', '--message', `Add ${path}`)
      await push()
    }
    await commit(files)
    return { commit, link, head: () => work.git('rev-parse', 'HEAD'), cloneUrl: `${base}/${name}.git` }
  }
  const run = (id: string, cloneUrl: string, documentRoot = '') =>
    open.run(id, { ...open.setUp, cloneUrl, documentRoot })
  const textOf = async (id: string, path: string) => (await open.get(id, path)).text()

  it('are files of Git LFS, in place of their pointers', async () => {
    const pictures = await repository('pictures', {
      'index.html': 'Pictures',
      '.gitattributes': ATTRIBUTES,
      '.lfsconfig': '[lfs]\n\turl = file:///etc\n',
      'img/plum 1.png': lfs.add('a plum'),
      'about-lfs.txt': pointerOf('a text about pointers'),
    })
    const id = await open.launch()
    assert.equal((await run(id, pictures.cloneUrl))?.state, 'succeeded')
    assert.equal(await textOf(id, '/img/plum%201.png'), 'a plum')
    assert.equal(await textOf(id, '/about-lfs.txt'), pointerOf('a text about pointers'))

    await pictures.commit({ 'img/gone.png': pointerOf('never pushed'), 'index.html': 'Gone' })
    const failure = await run(id, pictures.cloneUrl)
    const log = 'Missing: img/gone.png'
    assert.deepEqual(failure, { state: 'failed', reason: 'lfs-missing', permanent: true, log })
    assert.equal(await textOf(id, '/'), 'Pictures', 'what was served stays')

    const asked = lfs.requests.filter(({ path }) => !path.endsWith('/batch')).length
    assert.equal(asked, 1, 'and what is there is not asked for again')

    isLfsDown = true
    const later = await run(id, pictures.cloneUrl)
    isLfsDown = false
    assert.ok(later?.state === 'failed')
    assert.deepEqual([later.reason, later.permanent], ['clone-failed', false])

    const tooLarge = pointerOf('huge').replace(/size \d+/, 'size 99000000000')
    await pictures.commit({ 'img/gone.png': tooLarge })
    const refused = await run(id, pictures.cloneUrl)
    assert.ok(refused?.state === 'failed')
    assert.deepEqual([refused.reason, refused.log], ['lfs-missing', 'Sites get 4000 MB at most'])
  })

  it('are submodules at the commits that were pinned, with theirs; those that can be had nowhere are named', async () => {
    const nested = await repository('nested', { 'deep.txt': 'deep' })
    const modules = (urls: Record<string, string>) =>
      Object.entries(urls)
        .map(([path, url]) => `[submodule "the ${path}"]\n\tpath = ${path}\n\turl = ${url}\n`)
        .join('')
    const theme = await repository('theme', {
      'style.css': 'color: plum',
      'plum.png': lfs.add('a plum of the theme'),
      '.gitattributes': ATTRIBUTES,
      '.gitmodules': modules({ 'parts/nested': '../nested.git' }),
    })
    await theme.link('parts/nested', await nested.head())
    const pinned = await theme.head()
    await theme.commit({ 'style.css': 'color: pear' })
    const there = {
      theme: '../theme.git',
      gone: `${base}/gone.git`,
      local: bench.repository.url,
      extern: 'ext::sh -c true',
    }
    const site = await repository('themed', { 'index.html': 'Plums', '.gitmodules': modules(there) })
    for (const path of Object.keys(there)) await site.link(path, pinned)
    const id = await open.launch()
    const result = await run(id, site.cloneUrl)
    assert.ok(result?.state === 'succeeded', JSON.stringify(result))
    const page = { status: 200, problem: 'submodule-missing', hint: 'extern, gone, local' }
    assert.deepEqual(result.deploy?.page, page)
    const texts = ['/theme/style.css', '/theme/parts/nested/deep.txt', '/theme/plum.png'].map((path) =>
      textOf(id, path),
    )
    assert.deepEqual(await Promise.all(texts), ['color: plum', 'deep', 'a plum of the theme'])

    const failure = await run(id, site.cloneUrl, 'gone/public')
    assert.ok(failure?.state === 'failed')
    assert.deepEqual([failure.reason, failure.permanent], ['submodule-missing', true])
    assert.match(failure.log, /extern, gone, local/)
  })
})
