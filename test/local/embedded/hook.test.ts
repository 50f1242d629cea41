import assert from 'node:assert/strict'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Bench, makeBench, NOW, type OpenBench } from './harness.ts'

const toMain = { ref: 'refs/heads/main' }

describe('the push hook of an embedded machine', () => {
  let bench: Bench
  let open: OpenBench
  let id: string
  beforeEach(async () => {
    bench = await makeBench()
    open = await bench.open()
    id = await open.site()
  })
  afterEach(() => bench.clean())

  const page = async () => (await open.get(id)).text()

  it('deploys a push to the branch, and tells of it', async () => {
    const commit = await bench.repository.commit({ 'public/index.html': 'Second' }, 'Second page')
    const changes = open.changes.length
    assert.equal((await open.push(id, toMain)).status, 202)
    await open.news.until(() => open.deploys.length === 1 && open.changes.length > changes)
    const [{ siteName, deploy } = assert.fail()] = open.deploys
    assert.equal(siteName, 'plum')
    const stack = { label: 'HTML', file: 'public/index.html' }
    const told = { stack, commit, subject: 'Second page', author: 'Aki', deployedAt: NOW }
    assert.deepEqual({ ...deploy, at: 0 }, { ...told, at: 0 })
    assert.ok(Math.abs(deploy.at - Date.now()) < 60_000)
    assert.equal(await page(), 'Second')
  })

  it('follows rewritten history', async () => {
    await bench.repository.commit({ 'public/index.html': 'Second' })
    await bench.repository.git('reset', '--quiet', '--hard', 'HEAD~1')
    await bench.repository.commit({ 'public/index.html': 'Rewritten' })
    await open.push(id, { ...toMain, forced: true })
    await open.news.until(async () => (await page()) === 'Rewritten')
  })

  it('shows visitors the new page whole or not at all, and keeps two releases', async () => {
    for (const number of [2, 3, 4]) {
      await bench.repository.commit({ 'public/index.html': `Page ${number}` })
      await open.push(id, toMain)
      await open.news.until(() => open.deploys.length === number - 1)
    }
    assert.equal(await page(), 'Page 4')
    assert.equal((await readdir(join(bench.directory, 'machines', id, 'disk', 'releases'))).length, 2)
  })

  it('keeps serving the last deploy when a push cannot be deployed, and says why', async () => {
    await bench.repository.git('rm', '-r', '--quiet', 'public')
    const commit = await bench.repository.commit({ 'other.txt': '' }, 'Take the page away')
    await open.push(id, toMain)
    await open.news.until(() => open.failures.length === 1)
    const failed = { reason: 'document-root-missing', at: NOW, log: '', commit }
    assert.deepEqual([open.failures, open.faults], [[{ siteName: 'plum', failed }], []])
    assert.equal(await page(), '<h1>First</h1>')
    assert.deepEqual(open.deploys, [])
  })

  it('deploys a push of which nobody told it, once it is asked to', async () => {
    const commit = await bench.repository.commit({ 'public/index.html': 'Second' })
    const result = await open.run(id, { kind: 'deploy' })
    assert.equal(result?.state === 'succeeded' && result.deploy?.commit, commit)
    assert.equal(await page(), 'Second')
  })

  it('tells what it was asked to deploy and cannot, and nothing of what may pass', async () => {
    await bench.repository.git('rm', '-r', '--quiet', 'public')
    const commit = await bench.repository.commit({ 'other.txt': '' }, 'Take the page away')
    const result = await open.run(id, { kind: 'deploy' })
    assert.deepEqual(result?.state === 'failed' && [result.reason, result.permanent], ['document-root-missing', true])
    const failed = { reason: 'document-root-missing', at: NOW, log: '', commit }
    assert.deepEqual(open.failures, [{ siteName: 'plum', failed }])
    await open.close()
    open = await bench.open({ command: 'false' })
    const passing = await open.run(id, { kind: 'deploy' })
    assert.deepEqual(passing?.state === 'failed' && [passing.reason, passing.permanent], ['clone-failed', false])
    assert.deepEqual([open.failures, open.faults], [[], []])
    assert.equal(await page(), '<h1>First</h1>')
  })

  it('deploys a push that a process took and did not live to deploy, once', async () => {
    const commit = await bench.repository.commit({ 'public/index.html': 'Second' })
    const neverEnding = join(bench.directory, '..', 'git-that-never-ends')
    await writeFile(neverEnding, '#!/bin/sh\nexec tail -f /dev/null\n', { mode: 0o755 })
    await open.close()
    open = await bench.open({ command: neverEnding })
    assert.equal((await open.push(id, toMain)).status, 202)
    await open.close()
    open = await bench.open()
    await open.news.until(() => open.deploys.length === 1)
    assert.equal(open.deploys[0]?.deploy.commit, commit)
    assert.equal(await page(), 'Second')
    await open.close()
    open = await bench.open()
    await open.run(id, open.setUp)
    assert.deepEqual(open.deploys, [])
  })

  it('answers what is no push to the branch', async () => {
    assert.equal((await open.push(id, { zen: 'Keep it logically awesome.' }, { 'x-github-event': 'ping' })).status, 200)
    const other = await open.push(id, { ref: 'refs/heads/main2' })
    assert.equal(other.status, 200)
    assert.match(await other.text(), /ignored/)
    const tag = await open.push(id, { ref: 'refs/tags/main' })
    assert.match(await tag.text(), /ignored/)
    const deleted = await open.push(id, { ...toMain, deleted: true })
    assert.equal(deleted.status, 200)
    assert.match(await deleted.text(), /deleted/)
    assert.equal((await open.push(id, '[]')).status, 400)
    assert.equal((await open.push(id, 'no json')).status, 400)
    assert.deepEqual(open.deploys, [])
  })

  it('refuses what is not signed with the secret', async () => {
    const unsigned = { method: 'POST', body: JSON.stringify(toMain), headers: { 'x-github-event': 'push' } }
    assert.equal((await fetch(await open.url(id, '/_pokopoko/hook'), unsigned)).status, 403)
    for (const signature of ['', 'sha256=', `sha256=${'0'.repeat(64)}`, 'sha1=x']) {
      assert.equal((await open.push(id, toMain, { 'x-hub-signature-256': signature })).status, 403)
    }
    assert.equal((await fetch(await open.url(id, '/_pokopoko/hook'), { method: 'POST' })).status, 403)
  })

  it('takes POST only, and at most 25 MB', async () => {
    assert.equal((await fetch(await open.url(id, '/_pokopoko/hook'))).status, 405)
    const large = 'x'.repeat(25 * 1024 * 1024 + 1)
    assert.equal((await open.push(id, large)).status, 413)
    const stream = new Blob([large]).stream()
    const options: RequestInit & { duplex: 'half' } = { method: 'POST', body: stream, duplex: 'half' }
    assert.equal((await fetch(await open.url(id, '/_pokopoko/hook'), options)).status, 413)
  })
})
