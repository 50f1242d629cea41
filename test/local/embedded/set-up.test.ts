import assert from 'node:assert/strict'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import type { SetUpJob } from '../../../src/control/jobs.ts'
import { close, listen } from '../../../src/local/listen.ts'
import { makeRepository } from '../../support/git-repository.ts'
import { type Bench, makeBench, NOW, type OpenBench } from './harness.ts'

describe('setting up an embedded machine', () => {
  let bench: Bench
  let open: OpenBench
  beforeEach(async () => {
    bench = await makeBench()
    open = await bench.open()
  })
  afterEach(() => bench.clean())

  const diskOf = (id: string) => join(bench.directory, 'machines', id, 'disk')
  const failure = async (changes: Partial<SetUpJob>) => {
    const result = await open.run(await open.launch(), { ...open.setUp, ...changes })
    assert.ok(result?.state === 'failed')
    return { reason: result.reason, permanent: result.permanent, log: result.log }
  }
  const githubThatAnswers = async (status: number) => {
    const server = createServer((_req, res) => res.writeHead(status).end())
    const port = await listen(server)
    return { url: `http://deploy:token-of-the-host@127.0.0.1:${port}/plum.git`, close: () => close(server) }
  }

  it('tells what it deployed', async () => {
    const commit = await bench.repository.commit({ 'public/index.html': 'é' }, 'Äpfel & "Birnen"\n\nMore.')
    const result = await open.run(await open.launch(), open.setUp)
    const at = Number(await bench.repository.git('log', '-1', '--format=%ct')) * 1000
    const stack = { label: 'HTML', file: 'public/index.html' }
    const deploy = { commit, subject: 'Äpfel & "Birnen"', author: 'Aki', at, stack }
    assert.ok(result?.state === 'succeeded')
    assert.deepEqual(result.deploy, deploy)
    assert.match(result.session ?? '', /^[0-9a-f]{64}$/)
  })

  it('publishes the directory with a start page, where nobody names one', async () => {
    const id = await open.site({ documentRoot: '' })
    assert.match(await (await open.get(id)).text(), /First/)
    await bench.repository.commit({ 'web/docs/index.html': 'The docs of the web' })
    const result = await open.run(id, { ...open.setUp, documentRoot: '', appDirectory: 'web' })
    assert.ok(result?.state === 'succeeded')
    assert.deepEqual(result.deploy?.stack, { label: 'HTML', file: 'docs/index.html' })
    assert.equal(await (await open.get(id)).text(), 'The docs of the web')
    assert.deepEqual(await open.run(id, { ...open.setUp, documentRoot: '', appDirectory: 'web' }), result)
    const { reason, permanent } = await failure({ appDirectory: 'app' })
    assert.deepEqual([reason, permanent], ['app-directory-missing', true])
  })

  it('publishes the only pages below the top', async () => {
    await bench.repository.git('rm', '--quiet', '-r', 'public')
    await bench.repository.commit({ 'Plums/index.html': 'Plums', 'README.md': '# Plums' })
    const id = await open.site({ documentRoot: '' })
    assert.match(await (await open.get(id)).text(), /Plums/)
    await bench.repository.commit({ 'Apples/index.html': 'Apples' })
    await open.run(id, { ...open.setUp, documentRoot: '' })
    assert.notEqual((await open.get(id)).status, 200)
  })

  it('tells of what is only for containers', async () => {
    await bench.repository.git('rm', '--quiet', '-r', 'public')
    await bench.repository.commit({ 'compose.yaml': 'services: {}' })
    const id = await open.launch()
    const result = await open.run(id, { ...open.setUp, documentRoot: '' })
    assert.ok(result?.state === 'succeeded')
    const page = { status: 403, problem: 'container-only', hint: 'compose.yaml' }
    assert.deepEqual(result.deploy?.page, page)
    assert.equal((await open.get(id, '/')).status, page.status)
    assert.deepEqual((await open.run(id, { ...open.setUp, documentRoot: '' }))?.state, 'succeeded')
  })

  it('tells of what it can neither build nor run, and serves its files as they are', async () => {
    const dependencies = { next: '15.1.0' }
    await bench.repository.commit({ 'package.json': JSON.stringify({ dependencies }), 'a.txt': 'As it is' })
    const id = await open.launch()
    const run = async (changes: Partial<SetUpJob>) => {
      const result = await open.run(id, { ...open.setUp, ...changes })
      assert.ok(result?.state === 'succeeded')
      return result.deploy?.stack
    }
    assert.deepEqual(await run({ documentRoot: '' }), { label: 'Next.js 15', file: 'package.json', unbuilt: true })
    assert.equal(await (await open.get(id, '/a.txt')).text(), 'As it is')
    await bench.repository.git('rm', '--quiet', 'package.json')
    await bench.repository.commit({ 'a.txt': 'As it was' })
    assert.deepEqual(await run({ startCommand: 'node' }), { label: 'HTML', file: 'public/index.html', unbuilt: true })
    assert.deepEqual(await run({}), { label: 'HTML', file: 'public/index.html' })
  })

  it('keeps the last five deploys', async () => {
    const id = await open.site()
    const commits: string[] = []
    for (const number of [2, 3, 4, 5, 6]) {
      commits.unshift(await bench.repository.commit({ 'public/index.html': `Page ${number}` }))
      await open.run(id, open.setUp)
    }
    const content: unknown = JSON.parse(await readFile(join(diskOf(id), 'site.json'), 'utf8'))
    assert.ok(typeof content === 'object' && content !== null && 'deploys' in content && Array.isArray(content.deploys))
    assert.deepEqual(
      content.deploys.map((deploy: { commit: string }) => deploy.commit),
      commits,
    )
    assert.deepEqual(
      content.deploys.map((deploy: { deployedAt: number }) => deploy.deployedAt),
      Array(5).fill(NOW),
    )
  })

  it('makes nothing new when nothing has changed', async () => {
    const id = await open.site()
    const before = await readdir(join(diskOf(id), 'releases'))
    assert.equal((await open.run(id, open.setUp))?.state, 'succeeded')
    assert.deepEqual(await readdir(join(diskOf(id), 'releases')), before)
  })

  it('deploys the same commit again when it is asked to', async () => {
    const id = await open.site()
    const again = { ...open.setUp, revision: 2 }
    const releases = () => readdir(join(diskOf(id), 'releases'))
    await open.run(id, again)
    const both = await releases()
    assert.equal(both.length, 2)
    await open.run(id, again)
    await open.run(id, { kind: 'deploy' })
    assert.deepEqual(await releases(), both)
  })

  it('changes over to another branch, directory and repository', async () => {
    const id = await open.site()
    await bench.repository.git('checkout', '--quiet', '-b', 'main2')
    await bench.repository.commit({ 'docs/index.html': 'Docs' })
    await open.run(id, { ...open.setUp, branch: 'main2', documentRoot: 'docs' })
    assert.equal(await (await open.get(id)).text(), 'Docs')
    const other = await makeRepository(join(bench.directory, '..', 'code', 'quince'))
    await other.commit({ 'index.html': 'Quince' })
    await open.run(id, { ...open.setUp, cloneUrl: other.url, documentRoot: '' })
    assert.equal(await (await open.get(id)).text(), 'Quince')
  })

  it('makes a clone anew that is broken', async () => {
    const id = await open.site()
    await rm(join(diskOf(id), 'clone.git', 'objects'), { recursive: true })
    await writeFile(join(diskOf(id), 'clone.git', 'HEAD'), 'nonsense')
    await bench.repository.commit({ 'public/index.html': 'Healed' })
    assert.equal((await open.run(id, open.setUp))?.state, 'succeeded')
    assert.equal(await (await open.get(id)).text(), 'Healed')
  })

  it('runs no hooks and leaves submodules empty', async () => {
    const id = await open.site()
    const mark = join(bench.directory, 'hook-was-here')
    const hook = join(diskOf(id), 'clone.git', 'hooks', 'reference-transaction')
    await writeFile(hook, `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 })
    const link = ['update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},public/part`]
    await bench.repository.git(...link)
    await bench.repository.git('commit', '--quiet', '--message', 'Add a part')
    assert.equal((await open.run(id, open.setUp))?.state, 'succeeded')
    assert.ok(!(await readdir(bench.directory)).includes('hook-was-here'))
    assert.equal((await open.get(id, '/part/')).status, 403)
  })

  describe('fails for good', () => {
    const permanent = { permanent: true, log: '' }

    it('without the branch', async () => {
      assert.deepEqual(await failure({ branch: 'nowhere' }), { ...permanent, reason: 'branch-missing' })
    })

    it('without a commit', async () => {
      const empty = await makeRepository(join(bench.directory, '..', 'code', 'empty'))
      assert.deepEqual(await failure({ cloneUrl: empty.url }), { ...permanent, reason: 'repository-empty' })
    })

    it('without the repository', async () => {
      const { log, ...rest } = await failure({ cloneUrl: `${open.setUp.cloneUrl}-gone` })
      assert.deepEqual(rest, { reason: 'repository-missing', permanent: true })
      assert.match(log, /does not/)
    })

    for (const status of [401, 403, 404]) {
      it(`when GitHub answers ${status}`, async () => {
        const host = await githubThatAnswers(status)
        const { reason, permanent, log } = await failure({ cloneUrl: host.url })
        await host.close()
        assert.deepEqual({ reason, permanent }, { reason: 'repository-missing', permanent: true })
        assert.doesNotMatch(log, /token-of-the-host/)
      })
    }

    for (const documentRoot of ['missing', 'README.md', '..', '../..', 'public/up', '.git']) {
      it(`when ${documentRoot} is to be published`, async () => {
        await bench.repository.commit({ 'public/up': { link: '../..' } })
        assert.deepEqual(await failure({ documentRoot }), { ...permanent, reason: 'document-root-missing' })
      })
    }
  })

  describe('fails for now', () => {
    it('when GitHub is in trouble', async () => {
      const host = await githubThatAnswers(503)
      const inTrouble = await failure({ cloneUrl: host.url })
      await host.close()
      assert.equal(inTrouble.reason, 'clone-failed')
      assert.equal(inTrouble.permanent, false)
      assert.doesNotMatch(inTrouble.log, /token-of-the-host/)
    })

    it('when nobody answers', async () => {
      const host = await githubThatAnswers(200)
      await host.close()
      const { reason, permanent } = await failure({ cloneUrl: host.url })
      assert.deepEqual({ reason, permanent }, { reason: 'clone-failed', permanent: false })
    })

    it('when git takes too long', async () => {
      const server = createServer(() => undefined)
      const port = await listen(server)
      await open.close()
      const impatient = await bench.open({ timeoutMs: 50 })
      const cloneUrl = `http://127.0.0.1:${port}/plum.git`
      const result = await impatient.run(await impatient.launch(), { ...impatient.setUp, cloneUrl })
      await close(server)
      assert.ok(result?.state === 'failed')
      assert.deepEqual([result.reason, result.permanent], ['clone-failed', false])
    })
  })

  it('takes no transport but http and files', async () => {
    const { reason } = await failure({ cloneUrl: `ext::sh -c touch% ${join(bench.directory, 'ext-was-here')}` })
    assert.notEqual(reason, undefined)
    assert.ok(!(await readdir(bench.directory)).includes('ext-was-here'))
    const option = await failure({ cloneUrl: `--upload-pack=touch ${join(bench.directory, 'option-was-here')}` })
    assert.equal(option.reason, 'repository-missing')
    assert.ok(!(await readdir(bench.directory)).includes('option-was-here'))
  })
})
